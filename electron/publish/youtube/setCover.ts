import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing, UploadTools } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import type { AskYoutube } from './askYoutube.ts';
import { CHANGE_UNITS, unitsUse } from './limits.ts';
import { isProcessed, readVideo } from './readVideo.ts';
import { youtubeOptions, type YoutubeRef } from './uploadRef.ts';

const MOST_BYTES = 50_000_000;
const MOST_TRIES = 3;
/** A picture can be set only after processing; a post does not wait for it longer than this. */
const PATIENCE_MS = 30 * 60_000;

const refusals: Readonly<Record<string, string>> = {
  forbidden: 'YouTube takes no own cover picture from this channel: verify its phone number at youtube.com/verify.',
  invalidImage: 'YouTube could not read the cover picture; it takes JPEG and PNG.',
  mediaBodyRequired: 'YouTube received no cover picture.',
};

type Needs = Pick<PlatformNeeds, 'endpoints' | 'now'> & { readonly youtube: AskYoutube };

/** Whether a picture was chosen that nothing was decided about yet. */
export function isCoverPending(post: Outgoing, ref: YoutubeRef): boolean {
  const { thumbnailPath } = youtubeOptions(post);
  return thumbnailPath !== null && ref.coverPath !== thumbnailPath;
}

/**
 * Sets the chosen picture once the video is processed. A picture that is refused never stops the post: it goes out without,
 * and `coverNote` says why. Throws PublishFailed wait where it is worth another try.
 */
export async function setCover(needs: Needs, post: Outgoing, ref: YoutubeRef, tools: UploadTools): Promise<YoutubeRef> {
  const { thumbnailPath: path } = youtubeOptions(post);
  if (path === null || ref.videoId === null || !isCoverPending(post, ref)) return ref;
  const decide = (coverNote: string | null): YoutubeRef => {
    const decided = { ...ref, coverPath: path, coverNote };
    tools.save(decided);
    return decided;
  };
  const video = await readVideo({ api: needs.endpoints.youtube.api, youtube: needs.youtube }, ref.videoId, post.session, tools.signal);
  if (video === null) return ref;
  if (!isProcessed(video)) {
    const waited = needs.now().getTime() - (ref.uploadedAt ?? 0);
    return waited < PATIENCE_MS ? ref : decide('It went out without its cover picture: YouTube took too long to process the video.');
  }
  const size = await stat(path).then(
    ({ size }) => size,
    () => null, // a picture that cannot be read is told to the creator as missing
  );
  if (size === null) return decide(`It went out without its cover picture: the file ${path} was not there.`);
  if (size === 0 || size > MOST_BYTES) return decide('It went out without its cover picture: YouTube takes pictures of up to 50 MB.');
  if (ref.coverTries >= MOST_TRIES) return decide('It went out without its cover picture: YouTube did not take it in three tries.');
  const tried = { ...ref, coverTries: ref.coverTries + 1 };
  tools.save(tried);
  const query = new URLSearchParams({ uploadType: 'media', videoId: ref.videoId });
  try {
    await needs.youtube.ask(
      post.session,
      {
        method: 'POST',
        url: `${needs.endpoints.youtube.upload}/upload/youtube/v3/thumbnails/set?${query}`,
        headers: { 'content-type': mediaType(path) },
        file: { path, start: 0, end: size - 1 },
        uses: [unitsUse(CHANGE_UNITS)],
        urgency: 'release',
      },
      tools.signal,
    );
  } catch (error) {
    if (!(error instanceof PublishFailed) || !('code' in error.failure)) throw error;
    const { failure } = error;
    if (failure.kind === 'sign-in-again' || failure.kind === 'wait') throw error;
    return decide(`It went out without its cover picture. ${refusals[failure.code ?? ''] ?? failure.reason}`);
  }
  return decide(null);
}

function mediaType(path: string): string {
  const kind = extname(path).toLowerCase();
  if (kind === '.png') return 'image/png';
  return kind === '.jpg' || kind === '.jpeg' ? 'image/jpeg' : 'application/octet-stream';
}
