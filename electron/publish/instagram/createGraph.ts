import { z } from 'zod';
import type { Grant } from '../../accounts/types.ts';
import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import { callPlatform, type PlatformAnswer } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { LimitUse, Urgency } from '../limits/types.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { explainError, type Step } from './explainError.ts';
import { isAbsent, readGraphError, type GraphError } from './graphError.ts';
import { GRAPH_VERSION } from './graphVersion.ts';
import { accountUsage, appUsage, postsADay, usesOfEveryCall } from './limits.ts';
import { meaningOf } from './meaning.ts';
import { readUsage } from './readUsage.ts';

const LOST_MS = 30_000;

const Extra = z.object({ login: z.enum(['facebook', 'instagram']), userId: z.string().min(1) });

/** The account that a grant opens. `userId` is the id for publishing. */
type Account = z.infer<typeof Extra> & { readonly accessToken: string };

type GraphCall = {
  readonly session: Session;
  readonly step: Step;
  readonly urgency: Urgency;
  readonly method?: 'GET' | 'POST';
  /** After the version, with a leading slash. */
  readonly path: string | ((account: Account) => string);
  /** The query of a GET, the form of a POST. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Beside those of every call. */
  readonly uses?: readonly LimitUse[];
  readonly silenceMs?: number;
  readonly signal: AbortSignal;
};

export type Graph = {
  /** The account of a session, with a token that is good for now. @throws PublishFailed */
  readonly account: (session: Session, signal: AbortSignal) => Promise<Account>;
  /** The JSON of an answer. A token that was refused is renewed and the question asked once more. @throws PublishFailed */
  readonly ask: (call: GraphCall) => Promise<unknown>;
  /** As `ask`; null when Meta says that there is no such thing. */
  readonly find: (call: GraphCall) => Promise<unknown>;
  /** Sends one question with a token and turns what goes wrong into failures; for calls to other hosts. */
  readonly send: (
    about: Pick<GraphCall, 'session' | 'step' | 'urgency' | 'uses' | 'signal'>,
    call: (account: Account) => Promise<PlatformAnswer>,
  ) => Promise<{ json: unknown } | { error: GraphError }>;
  /** The failure that an answer stands for. Limits it shows to be used up are closed. */
  readonly fail: (session: Session, error: GraphError, step: Step) => PublishFailed;
};

/** Questions to graph.facebook.com or graph.instagram.com, whichever the sign-in belongs to. */
export function createGraph({ endpoints, tokens, limits, now }: PlatformNeeds): Graph {
  const at = (ms: number): Date => new Date(now().getTime() + ms);

  const account = async (session: Session, signal: AbortSignal): Promise<Account> => accountOf(await tokens.read(session, signal));

  const freeAt = new WeakMap<GraphError, Date>();
  const fail = (session: Session, error: GraphError, step: Step): PublishFailed => {
    const { failure, limit } = explainError(error, { step, now: now(), freeAt: freeAt.get(error) ?? null });
    if (limit !== null && failure.kind === 'wait') limits.block(useOf(limit, session), failure.until, failure.reason);
    return new PublishFailed(failure, { cause: error.raw });
  };

  const lost = (cause: LostAnswer, step: Step): PublishFailed => {
    const failure: PublishFailure =
      cause.question === 'unknown' && step === 'release'
        ? { kind: 'outcome-unknown', askAt: at(LOST_MS) }
        : { kind: 'wait', until: at(LOST_MS), reason: 'Instagram could not be reached.', code: 'no-answer' };
    return new PublishFailed(failure, { cause });
  };

  const send: Graph['send'] = async ({ session, step, urgency, uses = [], signal }, call) => {
    for (let round = 0; ; round += 1) {
      const open = await account(session, signal);
      limits.take([...usesOfEveryCall(session.channelId), ...(round === 0 ? uses : [])], urgency);
      let answer: PlatformAnswer;
      try {
        answer = await call(open);
      } catch (error) {
        if (error instanceof LostAnswer) throw lost(error, step);
        throw error;
      }
      const opensAt = readUsage(answer.header, { limits, channelId: session.channelId, now: now() });
      const error = readGraphError(answer);
      if (error === null) return { json: answer.json };
      const free = opensAt ?? retryAfter(answer, now());
      if (free !== null) freeAt.set(error, free);
      if (!isRefusedToken(error)) return { error };
      tokens.refused(session, open.accessToken);
      if (round > 0) throw fail(session, error, step);
    }
  };

  const question = async (call: GraphCall): Promise<{ json: unknown } | { error: GraphError }> =>
    send(call, (open) => {
      const { method = 'GET', fields = {}, silenceMs, signal } = call;
      const base = open.login === 'facebook' ? endpoints.instagram.graph : endpoints.instagram.instagramGraph;
      const path = typeof call.path === 'string' ? call.path : call.path(open);
      const query = method === 'GET' && Object.keys(fields).length > 0 ? `?${new URLSearchParams(fields).toString()}` : '';
      return callPlatform({
        url: `${base}/${GRAPH_VERSION}${path}${query}`,
        method,
        headers: { authorization: `Bearer ${open.accessToken}` },
        ...(method === 'POST' ? { form: fields } : {}),
        ...(silenceMs === undefined ? {} : { silenceMs }),
        signal,
      });
    });

  const ask: Graph['ask'] = async (call) => {
    const answer = await question(call);
    if ('error' in answer) throw fail(call.session, answer.error, call.step);
    return answer.json;
  };

  const find: Graph['find'] = async (call) => {
    const answer = await question(call);
    if ('json' in answer) return answer.json;
    if (isAbsent(answer.error)) return null;
    throw fail(call.session, answer.error, call.step);
  };

  return { account, ask, find, send, fail };
}

const isRefusedToken = (error: GraphError): boolean =>
  meaningOf(error)?.act === 'token' || (error.status === 401 && meaningOf(error) === null);

function useOf(limit: 'app' | 'account' | 'posts', { channelId }: Session): LimitUse {
  if (limit === 'app') return { rule: appUsage, scope: 'app' };
  return { rule: limit === 'posts' ? postsADay : accountUsage, scope: { channelId } };
}

/** Meta is not known to send it, but a proxy between may. */
function retryAfter({ header }: PlatformAnswer, now: Date): Date | null {
  const seconds = Number(header('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(now.getTime() + seconds * 1_000) : null;
}

function accountOf(grant: Grant): Account {
  const extra = Extra.safeParse(grant.extra);
  if (extra.success) return { ...extra.data, accessToken: grant.accessToken };
  throw new PublishFailed({
    kind: 'needs-you',
    reason:
      'This Facebook Page has no Instagram professional account. Link one in the settings of the Page, then sign in to Instagram again.',
    code: 'NO_INSTAGRAM_ACCOUNT',
  });
}
