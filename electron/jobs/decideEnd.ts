import { inspect } from 'node:util';
import { Failure } from '../../shared/errors.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { diskFailure } from '../files/writeFailure.ts';
import { redact } from '../publish/http/redact.ts';
import { databaseFailure } from '../store/storeFailure.ts';
import { backOff } from './backoff.ts';
import type { ClaimEnd } from './rows.ts';
import type { JobError, JobProgress, JobRow } from './toJob.ts';
import { GiveUp, TryLater } from './types.ts';

/** What became of one run of a handler. */
export type Outcome =
  | { readonly how: 'done'; readonly result: string }
  /** The handler threw. */
  | { readonly how: 'failed'; readonly error: unknown }
  /** What is stored does not fit the handler: no attempt will change that. */
  | { readonly how: 'unreadable'; readonly error: unknown }
  /** We are closing and stopped it; that is not its fault. */
  | { readonly how: 'given-back' };

type Circumstances = {
  readonly row: JobRow;
  readonly progress: JobProgress | null;
  readonly repeats: ((after: Date) => Date) | undefined;
  readonly now: Date;
  readonly random: number;
};

/** Turns an outcome into what is written in the row. Pure. */
export function decideEnd(outcome: Outcome, { row, progress, repeats, now, random }: Circumstances): ClaimEnd {
  const end = { runAt: row.run_at, attempts: row.attempts, result: null, error: null, progress: null, forget: false };
  const over = (final: ClaimEnd): ClaimEnd =>
    repeats === undefined
      ? final
      : { ...final, state: 'waiting', runAt: repeats(now).getTime(), attempts: 0, progress: null, forget: true };
  const die = (error: JobError): ClaimEnd =>
    over({ ...end, state: 'dead', error: JSON.stringify(error), progress: progress && JSON.stringify(progress) });
  switch (outcome.how) {
    case 'done':
      return over({
        ...end,
        state: 'done',
        result: outcome.result,
        progress: progress && JSON.stringify({ ...progress, share: 1, remainingSeconds: 0 }),
      });
    case 'given-back':
      return { ...end, state: 'waiting', attempts: row.attempts - 1, error: row.error };
    case 'unreadable':
      return die({
        code: 'UNREADABLE',
        message: 'What was stored for this job cannot be read by this version. It was not begun.',
        hint: 'Remove it here and start the work again.',
        detail: detailOf(outcome.error),
      });
    case 'failed': {
      const { error } = outcome;
      if (error instanceof TryLater) {
        const step = { share: progress?.share ?? 0, step: error.message, remainingSeconds: null };
        return { ...end, state: 'waiting', runAt: error.at.getTime(), attempts: row.attempts - 1, progress: JSON.stringify(step) };
      }
      if (error instanceof GiveUp || row.attempts >= row.attempts_allowed) return die(wordsOf(error));
      return {
        ...end,
        state: 'waiting',
        runAt: now.getTime() + backOff(row.attempts, random),
        error: JSON.stringify(wordsOf(error)),
      };
    }
    default:
      return unreachable(outcome);
  }
}

/** What is written when a job ended the process as often as it was allowed to begin. */
export const CRASHED: JobError = {
  code: 'CRASHED',
  message: 'Tidereel ended in the middle of this job as often as it may be tried. What was saved on the way is kept.',
  hint: 'Run it again from the list. If Tidereel ends again, look at the newest file in the logs folder.',
  detail: '',
};

function wordsOf(error: unknown): JobError {
  const foreseen =
    error instanceof GiveUp && error.cause instanceof Failure ? error.cause : (databaseFailure(error) ?? diskFailure(error) ?? error);
  if (foreseen instanceof Failure) {
    return { code: foreseen.code, message: foreseen.message, hint: foreseen.hint, detail: detailOf(foreseen.cause) };
  }
  if (error instanceof GiveUp) {
    return { code: 'GAVE_UP', message: error.message, hint: 'Change what it says, then run the job again.', detail: detailOf(error.cause) };
  }
  return {
    code: 'UNEXPECTED',
    message: 'This job met a fault that Tidereel did not foresee. What was saved on the way is kept.',
    hint: 'Run it again. If it fails the same way, report it with the technical detail.',
    detail: detailOf(error),
  };
}

function detailOf(error: unknown): string {
  if (error === undefined) return '';
  if (!(error instanceof Error)) return redact(inspect(error));
  const own = redact(error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\nbecause: ${detailOf(error.cause)}`;
}
