import { extname } from 'node:path';
import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing, UploadRef, UploadTools } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import { askXAgainLater, waitFailure } from './askX.ts';
import { readProblem } from './problem.ts';
import { Media, readMedia } from './readMedia.ts';
import { refuseUpload } from './refuseUpload.ts';
import { MOST_SEGMENTS, segmentBytesFor, smallerSegmentBytes } from './segments.ts';
import { refuseTooLong } from './refuseTooLong.ts';
import { sendSegments } from './sendSegments.ts';
import { fingerprintOf, readRef, type XRef } from './uploadRef.ts';
import type { XNeeds } from './xNeeds.ts';

const MOST_BYTES = 17_179_869_184;
/** What X's documents allow for tweet_video; beyond it the category of longer films is named, which needs a subscription. */
const TWEET_VIDEO = { seconds: 140, bytes: 512_000_000 };
/** An upload that ends so soon is not worth going on with. */
const EXPIRY_MARGIN_MS = 60_000;
/** How often one call begins anew before it leaves the next try to the queue. */
const BEGINNINGS = 3;

const mediaTypes: Readonly<Record<string, string>> = {
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.ts': 'video/mp2t',
};

const Initialized = z.object({
  data: z.object({ id: z.string().min(1), media_key: z.string().optional(), expires_after_secs: z.number().positive().optional() }),
});

/** Uploads the film as far as X does not have it. Nothing becomes public. @throws PublishFailed */
export async function uploadX(needs: XNeeds, post: Outgoing, known: UploadRef | null, tools: UploadTools): Promise<UploadRef> {
  if (post.file.bytes > MOST_BYTES || post.file.bytes === 0) {
    const reason = post.file.bytes === 0 ? 'The film is empty.' : 'The film is larger than X takes (16 GiB).';
    throw new PublishFailed({ kind: 'rejected', reason, code: 'film-size' });
  }
  await refuseTooLong(needs, post, tools.signal);
  const stored = readRef(known);
  let ref = stored !== null && mayGoOn(needs, post, stored) ? stored : null;
  const whole = segmentBytesFor(post.file.bytes);
  let way = { segmentBytes: whole, oneByOne: false };
  for (let beginning = 0; beginning < BEGINNINGS; beginning += 1) {
    const isFresh = ref === null;
    ref ??= await initialize(needs, post, { ...way, tools });
    if (ref.finalized === 'yes') return ref;
    // an unknown answer to finalize: X can be asked whether it has the whole film
    const found = ref.finalized === 'asked' ? await lookIfWhole(needs, post, { ref, tools }) : null;
    if (found !== null) return found;
    const { outcome, ref: sent } = await sendSegments({ needs, post, tools }, ref, isFresh);
    if (outcome === 'sent') {
      const finished = await finalize(needs, post, { ref: sent, tools });
      if (finished.whole !== null) return finished.whole;
      // sent once, in order, from the start, and still refused: it is the film
      if (isFresh && way.oneByOne && finished.refusal.status === 400) throw refuseUpload(needs, finished.refusal);
      way = { ...way, oneByOne: true };
    }
    if (outcome === 'too-large') {
      const smaller = smallerSegmentBytes(sent.segmentBytes, post.file.bytes);
      if (smaller === null || way.segmentBytes < whole) {
        throw new PublishFailed({ kind: 'rejected', reason: 'X finds every piece of the film too large.', code: '413' });
      }
      way = { ...way, segmentBytes: smaller };
    }
    ref = null;
  }
  throw waitFailure(needs.now(), 'upload-began-anew', `the upload could not be completed ${BEGINNINGS} times`);
}

/** Whether an upload of before is of this film and lives long enough. */
function mayGoOn({ now }: XNeeds, post: Outgoing, ref: XRef): boolean {
  if (ref.fingerprint !== fingerprintOf(post)) return false;
  if (post.file.bytes > ref.segmentBytes * MOST_SEGMENTS) return false;
  return ref.postId !== null || Date.parse(ref.expiresAt) - EXPIRY_MARGIN_MS > now().getTime();
}

