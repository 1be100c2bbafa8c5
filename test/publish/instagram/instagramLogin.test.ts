import { expect, test } from 'vitest';
import { openSignIn, signal, troubleOf } from './openSignIn.ts';

const DAY_MS = 86_400_000;

test.each([true, false])('Instagram Login ends with a token of 60 days for one account (answer in a list: %s)', async (wrappedToken) => {
  await using open = await openSignIn({ login: 'instagram', wrappedToken });
  const [mia, ...more] = await open.signIn();
  expect(more).toEqual([]);
  expect(mia).toMatchObject({ handle: '@mia', grant: { refreshToken: null, extra: { login: 'instagram', username: 'mia' } } });
  expect(mia?.grant.accessEndsAt).toBe(new Date(open.clock.ms + 60 * DAY_MS).toISOString());
  expect(mia?.remoteAccount).toBe('17841400000000011'); // user_id, which publishes; not id
  expect(mia?.grant.scopes).toContain('instagram_business_content_publish');
  expect(mia?.note).toContain('public https address');
});

test('the account that was picked is opened', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  expect((await open.signIn(['studio']))[0]?.handle).toBe('@studio');
});

test('the browser ends at an address that is copied, since Instagram takes no plain http', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  expect(open.method.redirects(open.keys)).toEqual([{ route: 'paste', redirectUri: 'https://localhost/' }]);
});

test('the “#_” that Instagram appends is no part of the code', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const callback = await open.walk();
  const code = callback.get('code') ?? '';
  const form = {
    client_id: open.keys.appId,
    client_secret: open.keys.appSecret,
    grant_type: 'authorization_code',
    redirect_uri: open.redirectUri,
  };
  const raw = await fetch(`${open.simulator.endpoints['instagramApi']}/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, code: `${code}#_` }),
  });
  expect(raw.status).toBe(400);
  await raw.arrayBuffer();
  const grant = await open.exchange(new URLSearchParams({ code: `${code}#_` }));
  expect(grant.accessToken).toMatch(/^IGAALong/);
});

test('a code that was used, or is old, is refused with the cure', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const callback = await open.walk();
  await open.exchange(callback);
  expect((await troubleOf(open.exchange(callback))).hint).toContain('works once');
  const old = await open.walk();
  open.clock.ms += 3_600_001;
  expect(await troubleOf(open.exchange(old))).toMatchObject({ kind: 'refused' });
});

test('an address without a code is refused', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  expect(await troubleOf(open.exchange(new URLSearchParams()))).toMatchObject({ kind: 'refused', code: 'NO_CODE' });
});

test('refusal, wrong keys and outages are told apart', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  expect(await troubleOf(open.exchange(await open.walk('refuse')))).toMatchObject({ kind: 'refused', code: 'user_denied' });
  const wrong = await troubleOf(open.exchange(await open.walk(), { ...open.keys, appSecret: 'wrong' }));
  expect(wrong.hint).toContain('The two logins have different ones');
  for (const route of ['token', 'exchange', 'me']) {
    open.simulator.faults.order(route, { kind: 'lost-answer' });
    expect(await troubleOf(open.signIn())).toMatchObject({ kind: 'later' });
    open.simulator.faults.order(route, { kind: 'malformed' });
    expect(await troubleOf(open.signIn())).toMatchObject({ kind: 'later' });
  }
});

test('a token is renewed ten days before its end, and never in its first day', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const [mia] = await open.signIn();
  if (mia === undefined) throw new Error('there is one');
  expect(open.method.renewAt(mia.grant)?.getTime()).toBe(open.clock.ms + 50 * DAY_MS);
  const short = { ...mia.grant, accessEndsAt: new Date(open.clock.ms + 3_600_000).toISOString() };
  expect(open.method.renewAt(short)?.getTime()).toBe(open.clock.ms + DAY_MS);
  expect(await troubleOf(open.method.renew(open.keys, mia.grant, signal))).toMatchObject({ kind: 'later' });
  open.clock.ms += 50 * DAY_MS;
  const renewed = await open.method.renew(open.keys, mia.grant, signal);
  expect(renewed.accessToken).not.toBe(mia.grant.accessToken);
  expect(renewed).toMatchObject({ extra: mia.grant.extra, scopes: mia.grant.scopes });
  expect(renewed.accessEndsAt).toBe(new Date(open.clock.ms + 60 * DAY_MS).toISOString());
});

test('a token that was not renewed in 60 days is dead', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const [mia] = await open.signIn();
  if (mia === undefined) throw new Error('there is one');
  open.clock.ms += 60 * DAY_MS;
  const trouble = await troubleOf(open.method.renew(open.keys, mia.grant, signal));
  expect(trouble).toMatchObject({ kind: 'dead', code: '190/463' });
});

test('a token copied from the dashboard signs in, whether it is fresh or a day old', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const fresh = open.simulator.grantFor('mia').accessToken;
  const kept = await open.method.fromToken?.(open.keys, fresh, signal);
  expect(kept).toMatchObject({ accessToken: fresh, accessEndsAt: new Date(open.clock.ms + 59 * DAY_MS).toISOString() });
  open.clock.ms += 2 * DAY_MS;
  const renewed = await open.method.fromToken?.(open.keys, fresh, signal);
  if (renewed === undefined) throw new Error('tokens may be copied');
  expect(renewed.accessEndsAt).toBe(new Date(open.clock.ms + 60 * DAY_MS).toISOString());
  expect((await open.method.accounts(renewed, signal))[0]?.handle).toBe('@mia');
});

test('a copied token of the other login is refused with the cure', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  open.simulator.switches.login = 'facebook';
  const trouble = await troubleOf(open.method.fromToken?.(open.keys, open.simulator.grantFor('mia').accessToken, signal));
  expect(trouble).toMatchObject({ kind: 'refused' });
  expect(trouble.hint).toContain('needs the keys of Facebook Login');
});

test('there is no call that takes the sign-in back, and the creator is told where to', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const [mia] = await open.signIn();
  if (mia === undefined) throw new Error('there is one');
  expect(await troubleOf(open.method.revoke?.(open.keys, mia.grant, signal))).toMatchObject({ code: 'NO_REVOKE' });
});

test('only the scopes of its own login are asked of a grant', async () => {
  await using open = await openSignIn({ login: 'instagram', grantedScopes: ['instagram_business_basic'] });
  const grant = await open.exchange(await open.walk());
  const missing = open.method.scopes.filter(({ scope, when }) => (when?.(grant) ?? true) && !grant.scopes.includes(scope));
  expect(missing.map(({ scope, needed }) => [scope, needed])).toEqual([
    ['instagram_business_content_publish', true],
    ['instagram_business_manage_insights', false],
  ]);
});

test('what was given out is all listed as secret', async () => {
  await using open = await openSignIn({ login: 'instagram' });
  const [mia] = await open.signIn();
  expect(open.simulator.secretsGiven()).toContain(mia?.grant.accessToken);
  expect(open.simulator.secretsGiven()).toContain(open.keys.appSecret);
});
