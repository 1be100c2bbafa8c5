import type { Reply, Route } from '../kit/openSimulator.ts';
import type { Guard, Signed } from './postingRoutes.ts';
import { errorReply, okReply } from './replies.ts';
import { seenPosts, type World } from './state.ts';

const videoFields = [
  'id',
  'create_time',
  'cover_image_url',
  'share_url',
  'video_description',
  'duration',
  'height',
  'width',
  'title',
  'embed_html',
  'embed_link',
  'like_count',
  'comment_count',
  'share_count',
  'view_count',
];
const PER_MINUTE = 600;

export type Numbers = { views: number; likes: number; comments: number; shares: number };

/** Who somebody is and what their public videos count: TikTok's Display API, which says `invalid_params` in the plural. */
export function makeDisplayRoutes(world: World, guard: Guard, numbers: Map<string, Numbers>): Route[] {
  const invalid = (): Reply => errorReply(400, 'invalid_params');

  function userInfo({ question, account }: Signed): Reply {
    const all: Record<string, unknown> = {
      open_id: account.openId,
      display_name: account.nickname,
      avatar_url: 'https://p16.example/avatar.jpeg',
      username: account.username,
      bio_description: '',
      is_verified: false,
      follower_count: 12,
      following_count: 3,
      likes_count: 40,
      video_count: 5,
    };
    const fields = (question.url.searchParams.get('fields') ?? '').split(',');
    if (fields.some((field) => !(field in all))) return invalid();
    return okReply({ user: Object.fromEntries(fields.map((field) => [field, all[field]])) });
  }

  function describe({ question, account }: Signed): Record<string, unknown>[] | null {
    const fields = (question.url.searchParams.get('fields') ?? '').split(',');
    if (fields.some((field) => !videoFields.includes(field))) return null;
    return seenPosts(world)
      .filter((post) => post.visibility === 'public' && post.account === account.username)
      .toReversed()
      .map((post) => {
        const { views, likes, comments, shares } = numbers.get(post.id) ?? { views: 0, likes: 0, comments: 0, shares: 0 };
        const all: Record<string, unknown> = {
          id: post.id,
          create_time: Math.floor(post.at / 1000),
          share_url: `https://www.tiktok.com/@${account.username}/video/${post.id}?utm_campaign=tt4d_open_api`,
          video_description: post.caption.slice(0, 150),
          title: post.caption.slice(0, 150),
          duration: world.switches.listedSeconds,
          view_count: views,
          like_count: likes,
          comment_count: comments,
          share_count: shares,
        };
        return Object.fromEntries(fields.map((field) => [field, all[field]]));
      });
  }

  function videoList(signed: Signed): Reply {
    const most = signed.json['max_count'] ?? 10;
    const videos = describe(signed);
    if (videos === null || typeof most !== 'number' || most < 1 || most > 20) return invalid();
    return okReply({ videos: videos.slice(0, most), cursor: world.now(), has_more: videos.length > most });
  }

  function videoQuery(signed: Signed): Reply {
    const filters = signed.json['filters'];
    const ids = typeof filters === 'object' && filters !== null ? (filters as Record<string, unknown>)['video_ids'] : null;
    const videos = describe(signed);
    if (videos === null || !Array.isArray(ids) || ids.length > 20) return invalid();
    return okReply({ videos: videos.filter(({ id }) => ids.includes(id)) });
  }

  const list = { scopes: ['video.list'], perMinute: PER_MINUTE };
  const info = guard('user-info', { scopes: ['user.info.basic'], perMinute: PER_MINUTE }, userInfo);
  return [
    { method: 'GET', path: '/v2/user/info/', name: 'user-info', answer: info },
    { method: 'POST', path: '/v2/video/list/', name: 'video-list', answer: guard('video-list', list, videoList) },
    { method: 'POST', path: '/v2/video/query/', name: 'video-query', answer: guard('video-query', list, videoQuery) },
  ];
}
