import type { Question, Reply, Route, SimulatorClock } from '../kit/openSimulator.ts';
import type { Account } from './accounts.ts';
import { isReply, OPENS, type Desk } from './desk.ts';
import { refuse } from './reply.ts';
import type { YoutubeSwitches } from './switches.ts';
import { CATEGORIES, isRefusal, readSnippet, readStatus } from './videoRules.ts';
import type { Video, Videos } from './videos.ts';

type World = {
  readonly videos: Videos;
  readonly desk: Desk;
  readonly switches: YoutubeSwitches;
  readonly clock: SimulatorClock;
};

/** A video resource with all parts its owner may read. */
export function renderVideo({ videos, switches }: Pick<World, 'videos' | 'switches'>, video: Video): Record<string, unknown> & object {
  const { uploadStatus, processingStatus, failureReason, rejectionReason } = videos.processingOf(video);
  const isScheduled = video.shown === 'private' && video.status.publishAt !== undefined;
  const { publishAt, ...status } = video.status;
  const { views, likes, comments } = video.numbers;
  return {
    kind: 'youtube#video',
    id: video.id,
    snippet: { ...video.snippet, channelId: video.account.channelId, publishedAt: new Date(video.uploadedAt).toISOString() },
    status: {
      ...status,
      ...(isScheduled ? { publishAt } : {}),
      privacyStatus: video.shown,
      uploadStatus,
      ...(failureReason === undefined ? {} : { failureReason }),
      ...(rejectionReason === undefined ? {} : { rejectionReason }),
    },
    processingDetails: {
      processingStatus,
      ...(failureReason === undefined ? {} : { processingFailureReason: 'transcodeFailed' }),
    },
    ...(switches.tellsSize ? { fileDetails: { fileName: 'film.mp4', fileSize: String(video.bytes), fileType: 'video' } } : {}),
    statistics: switches.hidesStatistics
      ? { favoriteCount: '0' }
      : { viewCount: String(views), likeCount: String(likes), commentCount: String(comments), favoriteCount: '0' },
  };
}

