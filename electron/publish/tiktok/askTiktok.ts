import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import { callPlatform, type PlatformAnswer } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import type { LimitUse, Urgency } from '../limits/types.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { OUTAGE_MS, RATE_WINDOW_MS, translateError } from './translateError.ts';

type TiktokQuestion<Data> = {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What the answer's `data` must hold. */
  readonly data: z.ZodType<Data>;
  readonly use: LimitUse;
  readonly urgency: Urgency;
};

/** @throws PublishFailed with TikTok's own code, `malformed` or `lost`. */
export type AskTiktok = <Data>(session: Session, question: TiktokQuestion<Data>, signal: AbortSignal) => Promise<Data>;

/** TikTok says whether a call went well in its body, whatever the HTTP status. */
const Envelope = z.object({
  data: z.unknown().optional(),
  error: z.object({ code: z.string(), message: z.string().catch('') }),
});

/** Signed-in calls of TikTok's API: limits first, a refused token renewed once, every error in the ledger's few kinds. */
export function createAsk({ endpoints, tokens, limits, now }: PlatformNeeds): AskTiktok {
  const wait = (code: string, reason: string, cause: unknown): PublishFailed =>
    new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + OUTAGE_MS), reason, code }, { cause });

  async function askOnce<Data>(session: Session, question: TiktokQuestion<Data>, signal: AbortSignal): Promise<Data> {
    const { path, method = 'POST', body, use, urgency } = question;
    limits.take([use], urgency);
    const { accessToken } = await tokens.read(session, signal);
    let answer: PlatformAnswer;
    try {
      answer = await callPlatform({
        url: `${endpoints.tiktok.api}${path}`,
        method,
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
        ...(body === undefined ? {} : { json: body }),
        signal,
      });
    } catch (error) {
      if (error instanceof LostAnswer) throw wait('lost', 'TikTok could not be reached.', error.message);
      throw error;
    }
    const cause = { status: answer.status, body: redact(answer.text).slice(0, 2_000) };
    const envelope = Envelope.safeParse(answer.json);
    const code = envelope.success ? envelope.data.error.code : null;
    if (answer.status === 429 || code === 'rate_limit_exceeded') throw slowDown(use, answer, cause);
    if (!envelope.success || code === null) {
      throw wait('malformed', 'TikTok has trouble of its own.', cause);
    }
    if (code !== 'ok') {
      if (code === 'access_token_invalid') tokens.refused(session, accessToken);
      const message = redact(envelope.data.error.message);
      throw new PublishFailed(translateError({ code, message, status: answer.status }, now()), { cause });
    }
    const data = question.data.safeParse(envelope.data.data);
    if (!data.success) throw wait('malformed', 'TikTok has trouble of its own.', cause);
    return data.data;
  }

  function slowDown(use: LimitUse, answer: PlatformAnswer, cause: unknown): PublishFailed {
    const seconds = Number(answer.header('retry-after') ?? Number.NaN); // not documented, but believed when it comes
    const ms = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : RATE_WINDOW_MS;
    const until = new Date(now().getTime() + ms);
    const reason = 'TikTok was asked too often in a minute.';
    limits.block(use, until, reason);
    return new PublishFailed({ kind: 'wait', until, reason, code: 'rate_limit_exceeded' }, { cause });
  }

  return async (session, question, signal) => {
    try {
      return await askOnce(session, question, signal);
    } catch (error) {
      if (codeOf(error) !== 'access_token_invalid') throw error;
      return askOnce(session, question, signal); // with a fresh token; a second refusal is the answer
    }
  };
}

/** TikTok's own code of a failure; null for anything else that was thrown. */
export const codeOf = (error: unknown): string | null =>
  error instanceof PublishFailed && 'code' in error.failure ? (error.failure.code ?? null) : null;
