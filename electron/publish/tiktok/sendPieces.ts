import { PublishFailed } from '../../../shared/publish/failure.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import { pieceOf } from './planChunks.ts';
import { putPiece } from './putPiece.ts';
import { OUTAGE_MS, RATE_WINDOW_MS } from './translateError.ts';
import type { TiktokRef } from './uploadRef.ts';

/** So often TikTok may stand elsewhere than it said before the upload counts as spoiled. */
const SURPRISES = 3;

export type SendPieces = {
  readonly ref: TiktokRef;
  readonly path: string;
  /** How many bytes TikTok says it has. */
  readonly have: number;
  /** Asks TikTok again how many it has; null where it does not say. */
  readonly askHave: () => Promise<number | null>;
  readonly progress: (share: number) => void;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/**
 * Sends every piece that TikTok does not have, but the last, which would publish. Answers `ended` when TikTok takes no
 * more at this address: nothing is public, and it is begun anew. @throws PublishFailed
 */
export async function sendPieces({ ref, path, have, askHave, progress, now, signal }: SendPieces): Promise<'sent' | 'ended'> {
  const wait = (ms: number, words: { reason: string; code: string }, cause?: unknown): PublishFailed =>
    new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + ms), ...words }, { cause });

  let index = Math.floor(have / ref.chunkBytes); // a piece that arrived in part is sent whole
  let surprises = 0;
  while (index < ref.chunks - 1) {
    const { start, end } = pieceOf(ref, index);
    progress(start / ref.bytes);
    const onSent = (bytes: number): void => progress((start + bytes) / ref.bytes);
    const answer = await putPiece({ ref, path, index, onSent, signal }).catch((error: unknown) => {
      if (!(error instanceof LostAnswer)) throw error;
      throw wait(OUTAGE_MS, { reason: 'The connection to TikTok broke while the film was sent.', code: 'lost' }, error.message);
    });
    const cause = { status: answer.status, body: redact(answer.text).slice(0, 500) };
    switch (answer.status) {
      case 200:
      case 201:
      case 206:
        progress((end + 1) / ref.bytes);
        index += 1;
        break;
      case 403:
      case 404:
        return 'ended';
      case 416: {
        // TikTok stands somewhere else than we thought: it has the piece already, or lost one before it
        const place = await askHave();
        const next = place === null ? index : Math.floor(place / ref.chunkBytes);
        surprises += 1;
        if (next === index || surprises > SURPRISES) return 'ended';
        index = next;
        break;
      }
      case 429:
        throw wait(RATE_WINDOW_MS, { reason: 'TikTok takes the film only more slowly.', code: '429' }, cause);
      default:
        if (answer.status >= 500) throw wait(OUTAGE_MS, { reason: 'TikTok has trouble of its own.', code: String(answer.status) }, cause);
        throw new PublishFailed(
          { kind: 'rejected', reason: 'TikTok did not accept the film as it was sent.', code: String(answer.status) },
          { cause },
        );
    }
  }
  return 'sent';
}
