import type { Outgoing, PublisherAdapter, Sighting } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import type { Video } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { explainFailure } from './explainFailure.ts';
import { LOCKED_PRIVATE } from './explainRefusal.ts';
import { isProcessed, readVideo } from './readVideo.ts';
import { isCoverPending } from './setCover.ts';
import { YoutubeRef, youtubeOptions } from './uploadRef.ts';

/** A Short may go public while its best sizes are still made, so a post waits no longer than this for them. */
const PROCESSING_PATIENCE_MS = 10 * 60_000;
/** A video is not listed at once after its last byte. */
const LISTED_AFTER_MS = 5 * 60_000;
/** How long an answered release may take to be seen. */
const SEEN_AFTER_MS = 3 * 60_000;
/** How late YouTube may publish by itself. */
const PUBLISHES_LATE_MS = 20 * 60_000;
const SHORT_SECONDS = 180.5;

type Needs = Pick<PlatformNeeds, 'endpoints' | 'now'> & { readonly youtube: AskYoutube };
/** What was seen, and when. `askedAt`: null before the release was asked for. */
type Seen = {
  readonly post: Outgoing;
  readonly ref: YoutubeRef;
  readonly video: Video;
  readonly askedAt: Date | null;
  readonly at: number;
};

/** The public address. Upright and square videos of up to three minutes are Shorts; no field of the API says so. */
function addressOf({ file }: Pick<Outgoing, 'file'>, videoId: string): string {
  const isShort = file.height >= file.width && file.seconds <= SHORT_SECONDS;
  return isShort ? `https://www.youtube.com/shorts/${videoId}` : `https://www.youtube.com/watch?v=${videoId}`;
}

/** Reads the video back and says what is true of it. */
export function createLookAtVideo({ endpoints, youtube, now }: Needs): PublisherAdapter['look'] {
  return async (post, stored, { askedAt, signal }) => {
    const ref = YoutubeRef.parse(stored);
    if (ref.videoId === null) return { seen: 'nothing' };
    const video = await readVideo({ api: endpoints.youtube.api, youtube }, ref.videoId, post.session, signal);
    const at = now().getTime();
    if (video === null || video.status.uploadStatus === 'deleted') return judgeMissing(ref, askedAt, at);
    const { uploadStatus, failureReason, rejectionReason, privacyStatus } = video.status;
    if (uploadStatus === 'failed' || uploadStatus === 'rejected') {
      return { seen: 'refused', ...explainFailure(rejectionReason ?? failureReason) };
    }
    const processing = video.processingDetails;
    if (processing?.processingStatus === 'failed' || processing?.processingStatus === 'terminated') {
      return { seen: 'refused', ...explainFailure(processing.processingFailureReason) };
    }
    const seen = { post, ref, video, askedAt, at };
    return privacyStatus === 'private' ? judgePrivate(seen) : judgeVisible(seen);
  };
}

function judgeMissing(ref: YoutubeRef, askedAt: Date | null, at: number): Sighting {
  const uploadedAt = ref.uploadedAt ?? 0;
  if (at - uploadedAt < LISTED_AFTER_MS) return { seen: 'processing', askAt: new Date(at + 20_000) };
  if (askedAt === null) return { seen: 'nothing' };
  // it may have been public for a while: whoever deleted it would not thank us for another one
  return { seen: 'unclear', reason: 'The video was uploaded, but it is no longer on the channel: it was deleted there. Send it again?' };
}

/** It can be seen by others. */
function judgeVisible({ post, ref, video, askedAt }: Seen): Sighting {
  const { privacy } = youtubeOptions(post);
  const { privacyStatus } = video.status;
  const url = addressOf(post, video.id);
  if (privacyStatus === privacy) {
    const cover = ref.coverNote === null ? '' : ` ${ref.coverNote}`;
    if (privacy === 'unlisted') {
      return {
        seen: 'public',
        remoteId: video.id,
        url,
        note: `It is unlisted, as you chose: only people with its address see it.${cover}`,
      };
    }
    return { seen: 'public', remoteId: video.id, url, ...(cover === '' ? {} : { note: `Seen at its public address.${cover}` }) };
  }
  if (privacyStatus === 'public') {
    return { seen: 'unclear', reason: `It was to be ${privacy}, but YouTube shows it to everyone at ${url}. Change it in YouTube Studio.` };
  }
  if (askedAt === null) return { seen: 'ready' };
  return { seen: 'unclear', reason: `It was to be ${privacy}, but on YouTube it is ${privacyStatus}. Change it in YouTube Studio.` };
}

/** Only its owner sees it. */
function judgePrivate(seen: Seen): Sighting {
  const { post, ref, video, askedAt, at } = seen;
  if (askedAt === null) return judgeProcessing(seen);
  const publishAt = video.status.publishAt === undefined ? Number.NaN : Date.parse(video.status.publishAt);
  if (publishAt > at) return { seen: 'processing', askAt: new Date(publishAt + 30_000) };
  if (youtubeOptions(post).privacy === 'private') {
    const note = `It is private, as you chose: only you see it.${ref.coverNote === null ? '' : ` ${ref.coverNote}`}`;
    return { seen: 'public', remoteId: video.id, url: addressOf(post, video.id), note };
  }
  if (at - publishAt < PUBLISHES_LATE_MS) return { seen: 'processing', askAt: new Date(at + 60_000) };
  if (!Number.isNaN(publishAt)) return { seen: 'unclear', reason: `Its time has passed. ${LOCKED_PRIVATE}` };
  if (!ref.answered) return { seen: 'ready' };
  const isSettled = ref.answeredPrivacy === 'private' || at - askedAt.getTime() >= SEEN_AFTER_MS;
  return isSettled ? { seen: 'unclear', reason: LOCKED_PRIVATE } : { seen: 'processing', askAt: new Date(at + 30_000) };
}

/** Before the release: whether it may be asked for. */
function judgeProcessing({ post, ref, video, at }: Seen): Sighting {
  const age = at - (ref.uploadedAt ?? 0);
  const isCoverDue = isCoverPending(post, ref);
  if (isProcessed(video)) return isCoverDue ? { seen: 'processing', askAt: new Date(at + 1_000) } : { seen: 'ready' };
  if (age >= PROCESSING_PATIENCE_MS && !isCoverDue) return { seen: 'ready' };
  return { seen: 'processing', askAt: new Date(at + Math.min(60_000, Math.max(10_000, age / 4))) };
}
