import { unreachable } from '../unreachable.ts';

/** What can go wrong at a platform, in the only kinds the ledger knows. Adapters translate into these once. */
export type PublishFailure =
  /** The platform refused our token: nothing goes out on this channel until the creator signs in. `reason` says why, where it is known. */
  | { kind: 'sign-in-again'; reason?: string; code?: string }
  /** This post will never be accepted as it is. `reason` is a sentence for the creator, `code` the platform's own. */
  | { kind: 'rejected'; reason: string; code: string }
  /** Nothing happened, and nothing will before the creator did something that `reason` names. */
  | { kind: 'needs-you'; reason: string; code: string }
  /** A limit or an outage: nothing happened, and it may be tried from `until` on. */
  | { kind: 'wait'; until: Date; reason: string; code: string }
  /** The answer was lost: it may be public already. Look from `askAt` on; never send again before. */
  | { kind: 'outcome-unknown'; askAt: Date };

export type NextStep =
  | { do: 'pause-channel' }
  | { do: 'give-up'; because: string }
  | { do: 'ask'; because: string }
  | { do: 'try-again'; at: Date }
  | { do: 'look'; at: Date };

/** The one place that decides what follows from a failure. */
export function nextStep(failure: PublishFailure): NextStep {
  switch (failure.kind) {
    case 'sign-in-again':
      return { do: 'pause-channel' };
    case 'rejected':
      return { do: 'give-up', because: failure.reason };
    case 'needs-you':
      return { do: 'ask', because: failure.reason };
    case 'wait':
      return { do: 'try-again', at: failure.until };
    case 'outcome-unknown':
      return { do: 'look', at: failure.askAt };
    default:
      return unreachable(failure);
  }
}

/** Thrown by adapters; carries the fact, and the platform's raw answer for the fold in the ledger. */
export class PublishFailed extends Error {
  override readonly name = 'PublishFailed';
  readonly failure: PublishFailure;
  constructor(failure: PublishFailure, options?: { cause?: unknown }) {
    super(`Publishing stopped: ${failure.kind}`, options);
    this.failure = failure;
  }
}
