import { ORPCError } from '@orpc/client';
import type { Change } from '../../shared/contract/changes.ts';

type Needs = {
  /** Opens the stream of changes; it begins with an `alive`. */
  follow(signal: AbortSignal): Promise<AsyncIterable<Change>>;
  /** Fetches every list afresh, since changes may have been missed. */
  refetch(): Promise<void>;
  onChange(change: Change): void;
  onLink(state: 'up' | 'down' | 'signed-out'): void;
  /** Makes a new connection before the next try. */
  renew(): void;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** The studio says it is alive every 20 s: silence of twice that means the link is dead. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5_000;

/** Follows the studio until `signal` aborts. A dead link is noticed, said, and followed anew with growing pauses. */
export async function followChanges(needs: Needs, signal: AbortSignal): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    let lost: 'down' | 'signed-out' = 'down';
    const attempt = new AbortController();
    const either = AbortSignal.any([signal, attempt.signal]);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => attempt.abort(new Error('The studio fell silent.')), SILENCE_MS);
    };
    try {
      heard();
      const stream = await needs.follow(either);
      let fresh = false;
      for await (const change of stream) {
        heard();
        if (!fresh) {
          fresh = true;
          await needs.refetch();
          needs.onLink('up');
          waitMs = FIRST_WAIT_MS;
        }
        needs.onChange(change);
        if (either.aborted) break;
      }
    } catch (error) {
      // Whatever broke, the cure is the same: say it below, wait, connect again.
      if (error instanceof ORPCError && error.code === 'SIGNED_OUT') lost = 'signed-out';
    } finally {
      clearTimeout(silence);
      attempt.abort();
    }
    if (signal.aborted) return;
    needs.onLink(lost);
    await needs.sleep(waitMs, signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    needs.renew();
  }
}
