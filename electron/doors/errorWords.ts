import { ORPCError, ValidationError } from '@orpc/contract';
import { Failure, failureStatus } from '../../shared/errors.ts';
import { diskFailure } from '../files/writeFailure.ts';
import { databaseFailure } from '../store/storeFailure.ts';

/** The little of a logger that doors use; pino fits. */
export type DoorLog = { error(about: object, message: string): void };

type Call<Result> = { readonly path?: readonly string[]; readonly signal?: AbortSignal | undefined; next(): Promise<Result> };
type Interceptor = <Result>(call: Call<Result>) => Promise<Result>;

const UNEXPECTED = 'Something went wrong inside the studio. What was saved before is safe.';
const UNEXPECTED_HINT = 'Try again. If it happens again, the file logs/studio.log in the data folder says more.';

/**
 * The one place where what is thrown becomes what a caller sees: a Failure keeps its code, words and hint; input that does
 * not fit becomes BAD_INPUT with the place that does not fit; anything else is a bug, is logged, and shows none of its
 * insides. Spread the answer into a handler's options: it watches the procedures, and the reading of requests around them.
 */
export function errorWords(log: DoorLog): { clientInterceptors: Interceptor[]; interceptors: Interceptor[] } {
  // Two arrays, made anew for each handler: oRPC's plugins push into the ones they are given.
  return { clientInterceptors: [translating(log)], interceptors: [readingRequest(log)] };
}

/** The same for calls inside this process. */
export function translating(log: DoorLog): Interceptor {
  return async (call) => {
    try {
      return await call.next();
    } catch (error) {
      throw translate(error, call, log);
    }
  };
}

/** Around the reading of a request: what cannot be read is the caller's fault. Whatever comes from further in has its words already. */
function readingRequest(log: DoorLog): Interceptor {
  return async (call) => {
    try {
      return await call.next();
    } catch (error) {
      throw translate(isUnreadable(error) ? new ORPCError('BAD_REQUEST', { cause: error }) : error, call, log);
    }
  };
}

/** Not JSON, or not what the RPC protocol makes of it. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof SyntaxError || (error instanceof TypeError && error.message.startsWith('Invalid RPC'));

function translate(thrown: unknown, call: Omit<Call<unknown>, 'next'>, log: DoorLog): ORPCError<string, unknown> {
  const error = databaseFailure(thrown) ?? diskFailure(thrown) ?? thrown; // a full disk or a damaged file may show in any procedure
  if (error instanceof Failure) {
    const { code, message, hint } = error;
    return new ORPCError(code, { status: failureStatus[code], message, data: { hint }, cause: error });
  }
  if (error instanceof ORPCError && hasWords(error)) return error;
  if (call.signal?.aborted) {
    const data = { hint: 'Start it again when you want to.' };
    return new ORPCError('CANCELLED', { status: failureStatus.CANCELLED, message: 'Cancelled.', data, cause: error });
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return describeBadInput(error);
  log.error({ err: unwrap(error), procedure: call.path?.join('.') }, 'a call failed for a reason we did not foresee');
  return new ORPCError('INTERNAL_SERVER_ERROR', { status: 500, message: UNEXPECTED, data: { hint: UNEXPECTED_HINT }, cause: error });
}

/** Was it translated already, further in? */
const hasWords = (error: ORPCError<string, unknown>): boolean =>
  typeof error.data === 'object' && error.data !== null && 'hint' in error.data;

/** oRPC hides the issues of an answer that does not fit its schema behind a cause. */
function unwrap(error: unknown): unknown {
  if (error instanceof ORPCError && error.cause instanceof ValidationError) {
    return new Error(`${error.message}: ${JSON.stringify(error.cause.issues).slice(0, 4000)}`);
  }
  return error;
}

function describeBadInput(error: ORPCError<string, unknown>): ORPCError<string, unknown> {
  const issues = error.cause instanceof ValidationError ? error.cause.issues : [];
  const places = issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  const message = places.length === 0 ? 'The request could not be read.' : `The request does not fit. ${places.slice(0, 5).join('; ')}`;
  const data = { hint: 'Correct what is named and send it again. Nothing was changed.' };
  return new ORPCError('BAD_INPUT', { status: failureStatus.BAD_INPUT, message, data, cause: error });
}
