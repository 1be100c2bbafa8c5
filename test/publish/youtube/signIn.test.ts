import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SignInFailed, type Grant } from '../../../electron/accounts/types.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import { createYoutubeSignIn } from '../../../electron/publish/youtube/signIn.ts';
import { refuse } from '../../platforms/youtube/reply.ts';
import { simulateYoutube, type YoutubeSimulator } from '../../platforms/youtube/simulateYoutube.ts';

const MANAGE = 'https://www.googleapis.com/auth/youtube';
const ANALYTICS = 'https://www.googleapis.com/auth/yt-analytics.readonly';
const HOUR = 3_600_000;

let google: YoutubeSimulator;
let clock: { ms: number };
const { signal } = new AbortController();
beforeEach(async () => {
  clock = { ms: Date.parse('2026-11-20T18:00:00Z') };
  google = await simulateYoutube({ clock: { now: () => clock.ms } });
});
afterEach(() => google.close());

const method = () =>
  createYoutubeSignIn({ endpoints: { youtube: google.endpoints } as unknown as Endpoints, now: () => new Date(clock.ms) }); // reads only its own part
const keys = () => ({ clientId: google.keys['clientId'] ?? '', clientSecret: google.keys['clientSecret'] ?? '' });
const redirectUri = 'http://127.0.0.1:49152/';

type Walk = { answer?: 'allow' | 'refuse'; account?: string; scopes?: readonly string[]; verifier?: string };
/** What a person does in the browser; answers the query that the browser comes back with. */
async function walk({
  answer = 'allow',
  account = 'mia',
  scopes = [MANAGE, ANALYTICS],
  verifier = randomBytes(32).toString('base64url'),
}: Walk = {}) {
  const about = { keys: keys(), redirectUri, verifier };
  const url = method().authorizeUrl({ ...about, state: 'a state' });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const text = await page.text();
  expect(text).toContain('Manage your YouTube account');
  const form = new URLSearchParams([['answer', answer], ['account', account], ...scopes.map((scope) => ['scope', scope])]);
  const back = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const target = new URL(back.headers.get('location') ?? '');
  expect(target.href.startsWith(redirectUri)).toBe(true);
  expect(target.searchParams.get('state')).toBe('a state');
  return { ...about, callback: target.searchParams };
}
const signIn = async (how?: Walk): Promise<Grant> => method().exchange({ ...(await walk(how)), signal });
const failed = async (promise: Promise<unknown>): Promise<SignInFailed> => {
  const error: unknown = await promise.catch((caught: unknown) => caught);
  if (error instanceof SignInFailed) return error;
  throw new Error(`it did not fail as it should: ${String(error)}`);
};

