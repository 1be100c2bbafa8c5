/*
Words: an attempt is one walk through a platform's sign-in. It lives in memory only, so a restart ends it; what a window
sees of it (`SignIn`) holds nothing that opens an account.
*/
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SignIn } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { ChangeBus } from '../changes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Service } from '../services.ts';
import type { CallbackPage } from './callbackPage.ts';
import { connectAccount, type ConnectNeeds } from './connectAccount.ts';
import { judgeGrant } from './judgeGrant.ts';
import { listenForCallback, type CallbackListener } from './listenForCallback.ts';
import { openMethod, type OpenMethod } from './openMethod.ts';
import { platformName } from './platformName.ts';
import { signInTrouble, unforeseen } from './signInTrouble.ts';
import { SignInFailed, type Redirect, type RemoteAccount } from './types.ts';

type Needs = ConnectNeeds & {
  readonly secrets: Secrets;
  readonly changes: ChangeBus;
  readonly newId: () => string;
  readonly report: (error: unknown) => void;
};

type Attempt = {
  value: SignIn;
  readonly method: OpenMethod;
  readonly state: string;
  readonly verifier: string;
  readonly listener: CallbackListener | null;
  /** Ends what is being asked of the platform. */
  readonly abort: AbortController;
  /** The one answer of the browser has come. */
  answered: boolean;
  accounts: readonly RemoteAccount[];
  expiry: NodeJS.Timeout;
};

export type SignIns = {
  readonly service: Pick<Service<'channels'>, 'signIn' | 'signInState' | 'finishSignIn' | 'chooseAccounts' | 'cancelSignIn'>;
  /** Why the last attempt for a platform failed; null when it did not. */
  readonly lastProblem: (platform: RemotePlatform) => SignIn['problem'];
  readonly close: () => void;
};

const EXPIRES_AFTER_MS = 10 * 60_000;
const EXCHANGE_WITHIN_MS = 60_000;
const KEPT = 50;

