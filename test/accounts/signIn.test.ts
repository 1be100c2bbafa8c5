import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { LostAnswer } from '../../electron/publish/http/lostAnswer.ts';
import { Failure } from '../../shared/errors.ts';
import type { SignIn } from '../../shared/contract/channels.ts';
import { call, callbackOf, makeAccountsWorld, openAccounts, visit, type AccountsWorld, type OpenAccounts } from './openAccounts.ts';
import { createStandIn, type StandIn } from './standIn.ts';

function begin(prepare?: (standIn: StandIn, world: AccountsWorld) => void) {
  const world = makeAccountsWorld();
  const standIn = createStandIn(world.clock);
  world.secrets.kept.set('key:x', JSON.stringify({ clientId: 'client', clientSecret: 'app-secret' }));
  prepare?.(standIn, world);
  const studio = openAccounts(world, { x: standIn });
  return {
    world,
    standIn,
    studio,
    signIn: (route?: SignIn['route']) =>
      Promise.resolve(studio.service.signIn({ platform: 'x', ...(route === undefined ? {} : { route }) }, call)),
    async [Symbol.asyncDispose]() {
      await studio.closeAll();
      world[Symbol.dispose]();
    },
  };
}

const stateOf = (studio: OpenAccounts, { id }: SignIn) => Promise.resolve(studio.service.signInState({ signInId: id }, call));

/** What the creator does at the platform: a code that is good once. */
function allow(standIn: StandIn, signIn: SignIn, code = 'code-1'): string {
  standIn.codes.add(code);
  return callbackOf(signIn, { code });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof Failure ? error.code : String(error)),
  );
}

test('a browser that comes back with a code makes a channel, and sees a page without script', async () => {
  await using walk = begin();
  const { standIn, studio, world } = walk;
  const signIn = await walk.signIn();
  expect(signIn).toMatchObject({ state: 'waiting', route: 'loopback', problem: null, channelIds: [] });
  const page = await visit(allow(standIn, signIn));
  expect(page.status).toBe(200);
  expect(page.text).toContain('You are signed in to X');
  expect(page.text).not.toContain('<script');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'nonce-/);
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(await stateOf(studio, signIn)).toMatchObject({ state: 'done', channelIds: ['x-mia'] });
  expect(studio.row('x-mia')).toMatchObject({
    name: 'Mia',
    handle: '@mia',
    remoteAccount: '1',
    standing: 'ready',
    secretRef: 'grant:x-mia',
    scopes: 'post numbers',
    notes: '[]',
  });
  expect(world.secrets.kept.get('grant:x-mia')).toContain(standIn.secretsGiven.at(-1));
  const pushed = studio.seen.filter(({ topic }) => topic === 'sign-in').map(({ value }) => (value as SignIn).state);
  expect(pushed).toEqual(['waiting', 'done']);
  expect(studio.seen.some(({ topic }) => topic === 'channel')).toBe(true);
});

test('nothing that is pushed to windows holds a verifier, a code or a token', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  await visit(allow(walk.standIn, signIn, 'code-secret'));
  const pushed = JSON.stringify([walk.studio.seen, signIn]);
  for (const secret of [...walk.standIn.secretsGiven, 'code-secret', 'app-secret']) expect(pushed).not.toContain(secret);
});

test('a wrong state is refused, and the attempt goes on', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  walk.standIn.codes.add('code-1');
  for (const query of ['?code=code-1&state=guess', '?code=code-1', '?error=access_denied&state=']) {
    const page = await visit(`${signIn.redirectUri}${query}`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('does not belong to a sign-in');
  }
  expect(await stateOf(walk.studio, signIn)).toMatchObject({ state: 'waiting' });
  expect((await visit(callbackOf(signIn, { code: 'code-1' }))).status).toBe(200);
});

test('only GET at exactly the path of the redirect, asked for by its own name, is answered', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  const url = allow(walk.standIn, signIn);
  expect((await visit(url, { method: 'POST' })).status).toBe(405);
  expect((await visit(url.replace('/callback', '/callback/'))).status).toBe(404);
  expect((await visit(url.replace('/callback', '/')).catch(() => ({ status: 404 }))).status).toBe(404);
  expect((await visit(url, { headers: { host: 'evil.example' } })).status).toBe(404);
  expect(await stateOf(walk.studio, signIn)).toMatchObject({ state: 'waiting' });
});

