import type { PublishFailure } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import { codeText, type GraphError } from './graphError.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { tokenProblem } from './tokenProblem.ts';

/**
 * What was asked when the error came.
 * - prepare: nothing can become public by it, and a post depends on it.
 * - release: the call that makes it public.
 * - numbers: nobody waits for it, and what it lacks ends nothing else.
 */
export type Step = 'prepare' | 'release' | 'numbers';

const TROUBLE_MS = 30_000;
const NO_WORD_OF_META_S = 300;
/** Where a refusal names no time: Meta counts calls over an hour, and lets go of them one by one. */
const LIMIT_MS = 15 * 60_000;
/** Posts fall out of their 24 hours one by one, too. */
const POSTS_MS = 60 * 60_000;

type Context = {
  readonly step: Step;
  readonly now: Date;
  /** When a limit opens again, where the answer says so. */
  readonly freeAt: Date | null;
};

/** The failure that a refusal of Meta stands for, and the limit that it shows to be used up. */
export function explainError(error: GraphError, context: Context): { failure: PublishFailure; limit: 'app' | 'account' | 'posts' | null } {
  const meaning = error.status === 429 && meaningOf(error) === null ? TOO_MANY : (meaningOf(error) ?? guess(error));
  return { failure: failureOf(meaning, error, context), limit: meaning.act === 'limit' ? meaning.of : null };
}

const TOO_MANY: Meaning = { act: 'limit', of: 'account', reason: 'Instagram takes no more calls for now.' };

/** An error that no table has. What is no clear refusal may have worked, when it was the release. */
function guess(error: GraphError): Meaning {
  if (error.status === 401) return { act: 'token' };
  const outage = { act: 'wait', seconds: TROUBLE_MS / 1_000, reason: 'Instagram had trouble on its side.' } as const;
  if (error.transient || error.status >= 500 || error.status < 400) return { act: 'may-be-live', otherwise: outage };
  // a page of a proxy or of a hotel's network says nothing about the post
  if (error.code === null) return { act: 'may-be-live', otherwise: { ...outage, seconds: NO_WORD_OF_META_S } };
  if (error.code === 100 && /video_url/.test(error.message)) return { act: 'ask', reason: NEEDS_ADDRESS };
  if (error.code === 100 && /is_paid_partnership/.test(error.message)) {
    return {
      act: 'reject',
      reason: 'Instagram does not take the paid-partnership label from this app. Turn it off, and set the label in the Instagram app.',
    };
  }
  const words = error.message === '' ? 'without saying why' : `and says: ${error.message}`;
  const refusal: Meaning = { act: 'reject', reason: `Instagram does not accept this post, ${words}` };
  return error.code === 100 ? refusal : { act: 'may-be-live', otherwise: refusal };
}

/** Instagram Login takes no bytes; both ways out. */
export const NEEDS_ADDRESS =
  'With Instagram Login, Instagram takes no film from this computer. Either connect this account with keys for Facebook Login (its Facebook Page linked), or put the film at a public https address and enter that address in the options of the post.';

function failureOf(meaning: Meaning, error: GraphError, { step, now, freeAt }: Context): PublishFailure {
  const code = codeText(error);
  const at = (ms: number): Date => new Date(now.getTime() + ms);
  switch (meaning.act) {
    case 'wait':
      return { kind: 'wait', until: at(meaning.seconds * 1_000), reason: meaning.reason, code };
    case 'begin-again':
      return { kind: 'wait', until: at(TROUBLE_MS), reason: `${meaning.reason} The film is uploaded again.`, code };
    case 'once-more':
    case 'reject':
      return { kind: 'rejected', reason: meaning.reason, code };
    case 'ask':
      return { kind: 'needs-you', reason: meaning.reason, code };
    case 'limit': {
      const until = freeAt ?? at(meaning.of === 'posts' ? POSTS_MS : LIMIT_MS);
      return { kind: 'wait', until, reason: meaning.reason, code };
    }
    case 'consent':
      if (step === 'numbers') return { kind: 'rejected', reason: 'Instagram does not show these numbers to this sign-in.', code };
      return { kind: 'sign-in-again', reason: meaning.reason, code };
    case 'token':
      return { kind: 'sign-in-again', reason: tokenProblem(error.subcode), code };
    case 'may-be-live':
      if (step === 'release') return { kind: 'outcome-unknown', askAt: at(TROUBLE_MS) };
      return failureOf(meaning.otherwise, error, { step, now, freeAt });
    default:
      return unreachable(meaning);
  }
}
