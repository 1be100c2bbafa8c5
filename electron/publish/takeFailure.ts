import { inspect } from 'node:util';
import { nextStep, type PublishFailed } from '../../shared/publish/failure.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { TryLater } from '../jobs/types.ts';
import { SIGN_IN_AGAIN } from './createChannels.ts';
import { redact } from './http/redact.ts';
import type { Ledger } from './ledger.ts';
import { waitUntil } from './waitUntil.ts';

type Subject = { readonly id: string; readonly channelId: string; readonly at: number | null };
type Needs = {
  readonly ledger: Ledger;
  readonly pauseChannel: (channelId: string, reason: string) => void;
};

/** The platform's own words, for the fold in the ledger. */
export function rawOf({ failure, cause }: PublishFailed): string {
  const code = ('code' in failure ? failure.code : undefined) ?? failure.kind;
  return cause === undefined ? code : `${code}\n${redact(inspect(cause, { depth: 4 })).slice(0, 4_000)}`;
}

/** The sign-in of a channel ended: nothing goes out there until the creator signs in. The post keeps what was uploaded. */
export function signInAgain(
  { ledger, pauseChannel }: Needs,
  post: Subject,
  { name, why }: { name: string; why: string | undefined },
): void {
  const asked = why ?? `${name} wants you to sign in again.`;
  ledger.together(() =>
    ledger.move(post.id, 'needs-you', `${asked} The post was kept and goes on by itself after you signed in.`, SIGN_IN_AGAIN),
  );
  pauseChannel(post.channelId, why ?? `Sign in to ${name} again.`);
}

/**
 * What follows from a failure while nothing can be public: before the release was asked for, or after a platform said
 * that it did not happen. Writes the post's next state; answers what the job must throw when it goes on later.
 */
export function takeFailure(
  needs: Needs,
  post: Subject,
  failed: PublishFailed,
  { name, now }: { name: string; now: Date },
): TryLater | null {
  const { ledger } = needs;
  const step = nextStep(failed.failure);
  switch (step.do) {
    case 'pause-channel':
      signInAgain(needs, post, { name, why: failed.failure.kind === 'sign-in-again' ? failed.failure.reason : undefined });
      return null;
    case 'give-up':
      ledger.together(() => {
        ledger.setUploadAside(post.id);
        ledger.move(post.id, 'failed', step.because, rawOf(failed));
      });
      return null;
    case 'ask':
      ledger.move(post.id, 'needs-you', step.because, rawOf(failed));
      return null;
    case 'try-again': {
      const reason = failed.failure.kind === 'wait' ? failed.failure.reason : `${name} asks to wait.`;
      const tryAt = waitUntil(step.at, now).getTime();
      const isEarly = (post.at ?? 0) > tryAt; // one that is handed over early keeps its time
      ledger.together(() => {
        ledger.edit(post.id, { at: isEarly ? post.at : tryAt });
        ledger.move(post.id, 'scheduled', `${reason} It is tried again by itself${isEarly ? ' before its time' : ''}.`, rawOf(failed));
      });
      return new TryLater(new Date(tryAt), reason);
    }
    case 'look':
      return new TryLater(waitUntil(step.at, now), `The answer of ${name} was lost; nothing is public yet.`);
    default:
      return unreachable(step);
  }
}