test('the state is at least 128 bits and the verifier at least 64 characters, fresh for each attempt', async () => {
  const verifiers: string[] = [];
  await using walk = begin((standIn) => {
    const { authorizeUrl } = standIn;
    Object.assign(standIn, {
      authorizeUrl: (about: Parameters<typeof authorizeUrl>[0]) => {
        verifiers.push(about.verifier);
        return authorizeUrl(about);
      },
    });
  });
  const states: string[] = [];
  for (let time = 0; time < 3; time += 1) states.push(new URL((await walk.signIn()).authorizeUrl).searchParams.get('state') ?? '');
  expect(new Set(states).size).toBe(3);
  expect(new Set(verifiers).size).toBe(3);
  for (const state of states) expect(Buffer.from(state, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
  for (const verifier of verifiers) expect(verifier).toMatch(/^[A-Za-z0-9\-._~]{64,128}$/);
});

test('a refusal at the platform is told in the browser and in the studio', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  const page = await visit(callbackOf(signIn, { error: 'access_denied' }));
  expect(page.text).toContain('You said no.');
  expect(await stateOf(walk.studio, signIn)).toMatchObject({ state: 'failed', problem: { message: 'You said no.', hint: 'Say yes.' } });
  expect(walk.studio.lastProblem('x')).toEqual({ message: 'You said no.', hint: 'Say yes.' });
});

test('an answer that came once is not taken twice, and afterwards nobody listens', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  const url = allow(walk.standIn, signIn);
  const release = Promise.withResolvers<void>();
  const { accounts } = walk.standIn;
  Object.assign(walk.standIn, {
    accounts: async (...given: Parameters<typeof accounts>) => release.promise.then(() => accounts(...given)),
  });
  const first = visit(url);
  const second = await visit(url); // while the first one is being exchanged
  expect(second.status).toBe(410);
  release.resolve();
  expect((await first).status).toBe(200);
  await expect(visit(url)).rejects.toThrow('ECONNREFUSED');
  expect(await codeOf(Promise.resolve(walk.studio.service.finishSignIn({ signInId: signIn.id, address: url }, call)))).toBe('CONFLICT');
});

test('an attempt ends after ten minutes, also when the computer slept through its timer', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  const url = allow(walk.standIn, signIn);
  walk.world.clock.ms += 10 * 60_000;
  expect((await visit(url)).status).toBe(410);
  expect(await stateOf(walk.studio, signIn)).toMatchObject({ state: 'failed', problem: { hint: 'Begin it again.' } });
  await expect(visit(url)).rejects.toThrow('ECONNREFUSED');
});

test('cancelling and beginning anew both end the earlier attempt', async () => {
  await using walk = begin();
  const first = await walk.signIn();
  const second = await walk.signIn();
  expect(await stateOf(walk.studio, first)).toMatchObject({ state: 'failed', problem: { message: 'Another sign-in was begun instead.' } });
  await expect(visit(callbackOf(first, { code: '1' }))).rejects.toThrow('ECONNREFUSED');
  await walk.studio.service.cancelSignIn({ signInId: second.id }, call);
  expect(await stateOf(walk.studio, second)).toMatchObject({ state: 'failed', problem: { message: 'You cancelled this sign-in.' } });
  await expect(visit(callbackOf(second, { code: '1' }))).rejects.toThrow('ECONNREFUSED');
});

async function occupy(host: string): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

test('the first free port of a fixed list is used, and when all are taken that is said', async () => {
  const [one, two] = [await occupy('127.0.0.1'), await occupy('127.0.0.1')];
  await using walk = begin((standIn) => {
    standIn.redirect = { route: 'loopback', host: '127.0.0.1', path: '/callback', ports: [one.port, two.port] };
  });
  await expect(walk.signIn()).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining(`${one.port} or ${two.port}`) as string,
  });
  two.server.close();
  expect((await walk.signIn()).redirectUri).toBe(`http://127.0.0.1:${two.port}/callback`);
  one.server.close();
});

test('a redirect to localhost is answered over IPv4 and IPv6, wherever the browser looks first', async () => {
  await using walk = begin((standIn) => {
    standIn.redirect = { route: 'loopback', host: 'localhost', path: '/', ports: 'any' };
  });
  const signIn = await walk.signIn();
  const { port, host } = new URL(signIn.redirectUri);
  expect((await visit(`http://127.0.0.1:${port}/?state=x`, { headers: { host } })).status).toBe(400);
  expect((await visit(`http://[::1]:${port}/?state=x`, { headers: { host } })).status).toBe(400);
});

