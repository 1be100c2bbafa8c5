import type { Grant, RemoteAccount, SignInMethod } from '../../../electron/accounts/types.ts';
import { SignInFailed } from '../../../electron/accounts/types.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import { createInstagramSignIn } from '../../../electron/publish/instagram/signIn.ts';
import { simulateInstagram, type InstagramSimulator } from '../../platforms/instagram/simulateInstagram.ts';
import type { InstagramSwitches } from '../../platforms/instagram/switches.ts';

type Keys = { login: 'facebook' | 'instagram'; appId: string; appSecret: string };
export const signal = new AbortController().signal;
const verifier = 'v'.repeat(43);

export type OpenedSignIn = {
  readonly simulator: InstagramSimulator;
  readonly method: SignInMethod<'instagram'>;
  readonly clock: { ms: number };
  readonly keys: Keys;
  readonly redirectUri: string;
  /** Walks through the page as a person does; the query of the address at which the browser ends. */
  readonly walk: (answer?: 'allow' | 'refuse', accounts?: readonly string[]) => Promise<URLSearchParams>;
  readonly exchange: (callback: URLSearchParams, keys?: Keys) => Promise<Grant>;
  readonly signIn: (accounts?: readonly string[]) => Promise<readonly RemoteAccount[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function openSignIn(switches: Partial<InstagramSwitches> = {}): Promise<OpenedSignIn> {
  const clock = { ms: Date.UTC(2026, 10, 20, 12) };
  const simulator = await simulateInstagram({ clock: { now: () => clock.ms }, switches });
  const endpoints = { instagram: simulator.endpoints } as unknown as Endpoints; // a method reads only its own part
  const method = createInstagramSignIn({ endpoints, now: () => new Date(clock.ms) });
  const keys = simulator.keys as Keys; // the simulator's own keys
  const [redirect] = method.redirects(keys);
  const redirectUri =
    redirect?.route === 'paste' ? redirect.redirectUri : `http://localhost:${Array.isArray(redirect?.ports) ? redirect.ports[0] : 0}/`;

  const walk: OpenedSignIn['walk'] = async (answer = 'allow', accounts) => {
    const url = method.authorizeUrl({ keys, redirectUri, verifier, state: 'a-state' });
    const page = await (await fetch(url, { redirect: 'manual' })).text();
    const named = (name: string): string[] =>
      [...page.matchAll(new RegExp(`name="${name}" value="([^"]+)"( checked)?`, 'g'))].flatMap(([, value, on]) =>
        value !== undefined && on !== undefined ? [value] : [],
      );
    const form = new URLSearchParams([
      ['answer', answer],
      ...(accounts ?? named('account')).map((one) => ['account', one]),
      ...named('scope').map((one) => ['scope', one]),
    ]);
    const answered = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    const address = answered.headers.get('location');
    if (address === null) throw new Error(`${answered.status}: ${await answered.text()}`);
    return new URL(address).searchParams;
  };
  const exchange: OpenedSignIn['exchange'] = (callback, with_ = keys) =>
    method.exchange({ keys: with_, redirectUri, verifier, callback, signal });
  return {
    simulator,
    method,
    clock,
    keys,
    redirectUri,
    walk,
    exchange,
    signIn: async (accounts) => method.accounts(await exchange(await walk('allow', accounts)), signal),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

/** How a sign-in failed; an error when it did not. */
export async function troubleOf(work: Promise<unknown> | undefined): Promise<SignInFailed> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SignInFailed) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
