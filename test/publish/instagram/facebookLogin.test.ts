import { expect, test } from 'vitest';
import { failureOf, openInstagram } from './openInstagram.ts';
import { openSignIn, signal, troubleOf } from './openSignIn.ts';

const DAY_MS = 86_400_000;

test('Facebook Login opens an account for each Page, each with a grant of its own', async () => {
  await using open = await openSignIn();
  const accounts = await open.signIn();
  expect(accounts.map(({ handle, note }) => [handle, note])).toEqual([
    ['@mia', null],
    ['@studio', null],
  ]);
  const [mia, studio] = accounts;
  expect(mia?.remoteAccount).toBe(mia?.grant.extra['userId']);
  expect(mia?.grant.accessToken).not.toBe(studio?.grant.accessToken);
  expect(mia?.grant).toMatchObject({ accessEndsAt: null, extra: { login: 'facebook', tokenKind: 'page' } });
  expect(mia?.grant.scopes).toContain('instagram_content_publish');
});

test('only the Pages that were ticked are opened', async () => {
  await using open = await openSignIn();
  expect((await open.signIn(['studio'])).map(({ handle }) => handle)).toEqual(['@studio']);
});

test('a Page without an Instagram account is left out, and named when it is the only one', async () => {
  await using open = await openSignIn({ pageWithoutInstagram: true });
  expect((await open.signIn()).map(({ handle }) => handle)).toEqual(['@mia', '@studio']);
  const trouble = await troubleOf(open.signIn([]));
  expect(trouble).toMatchObject({ kind: 'refused', code: 'NO_INSTAGRAM_ACCOUNT' });
  expect(trouble.message).toContain('Bare Page');
});

test('a person without a Page is told to make one', async () => {
  await using open = await openSignIn();
  expect(await troubleOf(open.signIn([]))).toMatchObject({ kind: 'refused', code: 'NO_PAGES' });
});

test.each([
  ['page', 'page'],
  ['user', 'user'],
  ['both', 'page'],
] as const)('where Meta takes a %s token to publish, the grant holds one', async (publishTokens, tokenKind) => {
  await using open = await openSignIn({ publishTokens });
  const [mia] = await open.signIn(['mia']);
  expect(mia?.grant.extra['tokenKind']).toBe(tokenKind);
  expect(mia?.grant.accessEndsAt === null).toBe(tokenKind === 'page');
});

test('a grant of either kind publishes', async () => {
  for (const publishTokens of ['page', 'user'] as const) {
    await using open = await openInstagram({ publishTokens, auto: true });
    const { createInstagramSignIn } = await import('../../../electron/publish/instagram/signIn.ts');
    const method = createInstagramSignIn({ endpoints: open.needs.endpoints, now: open.needs.now });
    const keys = open.simulator.keys as { login: 'facebook'; appId: string; appSecret: string }; // the simulator's own keys
    const redirectUri = 'http://localhost:47832/';
    const url = method.authorizeUrl({ keys, redirectUri, verifier: 'v', state: 's' });
    const address = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
    const callback = new URL(address).searchParams;
    const grant = await method.exchange({ keys, redirectUri, verifier: 'v', callback, signal });
    open.needs.grant = (await method.accounts(grant, signal))[0]?.grant ?? null;
    const post = open.post();
    await open.release(post, await open.instagram.upload(post, null, open.tools));
    expect(open.simulator.published()).toMatchObject([{ account: 'mia' }]);
  }
});

test('a person who says no is told that nothing changed', async () => {
  await using open = await openSignIn();
  const trouble = await troubleOf(open.exchange(await open.walk('refuse')));
  expect(trouble).toMatchObject({ kind: 'refused', code: 'user_denied' });
  expect(trouble.message).toContain('You said no');
});

test('a code works once', async () => {
  await using open = await openSignIn();
  const callback = await open.walk();
  await open.exchange(callback);
  const trouble = await troubleOf(open.exchange(callback));
  expect(trouble.kind).toBe('refused');
  expect(trouble.hint).toContain('works once');
});

test('what was not ticked is not in the grant', async () => {
  await using open = await openSignIn({ grantedScopes: ['instagram_basic', 'pages_show_list'] });
  const grant = await open.exchange(await open.walk());
  expect(grant.scopes).toEqual(['instagram_basic', 'pages_show_list']);
  const missing = open.method.scopes.filter(({ scope, when }) => (when?.(grant) ?? true) && !grant.scopes.includes(scope));
  expect(missing.map(({ scope }) => scope)).toEqual(['instagram_content_publish', 'instagram_manage_insights', 'pages_read_engagement']);
});

test('plain http on this computer works only in development mode; the page of Facebook always does', async () => {
  await using open = await openSignIn({ developmentMode: false });
  await expect(open.walk()).rejects.toThrow('URL Blocked');
  const paste = open.method.redirects(open.keys).find(({ route }) => route === 'paste');
  if (paste?.route !== 'paste') throw new Error('there is one');
  const url = open.method.authorizeUrl({ keys: open.keys, redirectUri: paste.redirectUri, verifier: 'v', state: 's' });
  expect((await fetch(url)).status).toBe(200);
});

test.each([
  ['secret', { appSecret: 'wrong' }],
  ['id', { appId: '999' }],
])('a wrong app %s is named as the cause', async (_name, wrong) => {
  await using open = await openSignIn();
  const trouble = await troubleOf(open.exchange(await open.walk(), { ...open.keys, ...wrong }));
  expect(trouble.kind).toBe('refused');
  expect(trouble.hint).toContain('Compare the app id and the app secret');
});

