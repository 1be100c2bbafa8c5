import { Failure } from '../../shared/errors.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { LostAnswer } from '../publish/http/lostAnswer.ts';
import { redact } from '../publish/http/redact.ts';
import { SignInFailed } from './types.ts';

const MINUTE_MS = 60_000;

/** The store of secrets cannot be used now, so the sign-in is neither read nor changed, and nothing of it is lost. */
export function storeTrouble(failure: Failure, now: Date): PublishFailed {
  const reason = `${failure.message} Nothing is lost and you are still signed in; this goes on once that works again.`;
  return new PublishFailed({ kind: 'wait', until: new Date(now.getTime() + MINUTE_MS), reason, code: failure.code }, { cause: failure });
}

/** What became of a renewal that did not succeed; null: the grant is over. */
export function renewalTrouble(error: unknown, name: string, now: Date): PublishFailed | null {
  const until = new Date(now.getTime() + MINUTE_MS);
  if (error instanceof Failure && error.code === 'KEY_MISSING') {
    const reason = `The sign-in to ${name} must be renewed, and that takes the keys of your app. ${error.message} ${error.hint}`;
    return new PublishFailed({ kind: 'needs-you', reason, code: error.code }, { cause: error });
  }
  if (error instanceof Failure) return storeTrouble(error, now);
  if (error instanceof SignInFailed) {
    if (error.kind === 'dead') return null;
    const said = redact(error.message);
    if (error.kind === 'refused')
      return new PublishFailed({ kind: 'needs-you', reason: `${said} ${redact(error.hint)}`, code: error.code }, { cause: error });
    return new PublishFailed({ kind: 'wait', until, reason: said, code: error.code }, { cause: error });
  }
  const why = error instanceof LostAnswer ? 'could not be reached' : 'gave no answer that can be understood';
  const reason = `${name} ${why} while the sign-in was renewed.`;
  return new PublishFailed({ kind: 'wait', until, reason, code: 'renewal-lost' }, { cause: error });
}
