import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import type { Limits } from '../limits/types.ts';
import { ofChannel, tiktokLimits } from './limits.ts';
import { putPiece } from './putPiece.ts';
import { OUTAGE_MS, RATE_WINDOW_MS } from './translateError.ts';
import { hasEnded, type TiktokRef } from './uploadRef.ts';

const SOON_MS = 1_000;
/** TikTok needs seconds to a minute to make a post of the bytes. */
const LOOK_AFTER_MS = 10_000;

type Needs = {
  readonly limits: Limits;
  readonly now: () => Date;
  /** TikTok takes no more bytes for this publish id. */
  readonly ended: (publishId: string) => void;
};

/** Sends the last piece: TikTok publishes by itself when it has all of them. @throws PublishFailed */
export async function releasePost({ limits, now, ended }: Needs, post: Outgoing, ref: TiktokRef, signal: AbortSignal): Promise<void> {
  const wait = (ms: number, words: { reason: string; code: string }, cause?: unknown): PublishFailed =>
    new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + ms), ...words }, { cause });
  const unknown = (cause: unknown): PublishFailed =>
    new PublishFailed({ kind: 'outcome-unknown', askAt: new Date(now().getTime() + LOOK_AFTER_MS) }, { cause });
  const tooLate = {
    reason: 'The hour in which TikTok takes the rest of the film is over, so it is sent anew.',
    code: 'upload_url_expired',
  };

  if (hasEnded(ref, now())) throw wait(SOON_MS, tooLate);
  if (ref.mode === 'direct') limits.take([ofChannel(tiktokLimits.posts, post.session)], 'release');
  const answer = await putPiece({ ref, path: post.file.path, index: ref.chunks - 1, signal }).catch((error: unknown) => {
    if (!(error instanceof LostAnswer)) throw error;
    if (error.question === 'unknown') throw unknown(error.message);
    throw wait(OUTAGE_MS, { reason: 'TikTok could not be reached.', code: 'lost' }, error.message);
  });
  const cause = { status: answer.status, body: redact(answer.text).slice(0, 500) };
  switch (answer.status) {
    case 200:
    case 201:
      return;
    case 403:
    case 404:
      ended(ref.publishId);
      throw wait(SOON_MS, tooLate, cause);
    case 429:
      throw wait(RATE_WINDOW_MS, { reason: 'TikTok takes the film only more slowly.', code: '429' }, cause);
    case 206: // "more is missing", and 416: "that is not what is missing": only a look tells
    case 416:
      throw unknown(cause);
    default:
      if (answer.status >= 500) throw unknown(cause);
      throw new PublishFailed(
        { kind: 'rejected', reason: 'TikTok did not accept the end of the film as it was sent.', code: String(answer.status) },
        { cause },
      );
  }
}
