import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Grant, SignInFailed, type SignInMethod } from '../../../electron/accounts/types.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import { createTiktokSignIn } from '../../../electron/publish/tiktok/signIn.ts';
import { simulateTiktok, type TiktokSimulator } from '../../platforms/tiktok/simulateTiktok.ts';
import { ALL_SCOPES } from '../../platforms/tiktok/state.ts';

const HOUR = 3_600_000;
const { signal } = new AbortController();
const redirectUri = 'http://127.0.0.1:51234/';
const verifier = randomBytes(48).toString('base64url');
const state = 'a-state';

let clock: { ms: number };
let simulator: TiktokSimulator;
let method: SignInMethod<'tiktok'>;
let keys: { clientKey: string; clientSecret: string };

beforeEach(async () => {
  clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  simulator = await simulateTiktok({ clock: { now: () => clock.ms }, switches: { auto: true } });
  method = createTiktokSignIn({
    endpoints: { tiktok: simulator.endpoints } as unknown as Endpoints, // a sign-in reads only its own part
    now: () => new Date(clock.ms),
  });
  keys = { clientKey: simulator.keys['clientKey'] ?? '', clientSecret: simulator.keys['clientSecret'] ?? '' };
});
afterEach(async () => simulator.close());

const address = (change: (url: URL) => void = () => undefined): URL => {
  const url = new URL(method.authorizeUrl({ keys, redirectUri, verifier, state }));
  change(url);
  return url;
};
/** Where the browser ends. */
const visit = async (url: URL): Promise<URLSearchParams> => {
  const answer = await fetch(url, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? 'about:blank').searchParams;
};
const exchange = async (callback: URLSearchParams, change: Partial<{ verifier: string; redirectUri: string; keys: typeof keys }> = {}) =>
  method.exchange({ keys, redirectUri, verifier, callback, signal, ...change });
const failed = async (work: Promise<unknown>): Promise<SignInFailed> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SignInFailed)) throw error;
  return error;
};

test('a sign-in ends in a grant for the account, with the hexadecimal challenge and scopes with commas', async () => {
  const url = address();
  expect(url.pathname).toBe('/v2/auth/authorize/');
  expect(url.searchParams.get('code_challenge')).toBe(createHash('sha256').update(verifier).digest('hex'));
  expect(url.searchParams.get('scope')).toBe(ALL_SCOPES.join(','));
  const callback = await visit(url);
  expect(callback.get('state')).toBe(state);
  const grant = Grant.parse(await exchange(callback));
  expect(grant).toMatchObject({
    accessEndsAt: new Date(clock.ms + 24 * HOUR).toISOString(),
    refreshEndsAt: new Date(clock.ms + 365 * 24 * HOUR).toISOString(),
    scopes: ALL_SCOPES,
  });
  const [account] = await method.accounts(grant, signal);
  expect(account).toMatchObject({ remoteAccount: 'open-mia-7f3a', name: 'Mia Makes', handle: '@mia', note: null });
  expect(account?.grant.extra).toMatchObject({ username: 'mia' });
});

test('any free port of this computer will do', () => {
  expect(method.redirects(keys)).toEqual([{ route: 'loopback', host: '127.0.0.1', path: '/', ports: 'any' }]);
});

test('the page shows who asks for what, and Allow and Refuse do as they say', async () => {
  simulator.switches.auto = false;
  const url = address();
  const page = await (await fetch(url)).text();
  for (const shown of ['Tidereel', 'Mia Makes', 'Studio', ...ALL_SCOPES, 'Allow', 'Refuse']) expect(page).toContain(shown);
  const answer = async (form: [string, string][]) => {
    const reply = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    return new URL(reply.headers.get('location') ?? '').searchParams;
  };
  const wishes = ALL_SCOPES.map((scope): [string, string] => ['scope', scope]);
  const grant = await exchange(await answer([['answer', 'allow'], ['account', 'studio'], ...wishes]));
  expect((await method.accounts(grant, signal))[0]?.handle).toBe('@studio');
  const refused = await failed(exchange(await answer([['answer', 'refuse'], ['account', 'studio'], ...wishes])));
  expect(refused).toMatchObject({ kind: 'refused', code: 'access_denied' });
});

