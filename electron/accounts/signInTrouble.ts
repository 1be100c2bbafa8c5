import { Failure } from '../../shared/errors.ts';
import { LostAnswer } from '../publish/http/lostAnswer.ts';
import { redact } from '../publish/http/redact.ts';
import { SignInFailed } from './types.ts';

type Words = { readonly message: string; readonly hint: string };

/** Why a sign-in did not come about, for people. null: nothing that was foreseen, so it belongs into the log. */
export function signInTrouble(error: unknown, name: string): Words | null {
  if (error instanceof SignInFailed) return { message: redact(error.message), hint: redact(error.hint) };
  if (error instanceof Failure) return { message: error.message, hint: error.hint };
  if (error instanceof LostAnswer)
    return { message: `${name} could not be reached.`, hint: 'Check the internet connection, then begin the sign-in again.' };
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { message: `${name} took too long to answer.`, hint: 'Begin the sign-in again in a few minutes.' };
  return null;
}

/** The words for what nobody foresaw. */
export const unforeseen = (name: string): Words => ({
  message: `The sign-in to ${name} met a fault that Tidereel did not foresee. Nothing was changed.`,
  hint: 'Begin it again. If it fails the same way, report it with the newest file of the logs folder.',
});
