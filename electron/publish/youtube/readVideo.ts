import type { Session } from '../adapter.ts';
import { VideoList, type Video } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { LIST_UNITS, unitsUse } from './limits.ts';

type Needs = { readonly api: string; readonly youtube: AskYoutube };

/** What YouTube says of a video of this channel; null when it has none of that id. Throws PublishFailed. */
export async function readVideo({ api, youtube }: Needs, videoId: string, session: Session, signal: AbortSignal): Promise<Video | null> {
  const query = new URLSearchParams({ part: 'status,processingDetails', id: videoId });
  const url = `${api}/youtube/v3/videos?${query}`;
  const answer = await youtube.ask(session, { url, uses: [unitsUse(LIST_UNITS)], urgency: 'release' }, signal);
  const parsed = VideoList.safeParse(answer.json);
  if (!parsed.success) throw youtube.malformed(answer, 'repeatable');
  return parsed.data.items.find(({ id }) => id === videoId) ?? null;
}

/** YouTube has made the video watchable in all sizes. */
export const isProcessed = ({ status, processingDetails }: Video): boolean =>
  processingDetails?.processingStatus === 'succeeded' ||
  (processingDetails?.processingStatus === undefined && status.uploadStatus === 'processed');
