import { ORPCError } from '@orpc/client';

/** A failure in words for the creator: what happened, and what to do about it. */
export type Explained = { readonly code: string; readonly message: string; readonly hint: string };

const hintIn = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'hint' in data && typeof data.hint === 'string' ? data.hint : '';

/** Puts whatever a call threw into plain words. */
export function explain(error: unknown): Explained {
  if (error instanceof ORPCError) {
    const hint = hintIn(error.data);
    if (error.defined || hint !== '') return { code: error.code, message: error.message, hint };
    return {
      code: error.code,
      message: 'The studio could not do that. Nothing you made was lost.',
      hint: 'Try once more. If it happens again, Settings → Check-up shows what is wrong.',
    };
  }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return {
      code: 'NO_ANSWER',
      message: 'The studio did not answer in time.',
      hint: 'It will be tried again once the connection is back.',
    };
  if (error instanceof TypeError)
    return { code: 'NO_ANSWER', message: 'The studio did not answer.', hint: 'It is being reconnected; nothing is lost.' };
  return { code: 'UNKNOWN', message: error instanceof Error ? error.message : 'Something unexpected happened.', hint: 'Try once more.' };
}

/** Nothing is wrong with what was asked; the studio only cannot take it now. */
const NOT_NOW: ReadonlySet<string> = new Set(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'SIGNED_OUT', 'BUSY', 'DISK_FULL', 'FOLDER_READ_ONLY']);

/** Whether saying the same again later makes sense. The call may or may not have been carried out. */
export function mayWorkLater(error: unknown): boolean {
  return !(error instanceof ORPCError) || NOT_NOW.has(error.code);
}