export function createSignIns(needs: Needs): SignIns {
  const { methods, secrets, changes, now, newId, report } = needs;
  const attempts = new Map<string, Attempt>();

  const show = (attempt: Attempt, change: Partial<SignIn>): SignIn => {
    attempt.value = { ...attempt.value, ...change };
    changes.publish({ topic: 'sign-in', value: attempt.value });
    return attempt.value;
  };
  const end = (attempt: Attempt, change: Partial<SignIn>): SignIn => {
    clearTimeout(attempt.expiry);
    attempt.listener?.close();
    attempt.accounts = [];
    return show(attempt, change);
  };
  const fail = (attempt: Attempt, problem: { message: string; hint: string }): SignIn => {
    const failed = end(attempt, { state: 'failed', problem, accounts: [] });
    attempt.abort.abort(new Error('The sign-in is over.'));
    return failed;
  };
  const isOver = ({ value }: Attempt): boolean => value.state === 'done' || value.state === 'failed';
  const expire = (attempt: Attempt): void => {
    if (isOver(attempt)) return;
    fail(attempt, { message: 'Nothing came back within ten minutes, so this sign-in has ended.', hint: 'Begin it again.' });
  };
  const giveTime = (attempt: Attempt): string => {
    clearTimeout(attempt.expiry);
    attempt.expiry = setTimeout(() => expire(attempt), EXPIRES_AFTER_MS).unref();
    return new Date(now().getTime() + EXPIRES_AFTER_MS).toISOString();
  };
  /** @throws Failure NOT_FOUND */
  const find = (signInId: string): Attempt => {
    const attempt = attempts.get(signInId);
    if (attempt === undefined)
      throw new Failure('NOT_FOUND', 'This sign-in is not known any more. It ends when Tidereel is closed.', 'Begin it again.');
    if (Date.parse(attempt.value.expiresAt) <= now().getTime()) expire(attempt); // the computer slept through its timer
    return attempt;
  };

  const choose = async (attempt: Attempt, chosen: readonly RemoteAccount[]): Promise<SignIn> => {
    const channelIds: string[] = [];
    for (const account of chosen) channelIds.push(await connectAccount(needs, attempt.value.platform, account));
    return end(attempt, { state: 'done', problem: null, accounts: [], channelIds });
  };

  /** Turns the browser's answer into channels, or into words about why not. Never throws. */
  const takeAnswer = async (attempt: Attempt, callback: URLSearchParams): Promise<SignIn> => {
    const { method, verifier, value } = attempt;
    const name = platformName[value.platform];
    attempt.answered = true;
    const signal = AbortSignal.any([attempt.abort.signal, AbortSignal.timeout(EXCHANGE_WITHIN_MS)]);
    try {
      const grant = await method.exchange({ redirectUri: value.redirectUri, verifier, callback, signal });
      const needed = judgeGrant(grant, method.scopes).missing.find((scope) => scope.needed);
      if (needed !== undefined) {
        const hint = `Begin again, and allow everything that ${name} asks about.`;
        throw new SignInFailed('refused', { message: `Not everything was allowed. ${needed.without}`, hint, code: 'scope-missing' });
      }
      const accounts = await method.accounts(grant, signal);
      if (isOver(attempt)) return attempt.value; // cancelled in the meantime
      if (accounts.length === 0) {
        const hint = `Sign in to ${name} with an account that can post, and choose it there.`;
        throw new SignInFailed('refused', { message: `${name} named no account that posts can go to.`, hint, code: 'no-account' });
      }
      attempt.accounts = accounts;
    } catch (error) {
      if (isOver(attempt)) return attempt.value;
      const words = signInTrouble(error, name);
      if (words === null) report(error);
      return fail(attempt, words ?? unforeseen(name));
    }
    const [only, ...more] = attempt.accounts;
    if (only !== undefined && more.length === 0) {
      try {
        return await choose(attempt, [only]);
      } catch (error) {
        const words = signInTrouble(error, name);
        if (words === null) report(error);
        return askWhich(attempt, words ?? unforeseen(name)); // what was granted is not thrown away for a locked keychain
      }
    }
    return askWhich(attempt, null);
  };
  const askWhich = (attempt: Attempt, problem: SignIn['problem']): SignIn => {
    attempt.listener?.close();
    const accounts = attempt.accounts.map(({ remoteAccount, name, handle, note }) => ({ remoteAccount, name, handle, note }));
    return show(attempt, { state: 'choosing', accounts, problem, expiresAt: giveTime(attempt) });
  };

  const answerBrowser = async (attempt: Attempt, query: URLSearchParams): Promise<CallbackPage> => {
    if (!isSame(query.get('state') ?? '', attempt.state)) return pages.foreign;
    find(attempt.value.id);
    if (attempt.answered || isOver(attempt)) return pages.over;
    return pageOf(await takeAnswer(attempt, query));
  };

  /** @throws Failure CONFLICT */
  const pickRedirect = (method: OpenMethod, route: SignIn['route'] | undefined): Redirect => {
    const found = method.redirects.find((redirect) => route === undefined || redirect.route === route);
    // Any address can be copied by hand, also one of this computer that another computer's browser cannot open.
    const picked = found ?? (route === 'paste' ? method.redirects[0] : undefined);
    if (picked !== undefined) return picked;
    const name = platformName[method.platform];
    throw new Failure('CONFLICT', `${name} does not send the browser back to this computer.`, 'Sign in by pasting the address instead.');
  };

  return {
    lastProblem: (platform) => [...attempts.values()].findLast(({ value }) => value.platform === platform)?.value.problem ?? null,
    close() {
      for (const attempt of attempts.values()) {
        if (!isOver(attempt)) fail(attempt, { message: 'Tidereel was closed before the sign-in was done.', hint: 'Begin it again.' });
      }
    },
    service: {
      async signIn({ platform, route }) {
        const method = await openMethod(platform, { methods, secrets });
        const redirect = pickRedirect(method, route);
        for (const earlier of [...attempts.values()].filter(({ value }) => value.platform === platform)) {
          if (!isOver(earlier)) fail(earlier, { message: 'Another sign-in was begun instead.', hint: 'Go on with the newer one.' });
        }
        const id = newId();
        const listener = redirect.route === 'paste' ? null : await listenForCallback(redirect, (query) => answerBrowser(find(id), query));
        if (redirect.route === 'loopback' && listener === null) throw portsTaken(redirect.ports, platformName[platform]);
        const redirectUri = redirect.route === 'paste' ? redirect.redirectUri : (listener?.redirectUri ?? '');
        const state = randomBytes(24).toString('base64url');
        const verifier = randomBytes(48).toString('base64url');
        const attempt: Attempt = {
          method,
          state,
          verifier,
          listener,
          abort: new AbortController(),
          answered: false,
          accounts: [],
          expiry: setTimeout(() => undefined, 0),
          value: {
            id,
            platform,
            state: 'waiting',
            authorizeUrl: method.authorizeUrl({ redirectUri, verifier, state }),
            redirectUri,
            route: route ?? redirect.route,
            expiresAt: now().toISOString(),
            problem: null,
            accounts: [],
            channelIds: [],
          },
        };
        attempts.set(id, attempt);
        for (const oldest of [...attempts.keys()].slice(0, Math.max(0, attempts.size - KEPT))) attempts.delete(oldest);
        return show(attempt, { expiresAt: giveTime(attempt) });
      },
      signInState: ({ signInId }) => find(signInId).value,
      async finishSignIn({ signInId, address }) {
        const attempt = find(signInId);
        const query = queryOf(address);
        if (query === null || !isSame(query.get('state') ?? '', attempt.state)) {
          throw new Failure(
            'BAD_INPUT',
            query === null ? 'That is no address.' : 'That address does not belong to this sign-in. It goes on.',
            'Copy the whole address at which the browser ended after you allowed Tidereel, from its first letter to its last.',
          );
        }
        if (attempt.answered || isOver(attempt)) {
          throw new Failure('CONFLICT', 'This sign-in has had its answer already.', 'Begin another one if you are not signed in.');
        }
        return takeAnswer(attempt, query);
      },
      async chooseAccounts({ signInId, remoteAccounts }) {
        const attempt = find(signInId);
        if (attempt.value.state !== 'choosing')
          throw new Failure('CONFLICT', 'There is nothing to choose in this sign-in.', 'Begin another one.');
        const chosen = attempt.accounts.filter(({ remoteAccount }) => remoteAccounts.includes(remoteAccount));
        if (chosen.length !== new Set(remoteAccounts).size) {
          const names = attempt.accounts.map(({ remoteAccount }) => remoteAccount).join(', ');
          throw new Failure('BAD_INPUT', 'That account is not among those that were granted.', `Choose among: ${names}.`);
        }
        return choose(attempt, chosen);
      },
      cancelSignIn({ signInId }) {
        const attempt = find(signInId);
        if (!isOver(attempt)) fail(attempt, { message: 'You cancelled this sign-in.', hint: 'Begin it again whenever you want to.' });
        return {};
      },
    },
  };
}

