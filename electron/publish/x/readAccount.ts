import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { Urgency } from '../limits/types.ts';
import { askXAgainLater, waitFailure } from './askX.ts';
import { readProblem } from './problem.ts';
import type { XNeeds } from './xNeeds.ts';

const FIELDS = 'verified_type,subscription_type,protected';

const Me = z.object({
  data: z.object({
    id: z.string().min(1),
    name: z.string(),
    username: z.string().min(1),
    protected: z.boolean().optional().catch(undefined),
    verified_type: z.string().optional().catch(undefined),
    subscription_type: z.string().optional().catch(undefined),
  }),
});

/** An account of X as it speaks of itself. */
export type XAccount = {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** Only its followers see its posts. */
  readonly isProtected: boolean;
  /** Pays X, so it may write longer and post longer films. Where X does not say, it is taken for a normal account. */
  readonly isSubscriber: boolean;
};

export const accountPath = (fields = FIELDS): string => `/2/users/me${fields === '' ? '' : `?user.fields=${encodeURIComponent(fields)}`}`;

/** Reads the answer of /2/users/me; null when it is none. */
export function parseAccount(json: unknown): XAccount | null {
  const parsed = Me.safeParse(json);
  if (!parsed.success) return null;
  const { id, name, username, subscription_type, verified_type } = parsed.data.data;
  // companies and governments carry their mark without a subscription of the kind that people buy
  const isSubscriber = subscription_type === undefined ? verified_type === 'blue' : !/^none$/i.test(subscription_type);
  return { id, name, username, isProtected: parsed.data.data.protected === true, isSubscriber };
}

type Asking = { readonly signal: AbortSignal; readonly urgency: Urgency; readonly postId: string | null };

/** Names and subscriptions change seldom, and X charges for every look. */
const KNOWN_FOR_MS = 24 * 60 * 60_000;

/** Who the signed-in account is and what it may do, asked of X once a day; that the sign-in works is looked at every time. @throws PublishFailed */
export async function readAccount(needs: XNeeds, session: Session, asking: Asking): Promise<XAccount> {
  await needs.tokens.read(session, asking.signal);
  const known = needs.accounts.get(session.channelId);
  const now = needs.now().getTime();
  if (known !== undefined && known.until > now && known.until <= now + KNOWN_FOR_MS) return known.account;
  const account = await askForAccount(needs, session, asking);
  needs.accounts.set(session.channelId, { account, until: now + KNOWN_FOR_MS });
  return account;
}

async function askForAccount(needs: XNeeds, session: Session, { signal, urgency, postId }: Asking): Promise<XAccount> {
  const ask = (fields?: string): Promise<PlatformAnswer> =>
    askXAgainLater(needs, { call: 'me', path: accountPath(fields), session, urgency, signal });
  const full = await ask();
  // a field that this app may not read spoils the whole answer: then without any
  const answer = full.status === 400 || full.status === 403 ? await ask('') : full;
  const account = answer.status === 200 ? parseAccount(answer.json) : null;
  const { code, words, raw } = readProblem(answer);
  if (account === null) {
    if (answer.status !== 403) throw waitFailure(needs.now(), answer.status === 200 ? 'malformed me' : code, raw);
    const reason = `X does not let the studio read this account: ${words || 'it gave no reason'} Check the app in the X developer console.`;
    throw new PublishFailed({ kind: 'needs-you', reason, code }, { cause: raw });
  }
  needs.spending.add({ provider: 'x', item: 'Account read', units: 1, usdEach: needs.prices.userReadUsd, postId });
  return account;
}