type Beginning = { readonly segmentBytes: number; readonly oneByOne: boolean; readonly tools: UploadTools };

async function initialize(needs: XNeeds, post: Outgoing, { segmentBytes, tools, oneByOne }: Beginning): Promise<XRef> {
  const { file, session } = post;
  const isLong = file.seconds > TWEET_VIDEO.seconds || file.bytes > TWEET_VIDEO.bytes;
  const answer = await askXAgainLater(needs, {
    call: 'initialize',
    path: '/2/media/upload/initialize',
    method: 'POST',
    session,
    urgency: 'release',
    json: {
      media_type: mediaTypes[extname(file.path).toLowerCase()] ?? 'video/mp4',
      total_bytes: file.bytes,
      media_category: isLong ? 'amplify_video' : 'tweet_video',
    },
    signal: tools.signal,
  });
  if (answer.status < 200 || answer.status >= 300) throw refuseUpload(needs, answer);
  const begun = Initialized.safeParse(answer.json);
  if (!begun.success) throw waitFailure(needs.now(), 'malformed initialize', readProblem(answer).raw);
  const { id, media_key, expires_after_secs = 3_600 } = begun.data.data;
  const ref: XRef = {
    fingerprint: fingerprintOf(post),
    mediaId: id,
    mediaKey: media_key ?? null,
    expiresAt: new Date(needs.now().getTime() + expires_after_secs * 1_000).toISOString(),
    segmentBytes,
    acknowledged: '',
    oneByOne,
    finalized: 'no',
    postId: null,
  };
  tools.save(ref);
  return ref;
}

type Begun = { readonly ref: XRef; readonly tools: UploadTools };

const asWhole = (needs: XNeeds, ref: XRef, { media_key, expires_after_secs }: Media): XRef => ({
  ...ref,
  finalized: 'yes',
  mediaKey: media_key ?? ref.mediaKey,
  expiresAt: expires_after_secs === undefined ? ref.expiresAt : new Date(needs.now().getTime() + expires_after_secs * 1_000).toISOString(),
});

async function lookIfWhole(needs: XNeeds, post: Outgoing, { ref, tools }: Begun): Promise<XRef | null> {
  const media = await readMedia(needs, post.session, { mediaId: ref.mediaId, signal: tools.signal });
  if (media === null || (media.size === undefined && media.processing_info === undefined)) return null;
  const whole = asWhole(needs, ref, media);
  tools.save(whole);
  return whole;
}

type Finished = { readonly whole: XRef } | { readonly whole: null; readonly refusal: PlatformAnswer };

/** A refusal says that X does not have the whole film, or that this is none. */
async function finalize(needs: XNeeds, post: Outgoing, { ref, tools }: Begun): Promise<Finished> {
  const asked: XRef = { ...ref, finalized: 'asked' };
  tools.save(asked);
  const answer = await askXAgainLater(needs, {
    call: 'finalize',
    path: `/2/media/upload/${encodeURIComponent(ref.mediaId)}/finalize`,
    method: 'POST',
    session: post.session,
    urgency: 'release',
    json: {}, // X's description names no body, but an empty one was refused as "must be a JSON object"
    signal: tools.signal,
  });
  if (answer.status === 400 || answer.status === 404 || answer.status === 410) return { whole: null, refusal: answer };
  if (answer.status < 200 || answer.status >= 300) throw refuseUpload(needs, answer);
  const parsed = z.object({ data: Media }).safeParse(answer.json);
  if (!parsed.success) throw waitFailure(needs.now(), 'malformed finalize', readProblem(answer).raw);
  const whole = asWhole(needs, asked, parsed.data.data);
  tools.save(whole);
  tools.progress(1);
  return { whole };
}
