import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import { CandidateList, ChannelList, PlaylistPage } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { LIST_UNITS, unitsUse } from './limits.ts';
import { fingerprint, type YoutubeRef } from './uploadRef.ts';

/** The clocks of this computer and of YouTube may differ by so much. */
const CLOCKS_APART_MS = 120_000;
const MOST_PAGES = 4;

type Needs = { readonly api: string; readonly youtube: AskYoutube };

/**
 * The video that an upload became whose session is gone, looked for among the channel's uploads since it began: private,
 * of our size where YouTube tells it, and of our title. Null when there is none.
 * @throws PublishFailed; needs-you when there are several.
 */
export async function findUpload({ api, youtube }: Needs, post: Outgoing, ref: YoutubeRef, signal: AbortSignal): Promise<string | null> {
  const { session } = post;
  const list = async (path: string, query: Record<string, string>): ReturnType<AskYoutube['ask']> =>
    youtube.ask(
      session,
      { url: `${api}/youtube/v3/${path}?${new URLSearchParams(query)}`, uses: [unitsUse(LIST_UNITS)], urgency: 'release' },
      signal,
    );

  const mine = await list('channels', { part: 'contentDetails', mine: 'true' });
  const channels = ChannelList.safeParse(mine.json);
  const playlistId = channels.data?.items[0]?.contentDetails?.relatedPlaylists?.uploads;
  if (playlistId === undefined) throw youtube.malformed(mine, 'repeatable');

  const since = ref.begunAt - CLOCKS_APART_MS;
  const titles = new Map<string, string>();
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { part: 'snippet', playlistId, maxResults: '50', ...(pageToken === undefined ? {} : { pageToken }) };
    const answer = await list('playlistItems', query);
    const parsed = PlaylistPage.safeParse(answer.json);
    if (!parsed.success) throw youtube.malformed(answer, 'repeatable');
    const recent = parsed.data.items.filter(({ snippet }) => Date.parse(snippet.publishedAt) >= since);
    for (const { snippet } of recent) titles.set(snippet.resourceId.videoId, snippet.title);
    pageToken = parsed.data.nextPageToken;
    if (pageToken === undefined || recent.length < parsed.data.items.length) break; // newest first: the rest is older
  }
  if (titles.size === 0) return null;

  const ids = [...titles.keys()].slice(0, 50);
  const answer = await list('videos', { part: 'status,fileDetails', id: ids.join(',') });
  const candidates = CandidateList.safeParse(answer.json);
  if (!candidates.success) throw youtube.malformed(answer, 'repeatable');
  const sameWords = ref.told === fingerprint(post);
  const found = candidates.data.items.filter(({ id, status, fileDetails }) => {
    if (status.privacyStatus !== 'private' || status.publishAt !== undefined) return false; // ours never left private
    const size = fileDetails?.fileSize;
    if (size !== undefined && Number(size) !== post.file.bytes) return false;
    return sameWords ? titles.get(id)?.trim() === post.words.title.trim() : size !== undefined;
  });
  if (found.length <= 1) return found[0]?.id ?? null;
  const reason =
    `There are ${found.length} private videos on the channel that could be this upload. ` +
    'Delete the surplus ones in YouTube Studio, then try again; nothing is public.';
  throw new PublishFailed({ kind: 'needs-you', reason, code: 'several-uploads' });
}