test.each([
  ['a base64url challenge', (url: URL) => url.searchParams.set('code_challenge', createHash('sha256').update('x').digest('base64url'))],
  ['scopes with spaces', (url: URL) => url.searchParams.set('scope', 'user.info.basic video.publish')],
  ['a scope that does not exist', (url: URL) => url.searchParams.set('scope', 'user.info.basic,everything')],
])('TikTok refuses %s', async (_what, change) => {
  expect(await failed(exchange(await visit(address(change))))).toMatchObject({ kind: 'refused' });
});

test.each(['http://127.0.0.1/', 'http://example.com:80/', 'http://127.0.0.1:5000/?a=1', 'http://[::1]:5000/'])(
  'TikTok does not come back to %s',
  async (uri) => {
    const answer = await fetch(
      address((url) => url.searchParams.set('redirect_uri', uri)),
      { redirect: 'manual' },
    );
    expect(answer.status).toBe(400);
  },
);

test('a code is good once', async () => {
  const callback = await visit(address());
  await exchange(callback);
  expect(await failed(exchange(callback))).toMatchObject({ kind: 'refused', code: 'code_refused' });
});

test('another verifier, another redirect and wrong keys are told apart', async () => {
  const fresh = () => visit(address());
  expect(await failed(exchange(await fresh(), { verifier: 'x'.repeat(43) }))).toMatchObject({ kind: 'refused', code: 'invalid_request' });
  expect(await failed(exchange(await fresh(), { redirectUri: 'http://127.0.0.1:1/' }))).toMatchObject({ code: 'invalid_request' });
  const wrong = { keys: { ...keys, clientSecret: 'wrong' } };
  expect(await failed(exchange(await fresh(), wrong))).toMatchObject({ kind: 'refused', code: 'invalid_client' });
  expect(await failed(exchange(new URLSearchParams({ state })))).toMatchObject({ kind: 'refused', code: 'no_code' });
});

test.each(['error', 'subset'] as const)('an app without all permissions gives an %s', async (unapproved) => {
  Object.assign(simulator.switches, { unapproved, approvedScopes: ['user.info.basic', 'video.upload'] });
  const callback = await visit(address());
  if (unapproved === 'error') {
    const failure = await failed(exchange(callback));
    expect(failure).toMatchObject({ kind: 'refused', code: 'invalid_scope', hint: expect.stringContaining('Content Posting API') });
    return;
  }
  const grant = await exchange(callback);
  expect(grant.scopes).toEqual(['user.info.basic', 'video.upload']);
  const [account] = await method.accounts(grant, signal);
  expect(account).toMatchObject({ name: 'Mia Makes', handle: '', note: expect.stringContaining('inbox') });
  expect(method.scopes.filter(({ scope }) => !grant.scopes.includes(scope)).map(({ without }) => without)).toHaveLength(4);
});

test('a person who grants neither posting nor drafts is told at once', async () => {
  simulator.switches.grantedScopes = ['user.info.basic', 'video.list'];
  expect(await failed(exchange(await visit(address())))).toMatchObject({ kind: 'refused', code: 'no_posting_scope' });
});

test('a grant is renewed an hour before its end, and the refresh token that came back is kept', async () => {
  let grant = simulator.grantFor('mia');
  expect(method.renewAt(grant)).toEqual(new Date(clock.ms + 23 * HOUR));
  const seen = new Set<string | null>();
  for (let day = 0; day < 4; day += 1) {
    clock.ms += 23 * HOUR;
    grant = await method.renew(keys, grant, signal);
    seen.add(grant.refreshToken);
    expect(Grant.parse(grant).accessEndsAt).toBe(new Date(clock.ms + 24 * HOUR).toISOString());
    await method.accounts(grant, signal);
  }
  expect(seen.size).toBeGreaterThan(1);
  expect(grant.extra).toMatchObject({ username: 'mia' });
});

test('a grant without a way to renew it, or of short life, is judged by what it says', () => {
  const grant = simulator.grantFor('mia');
  expect(method.renewAt({ ...grant, refreshToken: null })).toBeNull();
  expect(method.renewAt({ ...grant, accessEndsAt: null })).toBeNull();
  const short = new Date(clock.ms + 600_000).toISOString();
  expect(method.renewAt({ ...grant, accessEndsAt: short })).toEqual(new Date(clock.ms + 300_000));
});