describe('signing in', () => {
  test('the address asks for offline access, consent and a SHA-256 challenge, and holds no secret', () => {
    const verifier = 'v'.repeat(43);
    const url = new URL(method().authorizeUrl({ keys: keys(), redirectUri, verifier, state: 's' }));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: keys().clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: `${MANAGE} ${ANALYTICS}`,
      state: 's',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
    });
    expect(url.pathname).toBe('/o/oauth2/v2/auth');
    expect(url.href).not.toContain(keys().clientSecret);
    expect(method().redirects(keys())).toEqual([{ route: 'loopback', host: '127.0.0.1', path: '/', ports: 'any' }]);
  });

  test('a person who allows it gives a grant that opens their channel', async () => {
    const grant = await signIn();
    expect(grant).toMatchObject({ scopes: [MANAGE, ANALYTICS], refreshEndsAt: null, refreshToken: expect.any(String) });
    expect(await method().accounts(grant, signal)).toEqual([
      { remoteAccount: expect.stringMatching(/^UC/), name: 'Mia films', handle: '@miafilms', grant, note: null },
    ]);
  });

  test('another account of the same person is picked on the page', async () => {
    const [account] = await method().accounts(await signIn({ account: 'studio' }), signal);
    expect(account?.name).toBe('Studio films');
  });

  test('without a page the browser comes straight back', async () => {
    google.switches.auto = 'studio';
    const about = { keys: keys(), redirectUri, verifier: 'v'.repeat(50) };
    const back = await fetch(method().authorizeUrl({ ...about, state: 's' }), { redirect: 'manual' });
    const callback = new URL(back.headers.get('location') ?? '').searchParams;
    const grant = await method().exchange({ ...about, callback, signal });
    expect((await method().accounts(grant, signal))[0]?.name).toBe('Studio films');
  });

  test('a person who refuses is believed', async () => {
    expect(await failed(signIn({ answer: 'refuse' }))).toMatchObject({ kind: 'refused', code: 'access_denied' });
  });

  test('a permission that was left out is known from the answer, and explained', async () => {
    const grant = await signIn({ scopes: [ANALYTICS] });
    expect(grant.scopes).toEqual([ANALYTICS]);
    expect(method().scopes.filter(({ needed, scope }) => needed && !grant.scopes.includes(scope))).toHaveLength(1);
    expect(await failed(method().accounts(grant, signal))).toMatchObject({ kind: 'refused', code: 'insufficientPermissions' });
  });

  test('an account without a channel is told what to do', async () => {
    google.switches.withoutChannel = ['mia'];
    const grant = await signIn();
    expect(await failed(method().accounts(grant, signal))).toMatchObject({ kind: 'refused', code: 'youtubeSignupRequired' });
    google.faults.order('channels', { kind: 'answer', reply: refuse(401, 'youtubeSignupRequired', 'No.') });
    expect(await failed(method().accounts(grant, signal))).toMatchObject({ hint: expect.stringContaining('brand accounts') });
  });

  test('an API that is switched off is told apart', async () => {
    const grant = await signIn();
    google.faults.order('channels', { kind: 'answer', reply: refuse(403, 'accessNotConfigured', 'No.') });
    expect(await failed(method().accounts(grant, signal))).toMatchObject({ hint: expect.stringContaining('YouTube Data API v3') });
  });

  test('a code works once, with its own verifier, for ten minutes', async () => {
    const about = await walk();
    await method().exchange({ ...about, signal });
    expect(await failed(method().exchange({ ...about, signal }))).toMatchObject({ kind: 'refused', code: 'invalid_grant' });
    const other = await walk();
    expect(await failed(method().exchange({ ...other, verifier: 'w'.repeat(43), signal }))).toMatchObject({ code: 'invalid_grant' });
    const late = await walk();
    clock.ms += 11 * 60_000;
    expect(await failed(method().exchange({ ...late, signal }))).toMatchObject({ code: 'invalid_grant' });
  });

  test('a callback without a code is no sign-in', async () => {
    const about = await walk();
    expect(await failed(method().exchange({ ...about, callback: new URLSearchParams(), signal }))).toMatchObject({ code: 'no-code' });
  });

  test.each([{ kind: 'answer' as const, reply: { status: 503 } }, { kind: 'lost-answer' as const }, { kind: 'malformed' as const }])(
    'Google in trouble ($kind) is for later',
    async (fault) => {
      const about = await walk();
      google.faults.order('token', fault);
      expect(await failed(method().exchange({ ...about, signal }))).toMatchObject({ kind: 'later' });
    },
  );
});

describe('keys', () => {
  test('the secret goes with every token question, since Google wants it in spite of PKCE', async () => {
    const about = await walk();
    const wrong = { ...about, keys: { ...keys(), clientSecret: 'wrong' } };
    expect(await failed(method().exchange({ ...wrong, signal }))).toMatchObject({ kind: 'refused', code: 'invalid_client' });
    google.faults.order('token', {
      kind: 'answer',
      reply: { status: 400, body: { error: 'invalid_request', error_description: 'client_secret is missing.' } },
    });
    expect(await failed(method().exchange({ ...about, signal }))).toMatchObject({ message: expect.stringContaining('secret') });
  });

  test('keys are checked without anybody signing in', async () => {
    const { checkKeys } = method();
    expect(await checkKeys?.(keys(), signal)).toMatchObject({ ok: true });
    expect(await checkKeys?.({ ...keys(), clientSecret: 'wrong' }, signal)).toMatchObject({
      ok: false,
      message: expect.stringContaining('secret'),
    });
    const cure = expect.stringContaining('.apps.googleusercontent.com') as string;
    expect(await checkKeys?.({ ...keys(), clientId: 'wrong' }, signal)).toMatchObject({ ok: false, cure });
    google.faults.order('token', { kind: 'answer', reply: { status: 400, body: { error: 'redirect_uri_mismatch' } } });
    expect(await checkKeys?.(keys(), signal)).toMatchObject({ ok: false, message: expect.stringContaining('Desktop app') });
  });
});