test('an address pasted by hand finishes a sign-in, and one of another sign-in does not end it', async () => {
  await using walk = begin((standIn) => {
    standIn.redirect = { route: 'paste', redirectUri: 'https://tidereel.example/back' };
  });
  const signIn = await walk.signIn();
  expect(signIn).toMatchObject({ route: 'paste', redirectUri: 'https://tidereel.example/back' });
  const finish = (address: string) => Promise.resolve(walk.studio.service.finishSignIn({ signInId: signIn.id, address }, call));
  expect(await codeOf(finish('not an address'))).toBe('BAD_INPUT');
  expect(await codeOf(finish('https://tidereel.example/back?code=code-1&state=other'))).toBe('BAD_INPUT');
  expect(await finish(` ${allow(walk.standIn, signIn)}#_=_\n`)).toMatchObject({ state: 'done', channelIds: ['x-mia'] });
});

test('a platform that comes back to this computer can be finished by hand too, but not the other way round', async () => {
  await using walk = begin();
  const signIn = await walk.signIn('paste');
  expect(signIn.route).toBe('paste');
  const finished = await walk.studio.service.finishSignIn({ signInId: signIn.id, address: allow(walk.standIn, signIn) }, call);
  expect(finished.state).toBe('done');
  walk.standIn.redirect = { route: 'paste', redirectUri: 'https://tidereel.example/back' };
  expect(await codeOf(walk.signIn('loopback'))).toBe('CONFLICT');
});

test('of several accounts the creator chooses, and each becomes a channel of its own', async () => {
  await using walk = begin((standIn) => {
    standIn.accountsGiven.splice(
      0,
      1,
      { remoteAccount: '1', name: 'Mía Ñandú', handle: '' },
      { remoteAccount: '2', name: 'Studio', handle: '@studio' },
      { remoteAccount: '3', name: 'Third', handle: '@studio' },
    );
  });
  const signIn = await walk.signIn();
  expect((await visit(allow(walk.standIn, signIn))).text).toContain('Choose in Tidereel');
  expect(await stateOf(walk.studio, signIn)).toMatchObject({
    state: 'choosing',
    accounts: [{ remoteAccount: '1' }, { remoteAccount: '2' }, { remoteAccount: '3' }],
  });
  const choose = (...remoteAccounts: string[]) =>
    Promise.resolve(walk.studio.service.chooseAccounts({ signInId: signIn.id, remoteAccounts }, call));
  expect(await codeOf(choose('4'))).toBe('BAD_INPUT');
  expect((await choose('1', '2', '3')).channelIds).toEqual(['x-mia-nandu', 'x-studio', 'x-studio-2']);
  expect(await codeOf(choose('1'))).toBe('CONFLICT');
});

test('the same account signed in again is the same channel: what waited goes on, a pause of the creator stays', async () => {
  await using walk = begin();
  const { studio, standIn } = walk;
  const again = async (code: string): Promise<void> => void (await visit(allow(standIn, await walk.signIn(), code)));
  await again('a');
  const { createdAt } = studio.row('x-mia');
  studio.store.write.$client.prepare("update channels set paused = 1, reason = 'You paused this channel.'").run();
  standIn.accountsGiven[0] = { remoteAccount: '1', name: 'Mia now', handle: '@mia.now' };
  await again('b');
  expect(studio.row('x-mia')).toMatchObject({ name: 'Mia now', handle: '@mia.now', paused: true, createdAt });
  expect(studio.resumed).toEqual([]);
  studio.store.write.$client.prepare("update channels set standing = 'sign-in', reason = 'You paused this channel. It ended.'").run();
  await again('b2');
  expect(studio.row('x-mia')).toMatchObject({ paused: true, reason: 'You paused this channel.', standing: 'ready' });
  expect(studio.resumed).toEqual([]);
  studio.store.write.$client.prepare("update channels set standing = 'sign-in', reason = 'It ended.'").run();
  await again('c');
  expect(studio.row('x-mia')).toMatchObject({ paused: false, reason: null, standing: 'ready' });
  expect(studio.resumed).toEqual(['x-mia']);
});

test('a scope that posting needs must be granted; one that only helps is noted', async () => {
  await using walk = begin();
  walk.standIn.granted = ['numbers'];
  const signIn = await walk.signIn();
  expect((await visit(allow(walk.standIn, signIn))).text).toContain('Without “post” nothing can be published.');
  walk.standIn.granted = ['post'];
  await visit(allow(walk.standIn, await walk.signIn(), 'code-2'));
  expect(JSON.parse(walk.studio.row('x-mia').notes)).toEqual(['Views cannot be read.']);
});

