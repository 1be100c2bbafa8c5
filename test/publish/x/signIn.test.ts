import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { SignInFailed, type Grant } from '../../../electron/accounts/types.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import { createXSignIn } from '../../../electron/publish/x/signIn.ts';
import { simulateX } from '../../platforms/x/simulateX.ts';
import type { XSwitches } from '../../platforms/x/switches.ts';

const redirectUri = 'http://127.0.0.1:47822/callback';
const signal = new AbortController().signal;

async function openSignIn(switches: Partial<XSwitches> = {}, secret: string | null = null) {
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const simulator = await simulateX({ clock: { now: () => clock.ms }, switches });
  simulator.app.clientSecret = secret;
  const endpoints = { x: simulator.endpoints } as unknown as Endpoints; // signing in to X needs only X's part
  const method = createXSignIn({ endpoints, now: () => new Date(clock.ms) });
  const keys = { clientId: simulator.app.clientId, ...(secret === null ? {} : { clientSecret: secret }) };
  const verifier = randomBytes(48).toString('base64url');
  const about = { keys, redirectUri, verifier };
  const walk = async (answer: 'allow' | 'refuse' = 'allow', accountId = ''): Promise<URLSearchParams> => {
    const address = method.authorizeUrl({ ...about, state: 'a-state' });
    const page = await (await fetch(address)).text();
    expect(page).toContain('Mia Moves (@mia)');
    const body = new URLSearchParams({ answer, account: accountId });
    const back = await fetch(address, { method: 'POST', body, redirect: 'manual' });
    const location = new URL(back.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(location.searchParams.get('state')).toBe('a-state');
    return location.searchParams;
  };
  return {
    simulator,
    clock,
    method,
    keys,
    about,
    walk,
    exchange: (callback: URLSearchParams, more: Partial<typeof about> = {}): Promise<Grant> =>
      method.exchange({ ...about, ...more, callback, signal }),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

async function failureOf(work: Promise<unknown>): Promise<SignInFailed> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SignInFailed) return error;
  throw new Error('It did not fail as a sign-in.', { cause: error });
}

test.each([null, 'a secret: with / everything'])(
  'a sign-in through the page gives the account that was chosen (secret: %s)',
  async (secret) => {
    await using x = await openSignIn({}, secret);
    const studio = x.simulator.accounts[1]?.id ?? '';
    const grant = await x.exchange(await x.walk('allow', studio));
    expect(grant.scopes.toSorted()).toEqual(x.method.scopes.map(({ scope }) => scope).toSorted());
    expect(grant.accessEndsAt).toBe('2026-11-20T14:00:00.000Z');
    const [account] = await x.method.accounts(grant, signal);
    expect(account).toMatchObject({ remoteAccount: studio, name: 'The Studio', handle: '@studio', note: null });
    expect(account?.grant).toMatchObject({ accessToken: grant.accessToken, extra: { username: 'studio' } });
  },
);

test('the addresses to register are three fixed ports on 127.0.0.1', async () => {
  await using x = await openSignIn();
  expect(x.method.redirects(x.keys)).toEqual([
    { route: 'loopback', host: '127.0.0.1', path: '/callback', ports: [47_821, 47_822, 47_823] },
  ]);
  expect(x.simulator.app.callbacks).toContain(redirectUri);
});

test('who refuses at X is told so', async () => {
  await using x = await openSignIn();
  expect(await failureOf(x.exchange(await x.walk('refuse')))).toMatchObject({ kind: 'refused', code: 'access_denied' });
});

test('an address that is not registered exactly is not led back to', async () => {
  await using x = await openSignIn();
  const address = x.method.authorizeUrl({ ...x.about, redirectUri: 'http://127.0.0.1:47822/callback/', state: 's' });
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(400);
});

test('a code is good for 30 seconds and for one use, with its own verifier and address', async () => {
  await using x = await openSignIn({ auto: 'mia' });
  const fresh = async (): Promise<URLSearchParams> => {
    const answer = await fetch(x.method.authorizeUrl({ ...x.about, state: 's' }), { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams;
  };
  const used = await fresh();
  await x.exchange(used);
  expect(await failureOf(x.exchange(used))).toMatchObject({ kind: 'refused', code: 'invalid_request' });
  expect(await failureOf(x.exchange(await fresh(), { verifier: 'v'.repeat(43) }))).toMatchObject({ kind: 'refused' });
  expect(await failureOf(x.exchange(await fresh(), { redirectUri: 'http://127.0.0.1:47821/callback' }))).toMatchObject({ kind: 'refused' });
  const old = await fresh();
  x.clock.ms += 30_000;
  expect(await failureOf(x.exchange(old))).toMatchObject({ kind: 'refused' });
});

test('wrong keys are named as the cause', async () => {
  await using x = await openSignIn({}, 'right');
  const callback = await x.walk();
  const keys = { clientId: x.simulator.app.clientId, clientSecret: 'wrong' };
  expect(await failureOf(x.exchange(callback, { keys }))).toMatchObject({ kind: 'refused', code: 'unauthorized_client' });
});

test('scopes that were taken out are seen in the grant', async () => {
  await using x = await openSignIn({ withheldScopes: ['media.write'] });
  const grant = await x.exchange(await x.walk());
  expect(grant.scopes).not.toContain('media.write');
});

test('without a refresh token the creator is told what that means, and nothing is renewed', async () => {
  await using x = await openSignIn({ givesRefreshToken: false });
  const grant = await x.exchange(await x.walk());
  expect(grant.refreshToken).toBeNull();
  expect(x.method.renewAt(grant)).toBeNull();
  expect((await x.method.accounts(grant, signal))[0]?.note).toContain('two hours');
  expect(await failureOf(x.method.renew(x.keys, grant, signal))).toMatchObject({ kind: 'dead' });
});

test('each renewal gives a new pair, ahead of the end of the old one', async () => {
  await using x = await openSignIn();
  const grant = await x.exchange(await x.walk());
  expect(x.method.renewAt(grant)).toEqual(new Date('2026-11-20T13:50:00Z'));
  const second = await x.method.renew(x.keys, { ...grant, extra: { username: 'mia' } }, signal);
  expect(second.refreshToken).not.toBe(grant.refreshToken);
  expect(second).toMatchObject({ scopes: grant.scopes, extra: { username: 'mia' } });
  expect(await x.method.renew(x.keys, second, signal)).toMatchObject({ scopes: grant.scopes });
});

test.each([true, false])('a refresh token used twice is dead, and its family too when X does so (%s)', async (familyKill) => {
  await using x = await openSignIn({ familyKill });
  const grant = await x.exchange(await x.walk());
  const second = await x.method.renew(x.keys, grant, signal);
  expect(await failureOf(x.method.renew(x.keys, grant, signal))).toMatchObject({ kind: 'dead', code: 'invalid_request' });
  const third = x.method.renew(x.keys, second, signal);
  if (familyKill) expect(await failureOf(third)).toMatchObject({ kind: 'dead' });
  else expect((await third).accessToken).not.toBe(second.accessToken);
});

test.each([
  [{ kind: 'reset-before' } as const],
  [{ kind: 'malformed' } as const],
  [{ kind: 'answer', reply: { status: 503 } } as const],
  [{ kind: 'answer', reply: { status: 429 } } as const],
])('trouble at X (%j) leaves the grant as it is', async (fault) => {
  await using x = await openSignIn();
  const grant = await x.exchange(await x.walk());
  x.simulator.faults.order('token', fault);
  expect(await failureOf(x.method.renew(x.keys, grant, signal))).toMatchObject({ kind: 'later' });
  x.simulator.faults.order('me', fault);
  expect(await failureOf(x.method.accounts(grant, signal))).toMatchObject({ kind: 'later' });
});

test('signing out takes everything back, also what is over already', async () => {
  await using x = await openSignIn();
  const grant = await x.exchange(await x.walk());
  await x.method.revoke?.(x.keys, grant, signal);
  expect(await failureOf(x.method.renew(x.keys, grant, signal))).toMatchObject({ kind: 'dead' });
  expect(await failureOf(x.method.accounts(grant, signal))).toMatchObject({ kind: 'refused' });
  await x.method.revoke?.(x.keys, { ...grant, accessToken: 'unknown', refreshToken: null }, signal);
  x.simulator.faults.order('revoke', { kind: 'answer', reply: { status: 500 } });
  const again = x.method.revoke?.(x.keys, grant, signal) ?? Promise.resolve();
  expect(await failureOf(again)).toMatchObject({ kind: 'later' });
});

test('no failure holds a secret', async () => {
  await using x = await openSignIn({}, 'x-app-secret-42');
  const callback = await x.walk();
  const code = callback.get('code') ?? '';
  const body = { error: 'invalid_request', error_description: `code=${code} client_secret=x-app-secret-42` };
  x.simulator.faults.order('token', { kind: 'answer', reply: { status: 400, body } });
  const failure = await failureOf(x.exchange(callback));
  const kept = JSON.stringify([failure.message, failure.hint, failure.code, failure.cause]);
  for (const secret of x.simulator.secretsGiven()) expect(kept).not.toContain(secret);
});
