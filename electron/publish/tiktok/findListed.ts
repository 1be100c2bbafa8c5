import { z } from 'zod';
import type { Outgoing } from '../adapter.ts';
import type { AskTiktok } from './askTiktok.ts';
import { ofApp, tiktokLimits } from './limits.ts';

const Listed = z.object({
  videos: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]).transform(String),
        create_time: z.number(),
        share_url: z.string().catch(''),
        video_description: z.string().catch(''),
        title: z.string().catch(''),
        duration: z.number().nullable().catch(null),
      }),
    )
    .nullish(),
});

/** TikTok shows up to 150 units of a caption in its lists; one this long may have been cut. */
const MAY_BE_CUT = 140;
/** Our clock and TikTok's may differ. */
const SKEW_MS = 2 * 60_000;
const MOST = 20;

export type FoundVideo = { readonly id: string; readonly url: string | null };

/**
 * The public videos of the account that were made since `since` and say the same words for as long: one is the post,
 * none or several prove nothing. Without a caption nothing can be matched. @throws PublishFailed
 */
export async function findListed(ask: AskTiktok, post: Outgoing, since: Date, signal: AbortSignal): Promise<FoundVideo[]> {
  const { caption } = post.words;
  if (plain(caption) === '') return [];
  const fields = 'id,create_time,share_url,video_description,title,duration';
  const { videos } = await ask(
    post.session,
    {
      path: `/v2/video/list/?fields=${fields}`,
      body: { max_count: MOST },
      data: Listed,
      use: ofApp(tiktokLimits.videoList),
      urgency: 'release',
    },
    signal,
  );
  return (videos ?? [])
    .filter((video) => video.create_time * 1000 >= since.getTime() - SKEW_MS)
    .filter((video) => isStartOf(caption, video.video_description) || isStartOf(caption, video.title))
    .filter((video) => video.duration === null || Math.abs(video.duration - post.file.seconds) <= 1)
    .map(({ id, share_url: url }) => ({ id, url: URL.canParse(url) ? url : null }));
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Whether `listed` is the caption, or as much of it as TikTok shows. */
function isStartOf(caption: string, listed: string): boolean {
  if (plain(listed) === plain(caption)) return true;
  const start = plain(listed).replace(/(?:\.{3}|…|[\uD800-\uDBFF])$/, ''); // marks of a cut, or half an emoji
  return listed.length >= MAY_BE_CUT && plain(caption).startsWith(start);
}