/** The Data API's lists and its update, and Analytics. */
export function dataRoutes(world: World): Route[] {
  const { videos, desk, switches, clock } = world;

  const listed = (items: object[], rest: object = {}): Reply => ({
    status: 200,
    body: { kind: 'youtube#listResponse', pageInfo: { totalResults: items.length, resultsPerPage: 50 }, ...rest, items },
  });
  /** Only what was asked for. */
  const pick = (resource: Record<string, unknown>, { url }: Question): object => {
    const parts = ['kind', 'id', ...(url.searchParams.get('part') ?? '').split(',')];
    return Object.fromEntries(Object.entries(resource).filter(([name]) => parts.includes(name)));
  };
  const read = (answer: (question: Question, account: Account) => Reply) => (question: Question) => {
    const account = desk.identify(question, OPENS.read);
    if (isReply(account)) return account;
    return desk.spendUnits(1) ?? answer(question, account);
  };

  const update = async (question: Question): Promise<Reply> => {
    const account = desk.identify(question, OPENS.change);
    if (isReply(account)) return account;
    const noQuota = desk.spendUnits(50);
    if (noQuota !== null) return noQuota;
    const body = await question.json();
    const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const video = videos.find(String(given['id']));
    if (video === null || video.account !== account)
      return refuse(404, 'videoNotFound', 'The video that you are trying to update cannot be found.');
    const parts = (question.url.searchParams.get('part') ?? '').split(',');
    const snippet = parts.includes('snippet') ? readSnippet(given['snippet']) : video.snippet;
    if (isRefusal(snippet)) return snippet;
    const status = parts.includes('status') ? readStatus(given['status'], { switches, isPublished: video.wasPublic }) : video.status;
    if (isRefusal(status)) return status;
    video.snippet = snippet;
    video.status = status;
    if (parts.includes('status')) video.showsAt = clock.now() + switches.showsAfterMs;
    if (parts.includes('paidProductPlacementDetails')) {
      const paid = given['paidProductPlacementDetails'];
      video.paidPlacement =
        typeof paid === 'object' && paid !== null && 'hasPaidProductPlacement' in paid && paid.hasPaidProductPlacement === true;
    }
    videos.settle();
    const rendered = renderVideo(world, video);
    // what was just asked for is answered, also where it shows only later; what is never granted is not
    const told = switches.forcedPrivate === 'kept' ? video.shown : video.status.privacyStatus;
    return { status: 200, body: pick({ ...rendered, status: { ...(rendered['status'] as object), privacyStatus: told } }, question) };
  };

  const channels = (question: Question, account: Account): Reply => {
    if (question.url.searchParams.get('mine') !== 'true') return refuse(400, 'missingRequiredParameter', 'No filter selected.');
    if (!desk.hasChannel(account)) return { status: 200, body: { kind: 'youtube#channelListResponse', pageInfo: { totalResults: 0 } } };
    const channel = {
      kind: 'youtube#channel',
      id: account.channelId,
      snippet: { title: account.title, description: '', customUrl: account.handle, country: 'DE' },
      status: { privacyStatus: 'public', isLinked: true, longUploadsStatus: switches.longUploads },
      contentDetails: { relatedPlaylists: { likes: '', uploads: account.channelId.replace(/^UC/, 'UU') } },
    };
    return listed([pick(channel, question)]);
  };

  const playlist = ({ url }: Question, account: Account): Reply => {
    if (url.searchParams.get('playlistId') !== account.channelId.replace(/^UC/, 'UU')) return refuse(404, 'playlistNotFound', 'Not found.');
    const most = Math.min(50, Number(url.searchParams.get('maxResults') ?? '5'));
    const from = Number(url.searchParams.get('pageToken') ?? '0');
    const all = videos.of(account);
    const items = all.slice(from, from + most).map((video) => ({
      kind: 'youtube#playlistItem',
      snippet: {
        title: video.snippet.title,
        description: video.snippet.description,
        publishedAt: new Date(video.uploadedAt).toISOString(),
        resourceId: { kind: 'youtube#video', videoId: video.id },
      },
    }));
    return listed(items, from + most < all.length ? { nextPageToken: String(from + most) } : {});
  };

  const list = (question: Question, account: Account): Reply => {
    const ids = (question.url.searchParams.get('id') ?? '').split(',');
    const found = ids.flatMap((id) => videos.find(id) ?? []).filter(({ uploadedAt }) => clock.now() >= uploadedAt + switches.listsAfterMs);
    const mayRead = found.filter((video) => video.account === account || video.shown !== 'private');
    return listed(mayRead.map((video) => pick(renderVideo(world, video), question)));
  };

  const report = (question: Question): Reply => {
    const account = desk.identify(question, OPENS.analytics);
    if (isReply(account)) return account;
    const get = (name: string): string => question.url.searchParams.get(name) ?? '';
    const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
    const video = videos.find(/^video==(.+)$/.exec(get('filters'))?.[1] ?? '');
    const metrics = get('metrics').split(',');
    const known = new Set(['views', 'likes', 'comments', 'shares']);
    if (get('ids') !== 'channel==MINE' || !isDay(get('startDate')) || !isDay(get('endDate')) || metrics.some((name) => !known.has(name))) {
      return { status: 400, body: { error: { code: 400, message: 'The query is not supported.', errors: [{ reason: 'badRequest' }] } } };
    }
    const isThere = video !== null && video.account === account && clock.now() - video.uploadedAt >= switches.analyticsLagMs;
    const columnHeaders = metrics.map((name) => ({ name, columnType: 'METRIC', dataType: 'INTEGER' }));
    const rows = isThere ? [metrics.map((name) => video.numbers[name as keyof Video['numbers']])] : [];
    return { status: 200, body: { kind: 'youtubeAnalytics#resultTable', columnHeaders, rows } };
  };

  return [
    { method: 'GET', path: '/youtube/v3/videos', name: 'videos', answer: read(list) },
    { method: 'PUT', path: '/youtube/v3/videos', name: 'update', answer: update },
    { method: 'GET', path: '/youtube/v3/channels', name: 'channels', answer: read(channels) },
    { method: 'GET', path: '/youtube/v3/playlistItems', name: 'playlist', answer: read(playlist) },
    {
      method: 'GET',
      path: '/youtube/v3/videoCategories',
      name: 'categories',
      answer: read(() => listed(CATEGORIES.map(({ id, ...snippet }) => ({ kind: 'youtube#videoCategory', id, snippet })))),
    },
    { method: 'GET', path: '/v2/reports', name: 'analytics', answer: report },
  ];
}