const pages = {
  foreign: {
    status: 400,
    title: 'This does not belong to a sign-in of Tidereel',
    text: 'Nothing was changed. If you did begin one, go back to Tidereel and begin it again.',
  },
  over: { status: 410, title: 'This sign-in is over', text: 'Go back to Tidereel to see what came of it. You can close this tab.' },
} as const satisfies Record<string, CallbackPage>;

function pageOf({ state, platform, problem }: SignIn): CallbackPage {
  const name = platformName[platform];
  const back = 'You can close this tab and go back to Tidereel.';
  if (state === 'done') return { status: 200, title: `You are signed in to ${name}`, text: back };
  if (state === 'choosing' && problem === null)
    return { status: 200, title: 'Almost done', text: `Choose in Tidereel which accounts to use. ${back}` };
  return { status: 400, title: `Not signed in to ${name}`, text: `${problem?.message ?? ''}\n${problem?.hint ?? ''}\n${back}` };
}

/** Compares in a time that does not tell how much was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The query of a pasted address, with what stands behind its “#”; null when it is none. */
function queryOf(address: string): URLSearchParams | null {
  const url = URL.parse(address.trim());
  if (url === null) return null;
  const query = url.searchParams;
  for (const [name, value] of new URLSearchParams(url.hash.slice(1))) if (!query.has(name)) query.set(name, value);
  return query;
}

const portsTaken = (ports: 'any' | readonly number[], name: string): Failure =>
  new Failure(
    'CONFLICT',
    ports === 'any'
      ? 'No port of this computer is free for the browser to come back to.'
      : `${name} sends the browser back to port ${ports.join(' or ')} of this computer, and other programs use ${ports.length === 1 ? 'it' : 'them'} now.`,
    'Close the other program (another Tidereel, perhaps), or sign in by pasting the address.',
  );
