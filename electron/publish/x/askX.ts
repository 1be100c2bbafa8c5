import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import { callPlatform, type PlatformAnswer, type PlatformQuestion } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { Urgency } from '../limits/types.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { learnLimits, stopUntilReset } from './heedLimits.ts';
import { usesOf, type XCall } from './limits.ts';
import { readProblem } from './problem.ts';

const WAIT_MS = 30_000;

export type XQuestion = Omit<PlatformQuestion, 'url'> & {
  readonly call: XCall;
  /** Below the API's base address, with its query. */
  readonly path: string;
  readonly session: Session;
  readonly urgency: Urgency;
  /** Taken from the limits already, with others of its kind. */
  readonly isPrepaid?: boolean;
};

/** The platform cannot answer now; nothing happened that could not be repeated. */
export const waitFailure = (now: Date, code: string, cause: unknown, ms = WAIT_MS): PublishFailed =>
  new PublishFailed(
    { kind: 'wait', until: new Date(now.getTime() + ms), reason: 'X cannot be reached properly at the moment.', code },
    { cause },
  );

/**
 * One question to X in the name of an account: takes from the limits, heeds the headers, and asks once more with a fresh
 * token when X refuses the one it got.
 * @throws PublishFailed for limits, empty credits and dead tokens: then nothing happened. LostAnswer when no whole answer came.
 */
export async function askX(needs: PlatformNeeds, question: XQuestion): Promise<PlatformAnswer> {
  const first = await askOnce(needs, question);
  const answer = first.status === 401 ? await askOnce(needs, question) : first;
  if (answer.status === 401) {
    const { code, raw } = readProblem(answer);
    throw new PublishFailed({ kind: 'sign-in-again', reason: 'X no longer accepts the sign-in.', code }, { cause: raw });
  }
  if (answer.status === 402) throw noCredits(answer);
  if (answer.status === 429) throw stopUntilReset(needs, question, answer);
  return answer;
}

/** As `askX`, for what may be repeated: an outage is a reason to wait. @throws PublishFailed */
export async function askXAgainLater(needs: PlatformNeeds, question: XQuestion): Promise<PlatformAnswer> {
  let answer: PlatformAnswer;
  try {
    answer = await askX(needs, question);
  } catch (error) {
    if (error instanceof LostAnswer) throw waitFailure(needs.now(), `lost ${question.call}`, error);
    throw error;
  }
  if (answer.status >= 500) {
    const { code, raw } = readProblem(answer);
    throw waitFailure(needs.now(), code, raw);
  }
  return answer;
}

async function askOnce(
  needs: PlatformNeeds,
  { call, path, session, urgency, isPrepaid = false, ...question }: XQuestion,
): Promise<PlatformAnswer> {
  if (!isPrepaid) needs.limits.take(usesOf(call, session.channelId), urgency);
  const { accessToken } = await needs.tokens.read(session, question.signal);
  const answer = await callPlatform({
    ...question,
    url: `${needs.endpoints.x.api}${path}`,
    headers: { ...question.headers, authorization: `Bearer ${accessToken}` },
  });
  learnLimits(needs, { call, session, isPrepaid }, answer);
  if (answer.status === 401) needs.tokens.refused(session, accessToken);
  return answer;
}

function noCredits(answer: PlatformAnswer): PublishFailed {
  const { code, raw } = readProblem(answer);
  const reason = 'Your credits at X are used up. Buy credits in the X developer console, then send it again.';
  return new PublishFailed({ kind: 'needs-you', reason, code }, { cause: raw });
}