test.each([true, false])('the year of a sign-in (begins again with a renewal: %s) is read from the answer', async (refreshSlides) => {
  simulator.switches.refreshSlides = refreshSlides;
  const grant = simulator.grantFor('mia');
  clock.ms += 24 * HOUR;
  const renewed = await method.renew(keys, grant, signal);
  const end = clock.ms + (refreshSlides ? 365 : 364) * 24 * HOUR;
  expect(renewed.refreshEndsAt).toBe(new Date(end).toISOString());
});

test.each([true, false])('after a change of the refresh token the old one (lives on: %s) is not needed', async (oldRefreshLives) => {
  simulator.switches.oldRefreshLives = oldRefreshLives;
  const grant = simulator.grantFor('mia');
  const renewed = await method.renew(keys, grant, signal);
  expect(renewed.refreshToken).not.toBe(grant.refreshToken);
  await method.renew(keys, renewed, signal);
  const again = method.renew(keys, grant, signal);
  if (oldRefreshLives) await again;
  else expect(await failed(again)).toMatchObject({ kind: 'dead' });
});

test.each([200, 400] as const)('a sign-in that is over is dead, whether TikTok says so with %i or not', async (oauthErrorStatus) => {
  simulator.switches.oauthErrorStatus = oauthErrorStatus;
  const grant = simulator.grantFor('mia');
  simulator.killTokens('mia', { refresh: true });
  expect(await failed(method.renew(keys, grant, signal))).toMatchObject({ kind: 'dead', code: 'invalid_grant' });
  expect(await failed(method.accounts(grant, signal))).toMatchObject({ kind: 'dead' });
});

test('a sandbox app that cannot renew is a dead sign-in, not an endless wait', async () => {
  simulator.switches.sandbox = true;
  expect(await failed(method.renew(keys, simulator.grantFor('mia'), signal))).toMatchObject({ kind: 'dead' });
});

test.each([
  [{ kind: 'reset-before' }, 'lost'],
  [{ kind: 'lost-answer' }, 'lost'],
  [{ kind: 'malformed' }, 'server_error'],
  [{ kind: 'answer', reply: { status: 503, body: '<h1>busy</h1>' } }, 'server_error'],
  [{ kind: 'answer', reply: { status: 400, body: { error: 'temporarily_unavailable' } } }, 'temporarily_unavailable'],
] as const)('trouble while renewing (%o) leaves the sign-in as it is', async (fault, code) => {
  const grant = simulator.grantFor('mia');
  simulator.faults.order('token', fault);
  expect(await failed(method.renew(keys, grant, signal))).toMatchObject({ kind: 'later', code });
});

test('signing out takes the grant back at TikTok; doing it twice does no harm', async () => {
  const grant = simulator.grantFor('mia');
  await method.revoke?.(keys, grant, signal);
  expect(await failed(method.renew(keys, grant, signal))).toMatchObject({ kind: 'dead' });
  await method.revoke?.(keys, grant, signal);
  const wrong = { ...keys, clientSecret: 'wrong' };
  expect(await failed(method.revoke?.(wrong, grant, signal) ?? Promise.resolve())).toMatchObject({ code: 'invalid_client' });
});

test('keys can be checked without anybody signing in', async () => {
  expect(await method.checkKeys?.(keys, signal)).toMatchObject({ ok: true });
  const wrong = await method.checkKeys?.({ ...keys, clientSecret: 'wrong' }, signal);
  expect(wrong).toMatchObject({ ok: false, cure: expect.stringContaining('developers.tiktok.com') });
  await simulator.close();
  expect(await method.checkKeys?.(keys, signal)).toMatchObject({ ok: false, message: expect.stringContaining('could not say') });
});

test('no failure names a secret', async () => {
  const { inspect } = await import('node:util');
  const grant = simulator.grantFor('mia');
  const leaky = { error: 'odd', error_description: `refresh_token=${grant.refreshToken} for ${keys.clientKey}` };
  simulator.faults.order('token', { kind: 'answer', reply: { status: 400, body: leaky } });
  const text = inspect(await failed(method.renew(keys, grant, signal)), { depth: 9 });
  expect(simulator.secretsGiven().filter((secret) => text.includes(secret))).toEqual([]);
});