test('a keychain that locks during a sign-in loses nothing: once it is open the same attempt is finished', async () => {
  await using walk = begin();
  const signIn = await walk.signIn();
  walk.world.secrets.locked = 'for-writing';
  expect((await visit(allow(walk.standIn, signIn))).text).toContain('keychain is locked');
  expect(await stateOf(walk.studio, signIn)).toMatchObject({
    state: 'choosing',
    accounts: [{ remoteAccount: '1' }],
    problem: { message: expect.stringContaining('locked') as string },
  });
  const choose = () => Promise.resolve(walk.studio.service.chooseAccounts({ signInId: signIn.id, remoteAccounts: ['1'] }, call));
  expect(await codeOf(choose())).toBe('SECRETS_LOCKED');
  walk.world.secrets.locked = 'no';
  expect(await choose()).toMatchObject({ state: 'done', problem: null, channelIds: ['x-mia'] });
});

test('a sign-in cannot begin without keys, nor while secrets are locked', async () => {
  await using walk = begin((_standIn, world) => world.secrets.kept.clear());
  expect(await codeOf(walk.signIn())).toBe('KEY_MISSING');
  walk.world.secrets.locked = 'yes';
  expect(await codeOf(walk.signIn())).toBe('SECRETS_LOCKED');
});

test('a platform that cannot be reached, and a fault nobody foresaw, are told apart', async () => {
  await using walk = begin();
  walk.standIn.trouble.push(new LostAnswer('platform.example', 'unknown'), new TypeError('a fault of ours'));
  expect((await visit(allow(walk.standIn, await walk.signIn()))).text).toContain('could not be reached');
  expect(walk.studio.reported).toEqual([]);
  expect((await visit(allow(walk.standIn, await walk.signIn()))).text).toContain('did not foresee');
  expect(walk.studio.reported).toHaveLength(1);
});

test('signing out takes the grant back and forgets it; the channel and its account stay known', async () => {
  await using walk = begin();
  await visit(allow(walk.standIn, await walk.signIn()));
  const channel = await walk.studio.service.signOut({ channelId: 'x-mia' }, call);
  expect(channel).toMatchObject({ id: 'x-mia', standing: 'signed-out', paused: true, reason: 'You signed out. Sign in again to go on.' });
  expect(walk.standIn.revoked).toHaveLength(1);
  expect([...walk.world.secrets.kept.keys()]).toEqual(['key:x']);
  await expect(walk.studio.tokens.read({ channelId: 'x-mia', remoteAccount: '1', secretRef: null }, call.signal)).rejects.toMatchObject({
    failure: { kind: 'sign-in-again' },
  });
  await visit(allow(walk.standIn, await walk.signIn(), 'code-2'));
  expect(walk.studio.row('x-mia')).toMatchObject({ standing: 'ready', paused: false });
  walk.studio.store.write.$client.prepare("update channels set paused = 1, reason = 'You paused this channel.'").run();
  await walk.studio.service.signOut({ channelId: 'x-mia' }, call);
  await visit(allow(walk.standIn, await walk.signIn(), 'code-3'));
  expect(walk.studio.row('x-mia')).toMatchObject({ standing: 'ready', paused: true, reason: 'You paused this channel.' });
});

test('a platform that cannot be told of a sign-out is no reason to keep the tokens', async () => {
  await using walk = begin();
  await visit(allow(walk.standIn, await walk.signIn()));
  walk.standIn.trouble.push(new LostAnswer('platform.example', 'never-arrived'));
  const channel = await walk.studio.service.signOut({ channelId: 'x-mia' }, call);
  expect(channel.reason).toContain('could not be told');
  expect(channel.reason).toContain('Remove Tidereel in the settings of your X account');
  expect([...walk.world.secrets.kept.keys()]).toEqual(['key:x']);
});

test('practice has no sign-in to leave, and a locked keychain leaves a sign-out undone', async () => {
  await using walk = begin();
  walk.studio.store.write.$client
    .prepare(
      "insert or ignore into channels (id, platform, name, remote_account, created_at) values ('practice', 'practice', 'Practice', 'practice', 0)",
    )
    .run();
  expect(await codeOf(Promise.resolve(walk.studio.service.signOut({ channelId: 'practice' }, call)))).toBe('REFUSED');
  await visit(allow(walk.standIn, await walk.signIn()));
  walk.world.secrets.locked = 'yes';
  expect(await codeOf(Promise.resolve(walk.studio.service.signOut({ channelId: 'x-mia' }, call)))).toBe('SECRETS_LOCKED');
  expect(walk.studio.row('x-mia')).toMatchObject({ standing: 'ready' });
});