test.each(['token', 'pages', 'debug-token'])('an outage at “%s” changes nothing and may be tried again', async (route) => {
  for (const fault of [{ kind: 'reset-before' } as const, { kind: 'answer', reply: { status: 503, body: 'x' } } as const]) {
    await using open = await openSignIn();
    open.simulator.faults.order(route, fault);
    expect(await troubleOf(open.signIn())).toMatchObject({ kind: 'later' });
  }
});

test('a Page token has no end; what renews it is renewed ten days before its own', async () => {
  await using open = await openSignIn();
  const [mia] = await open.signIn(['mia']);
  if (mia === undefined) throw new Error('there is one');
  const renewAt = open.method.renewAt(mia.grant);
  expect(renewAt?.getTime()).toBe(open.clock.ms + 50 * DAY_MS);
  open.clock.ms += 50 * DAY_MS;
  const renewed = await open.method.renew(open.keys, mia.grant, signal);
  expect(open.method.renewAt(renewed)?.getTime()).toBe(open.clock.ms + 50 * DAY_MS);
  expect(renewed.accessEndsAt).toBeNull();
});

test('a Page token that was refused is read anew with the user token', async () => {
  await using open = await openSignIn();
  const [mia] = await open.signIn(['mia']);
  if (mia === undefined) throw new Error('there is one');
  open.simulator.killTokens('mia');
  const renewed = await open.method.renew(open.keys, mia.grant, signal);
  expect(renewed.accessToken).not.toBe(mia.grant.accessToken);
  expect(renewed.extra).toMatchObject({ userId: mia.remoteAccount, tokenKind: 'page' });
});

test('a Page token that still works outlives its user token', async () => {
  await using open = await openSignIn();
  const [mia] = await open.signIn(['mia']);
  if (mia === undefined) throw new Error('there is one');
  open.clock.ms += 61 * DAY_MS;
  const kept = await open.method.renew(open.keys, mia.grant, signal);
  expect(kept).toMatchObject({ accessToken: mia.grant.accessToken, refreshToken: null });
  expect(open.method.renewAt(kept)).toBeNull();
});

test.each([
  [458, 'removed'],
  [460, 'password'],
  [492, 'role'],
])('a sign-in that is dead for reason %i says so', async (deadSubcode, word) => {
  await using open = await openSignIn({ deadSubcode });
  const [mia] = await open.signIn(['mia']);
  if (mia === undefined) throw new Error('there is one');
  open.simulator.killTokens('mia', { refresh: true });
  const trouble = await troubleOf(open.method.renew(open.keys, mia.grant, signal));
  expect(trouble.kind).toBe('dead');
  expect(trouble.message).toContain(word);
});

test('signing out takes the permissions back', async () => {
  await using open = await openSignIn();
  const [mia] = await open.signIn(['mia']);
  if (mia === undefined) throw new Error('there is one');
  await open.method.revoke?.(open.keys, mia.grant, signal);
  expect(await troubleOf(open.method.renew(open.keys, mia.grant, signal))).toMatchObject({ kind: 'dead', code: '190/458' });
});

test('a token copied from the Graph explorer signs in, of a person or of a Page', async () => {
  await using open = await openSignIn();
  const { refreshToken, accessToken } = open.simulator.grantFor('mia');
  const person = await open.method.fromToken?.(open.keys, ` ${refreshToken}\n`, signal);
  const page = await open.method.fromToken?.(open.keys, accessToken, signal);
  if (person === undefined || page === undefined) throw new Error('tokens may be copied');
  expect((await open.method.accounts(person, signal)).map(({ handle }) => handle)).toEqual(['@mia']);
  const [ofPage] = await open.method.accounts(page, signal);
  expect(ofPage).toMatchObject({ handle: '@mia', grant: { accessToken, refreshToken: null, accessEndsAt: null } });
  expect(open.method.renewAt(page)).toBeNull();
});

test('a copied token of the other login, or rubbish, is refused with the cure', async () => {
  await using open = await openSignIn();
  open.simulator.switches.login = 'instagram';
  for (const token of [open.simulator.grantFor('mia').accessToken, 'rubbish']) {
    const trouble = await troubleOf(open.method.fromToken?.(open.keys, token, signal));
    expect(trouble).toMatchObject({ kind: 'refused', code: 'TOKEN_INVALID' });
    expect(trouble.hint).toContain('Instagram Login needs the keys of Instagram Login');
  }
});

test('keys are checked without anybody signing in', async () => {
  await using open = await openSignIn();
  expect(await open.method.checkKeys?.(open.keys, signal)).toMatchObject({ ok: true });
  expect(await open.method.checkKeys?.({ ...open.keys, appSecret: 'wrong' }, signal)).toMatchObject({ ok: false });
  expect(await open.method.checkKeys?.({ ...open.keys, appId: 'my app' }, signal)).toMatchObject({
    ok: false,
    message: 'An app id is a number.',
  });
});

test('a grant whose tokens are all dead asks for a new sign-in', async () => {
  await using open = await openInstagram();
  const body = { error: { message: 'x', code: 190, error_subcode: 458 } };
  open.simulator.faults.order('container', { kind: 'answer', reply: { status: 400, body } }, { times: 2 });
  expect(await failureOf(open.instagram.upload(open.post(), null, open.tools))).toMatchObject({ kind: 'sign-in-again', code: '190/458' });
});