describe('renewing and taking back', () => {
  test('a renewed grant keeps its refresh token, because Google repeats none', async () => {
    const grant = await signIn();
    expect(method().renewAt(grant)?.getTime()).toBe(clock.ms + 3_599_000 - 300_000);
    clock.ms += HOUR;
    expect(await failed(method().accounts(grant, signal))).toMatchObject({ kind: 'refused' });
    const fresh = await method().renew(keys(), grant, signal);
    expect(fresh).toMatchObject({ refreshToken: grant.refreshToken, scopes: grant.scopes });
    expect(fresh.accessToken).not.toBe(grant.accessToken);
    expect(await method().accounts(fresh, signal)).toHaveLength(1);
  });

  test('an app in test mode says when the sign-in ends, and is explained when it did', async () => {
    google.switches.testMode = true;
    const grant = await signIn();
    expect(grant.refreshEndsAt).toBe('2026-11-27T18:00:00.000Z');
    expect((await method().accounts(grant, signal))[0]?.note).toContain('test mode');
    clock.ms += 6 * 24 * HOUR;
    expect((await method().renew(keys(), grant, signal)).refreshEndsAt).toBe(grant.refreshEndsAt);
    clock.ms += 25 * HOUR;
    const over = await failed(method().renew(keys(), grant, signal));
    expect(over).toMatchObject({ kind: 'dead', code: 'invalid_grant', hint: expect.stringContaining('7 days') });
  });

  test('a published app has no such end', async () => {
    const grant = await signIn();
    clock.ms += 8 * 24 * HOUR;
    expect((await method().renew(keys(), grant, signal)).refreshEndsAt).toBeNull();
  });

  test('Google in trouble leaves the grant as it is', async () => {
    const grant = await signIn();
    google.faults.order('token', { kind: 'answer', reply: { status: 500 } });
    expect(await failed(method().renew(keys(), grant, signal))).toMatchObject({ kind: 'later' });
    google.faults.order('token', { kind: 'answer', reply: { status: 401, body: { error: 'invalid_client' } } });
    expect(await failed(method().renew(keys(), grant, signal))).toMatchObject({ kind: 'refused' });
  });

  test('signing out takes the grant back; a dead one counts as taken back', async () => {
    const grant = await signIn();
    await method().revoke?.(keys(), grant, signal);
    expect(google.isRevoked(grant.refreshToken ?? '')).toBe(true);
    expect(await failed(method().renew(keys(), grant, signal))).toMatchObject({ kind: 'dead' });
    await method().revoke?.(keys(), grant, signal);
    google.faults.order('revoke', { kind: 'answer', reply: { status: 503 } });
    expect(await failed(method().revoke?.(keys(), grant, signal) ?? Promise.resolve())).toMatchObject({ kind: 'later' });
  });

  test('no failure says a token, a code or a secret', async () => {
    const about = await walk();
    await method().exchange({ ...about, signal });
    const error = await failed(method().exchange({ ...about, signal }));
    const said = JSON.stringify([error.message, error.hint, error.code, error.cause]);
    for (const secret of google.secretsGiven()) expect(said).not.toContain(secret);
  });
});

describe('the page', () => {
  test.each([
    ['client_id', 'unknown', 'invalid_client'],
    ['redirect_uri', 'https://example.com/', 'redirect_uri_mismatch'],
    ['response_type', 'token', 'unsupported_response_type'],
    ['code_challenge_method', 'plain', 'S256'],
    ['code_challenge', 'abc', 'base64url'],
    ['scope', 'https://www.googleapis.com/auth/drive', 'invalid_scope'],
  ])('a wrong %s is refused there', async (name, value, words) => {
    const url = new URL(method().authorizeUrl({ keys: keys(), redirectUri, verifier: 'v'.repeat(43), state: 's' }));
    url.searchParams.set(name, value);
    const page = await fetch(url);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain(words);
  });
});
