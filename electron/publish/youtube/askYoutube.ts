import { PublishFailed } from '../../../shared/publish/failure.ts';
import { nextMidnight } from '../../../shared/schedule/zonedDays.ts';
import { callPlatform, type PlatformAnswer, type PlatformQuestion } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import type { Session } from '../adapter.ts';
import type { LimitUse, Urgency } from '../limits/types.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { readReason } from './answers.ts';
import { explainRefusal } from './explainRefusal.ts';
import { channelUploadUse, PACE_USE } from './limits.ts';

/** Whether the question can make something public: then a lost answer is no reason to ask again. */
type Weight = 'repeatable' | 'releases';

type YoutubeQuestion = Omit<PlatformQuestion, 'signal'> & {
  readonly uses: readonly LimitUse[];
  readonly urgency: Urgency;
  readonly weight?: Weight;
};

export type AskYoutube = {
  /**
   * One question with a good token; the answer is a 2xx.
   * @throws PublishFailed for everything else.
   */
  readonly ask: (session: Session, question: YoutubeQuestion, signal: AbortSignal) => Promise<PlatformAnswer>;
  /**
   * One question with a good token, and its answer whatever it is. A refused token is renewed and the question asked
   * again, unless `once`: then the 401 is the answer and the next question uses a new token.
   * @throws PublishFailed sign-in-again, LostAnswer
   */
  readonly askRaw: (
    session: Session,
    question: Omit<PlatformQuestion, 'signal'> & { readonly once?: boolean },
    signal: AbortSignal,
  ) => Promise<PlatformAnswer>;
  /** The failure that a refused answer stands for. Stops the counters that YouTube says are used up. */
  readonly failureOf: (answer: PlatformAnswer, about: { session: Session; uses: readonly LimitUse[]; weight: Weight }) => PublishFailed;
  /** The failure that a lost answer stands for. */
  readonly lost: (error: LostAnswer, weight: Weight) => PublishFailed;
  /** The failure that a 2xx without the promised content stands for. */
  readonly malformed: (answer: PlatformAnswer, weight: Weight) => PublishFailed;
};

const PATIENCE_MS = 30_000;
/** How soon after a lost answer to a release it can be seen what became of it. */
const LOOK_AFTER_MS = 15_000;
const SLOW_DOWN_MS = 60_000;
const DAY_MS = 86_400_000;

/** Asks YouTube with the channel's token, within the limits, and puts refusals into the ledger's words. */
export function createAskYoutube({ tokens, limits, now }: Pick<PlatformNeeds, 'tokens' | 'limits' | 'now'>): AskYoutube {
  const inMs = (ms: number): Date => new Date(now().getTime() + ms);
  const raw = ({ status, text }: PlatformAnswer): { status: number; body: string } => ({ status, body: redact(text.slice(0, 2_000)) });
  const wait = (until: Date, words: { reason: string; code: string; cause: unknown }): PublishFailed =>
    new PublishFailed({ kind: 'wait', until, reason: words.reason, code: words.code }, { cause: words.cause });

  const askRaw: AskYoutube['askRaw'] = async (session, { once = false, ...question }, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      const { accessToken } = await tokens.read(session, signal);
      const headers = { ...question.headers, authorization: `Bearer ${accessToken}` };
      const answer = await callPlatform({ ...question, headers, signal });
      if (answer.status !== 401 || readReason(401, answer.json) === 'youtubeSignupRequired') return answer;
      if (attempt > 1) {
        const reason = 'YouTube refused the renewed sign-in too.';
        const failure = { kind: 'sign-in-again', reason, code: readReason(401, answer.json) } as const;
        throw new PublishFailed(failure, { cause: raw(answer) });
      }
      tokens.refused(session, accessToken);
      if (once) return answer;
    }
  };

  const failureOf: AskYoutube['failureOf'] = (answer, { session, uses, weight }) => {
    const cause = raw(answer);
    const { status } = answer;
    const code = readReason(status, answer.json);
    if (status >= 500 || status < 400) {
      if (weight === 'releases') return new PublishFailed({ kind: 'outcome-unknown', askAt: inMs(LOOK_AFTER_MS) }, { cause });
      const until = retryAfter(answer, now()) ?? inMs(PATIENCE_MS);
      return wait(until, { reason: 'YouTube has trouble of its own.', code, cause });
    }
    const refusal = explainRefusal(status, code);
    switch (refusal.kind) {
      case 'quota': {
        const use = uses.find(({ rule }) => 'dayIn' in rule.per) ?? PACE_USE;
        const until = 'dayIn' in use.rule.per ? new Date(nextMidnight(now().getTime(), use.rule.per.dayIn)) : inMs(DAY_MS);
        const reason = 'Your Google Cloud project has used up what YouTube lets it do today.';
        limits.block(use, until, reason);
        return wait(until, { reason, code, cause });
      }
      case 'channel-full': {
        const until = inMs(DAY_MS);
        const reason = 'YouTube takes no more uploads from this channel for about a day.';
        limits.block(channelUploadUse(session.channelId), until, reason);
        return wait(until, { reason, code, cause });
      }
      case 'slow-down': {
        const until = retryAfter(answer, now()) ?? inMs(SLOW_DOWN_MS);
        const reason = 'YouTube asks us to slow down.';
        limits.block(PACE_USE, until, reason);
        return wait(until, { reason, code, cause });
      }
      default:
        return new PublishFailed(refusal, { cause });
    }
  };

  const lost: AskYoutube['lost'] = (error, weight) => {
    if (weight === 'releases' && error.question === 'unknown') {
      return new PublishFailed({ kind: 'outcome-unknown', askAt: inMs(LOOK_AFTER_MS) }, { cause: error });
    }
    const reason = error.question === 'never-arrived' ? 'YouTube could not be reached.' : 'The connection to YouTube broke.';
    return wait(inMs(PATIENCE_MS), { reason, code: error.question, cause: error });
  };

  return {
    askRaw,
    failureOf,
    lost,
    malformed: (answer, weight) =>
      weight === 'releases'
        ? new PublishFailed({ kind: 'outcome-unknown', askAt: inMs(LOOK_AFTER_MS) }, { cause: raw(answer) })
        : wait(inMs(PATIENCE_MS), { reason: 'YouTube gave an answer that makes no sense.', code: 'malformed', cause: raw(answer) }),
    async ask(session, { uses, urgency, weight = 'repeatable', ...question }, signal) {
      limits.take([...uses, PACE_USE], urgency);
      try {
        const answer = await askRaw(session, question, signal);
        if (answer.status >= 200 && answer.status < 300) return answer;
        throw failureOf(answer, { session, uses, weight });
      } catch (error) {
        if (error instanceof LostAnswer) throw lost(error, weight);
        throw error;
      }
    },
  };
}

/** Seconds, or a date, of the header; null without one. Never longer than a day. */
function retryAfter({ header }: PlatformAnswer, now: Date): Date | null {
  const said = header('retry-after');
  if (said === null) return null;
  const until = /^\d+$/.test(said) ? now.getTime() + Number(said) * 1000 : Date.parse(said);
  if (!Number.isFinite(until)) return null;
  return new Date(Math.min(Math.max(until, now.getTime() + 1_000), now.getTime() + DAY_MS));
}
