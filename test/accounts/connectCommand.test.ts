import { expect, test } from 'vitest';
import { createChangeBus } from '../../electron/changes.ts';
import { tidereel, type Ran } from '../cli/runInTest.ts';
import { callbackOf, makeAccountsWorld, openAccounts, visit, type OpenAccounts } from './openAccounts.ts';
import { openAccountsDoor } from './openAccountsDoor.ts';
import { createStandIn, type StandIn } from './standIn.ts';
import type { SignIn } from '../../shared/contract/channels.ts';

type Running = {
  readonly standIn: StandIn;
  readonly studio: OpenAccounts;
  /** The newest sign-in, once there is one. */
  begun(): Promise<SignIn>;
  run(args: readonly string[], options?: { stdin?: string | Promise<string>; signal?: AbortSignal }): Promise<Ran>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A studio that runs, and a command line beside it. */
async function open(): Promise<Running> {
  const world = makeAccountsWorld();
  const standIn = createStandIn(world.clock);
  world.secrets.kept.set('key:x', JSON.stringify({ clientId: 'client' }));
  const changes = createChangeBus();
  const studio = openAccounts({ ...world, changes }, { x: standIn });
  const door = await openAccountsDoor(world.home, { studio, secrets: world.secrets, changes });
  return {
    standIn,
    studio,
    async begun() {
      for (;;) {
        const change = studio.seen.findLast(({ topic }) => topic === 'sign-in');
        if (change !== undefined) return change.value as SignIn;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    run: (args, options = {}) => tidereel([...args, '--json'], { home: world.home, ...options }),
    async [Symbol.asyncDispose]() {
      await door.close();
      await studio.closeAll();
      world[Symbol.dispose]();
    },
  };
}

const allow = (standIn: StandIn, signIn: SignIn): string => {
  standIn.codes.add('code');
  return callbackOf(signIn, { code: 'code' });
};

const two = [
  { remoteAccount: '1', name: 'Mia', handle: '@mia' },
  { remoteAccount: '2', name: 'The Studio', handle: '@studio' },
];

test('connect prints the address on standard error, waits for the browser, and answers the channel', async () => {
  await using running = await open();
  const ran = running.run(['connect', 'x', '--no-open']);
  const signIn = await running.begun();
  await visit(allow(running.standIn, signIn));
  const { code, stdout, stderr, json } = await ran;
  expect(code).toBe(0);
  expect(json()).toEqual({ channel: { id: 'x-mia', platform: 'x', name: 'Mia' } });
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(signIn.authorizeUrl);
  const listed = await running.run(['channels']);
  expect(listed.json()).toMatchObject({ channels: [{ id: 'x-mia', standing: 'ready' }] });
});

test('connect --paste takes the address from standard input', async () => {
  await using running = await open();
  const come = Promise.withResolvers<string>();
  const ran = running.run(['connect', 'x', '--no-open', '--paste'], { stdin: come.promise });
  come.resolve(`${allow(running.standIn, await running.begun())}\n`);
  expect((await ran).json()).toEqual({ channel: { id: 'x-mia', platform: 'x', name: 'Mia' } });
  running.studio.seen.length = 0;
  const state = 'unknown';
  const wrong = await running.run(['connect', 'x', '--no-open', '--paste'], {
    stdin: `http://127.0.0.1/callback?code=code&state=${state}`,
  });
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.json()).toMatchObject({ error: { code: 'BAD_INPUT' } });
  expect((await running.begun()).state).toBe('failed'); // a command that ended leaves nothing open
});

test('of several accounts connect takes the ones that were named, and lists them when none was', async () => {
  await using running = await open();
  running.standIn.accountsGiven.splice(0, 1, ...two);
  const go = async (...args: string[]): Promise<Ran> => {
    running.studio.seen.length = 0;
    const ran = running.run(['connect', 'x', '--no-open', ...args]);
    await visit(allow(running.standIn, await running.begun()));
    return ran;
  };
  const none = await go();
  expect(none.code).toBe(1);
  expect(none.json()).toMatchObject({ error: { code: 'CONFLICT', hint: 'Choose with --account: Mia (@mia), The Studio (@studio).' } });
  expect((await go('--account', 'Nobody')).json()).toMatchObject({ error: { code: 'BAD_INPUT' } });
  expect((await go('--account', '@Studio')).json()).toEqual({ channel: { id: 'x-studio', platform: 'x', name: 'The Studio' } });
  expect((await go('--account', '1', '--account', 'the studio')).json()).toMatchObject({
    channel: { id: 'x-mia' },
    channels: [{ id: 'x-mia' }, { id: 'x-studio' }],
  });
});

test('a refusal, a missing key and a platform that does not exist end with words', async () => {
  await using running = await open();
  const ran = running.run(['connect', 'x', '--no-open']);
  await visit(callbackOf(await running.begun(), { error: 'access_denied' }));
  expect((await ran).json()).toEqual({ error: { code: 'REFUSED', message: 'You said no.', hint: 'Say yes.' } });
  expect(await running.run(['connect', 'tiktok', '--no-open'])).toMatchObject({ code: 1 });
  expect((await running.run(['connect', 'practice'])).code).toBe(2);
  expect((await running.run(['connect'])).code).toBe(2);
});

test('Ctrl-C ends the sign-in', async () => {
  await using running = await open();
  const stop = new AbortController();
  const ran = running.run(['connect', 'x', '--no-open'], { signal: stop.signal });
  const signIn = await running.begun();
  stop.abort(new Error('Cancelled.'));
  expect((await ran).json()).toMatchObject({ error: { code: 'CANCELLED' } });
  expect(await running.begun()).toMatchObject({ id: signIn.id, state: 'failed', problem: { message: 'You cancelled this sign-in.' } });
});

test('disconnect signs out and says what is left to do', async () => {
  await using running = await open();
  const ran = running.run(['connect', 'x', '--no-open']);
  await visit(allow(running.standIn, await running.begun()));
  await ran;
  expect((await running.run(['disconnect', 'x-mia'])).json()).toEqual({
    channel: { id: 'x-mia', platform: 'x', name: 'Mia', standing: 'signed-out', reason: 'You signed out. Sign in again to go on.' },
  });
  expect(await running.run(['disconnect', 'nobody'])).toMatchObject({ code: 1 });
});
