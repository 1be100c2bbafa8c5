import { expect, test } from 'vitest';
import { SignInFailed } from '../../electron/accounts/types.ts';
import { LostAnswer } from '../../electron/publish/http/lostAnswer.ts';
import { PublishFailed, type PublishFailure } from '../../shared/publish/failure.ts';
import { call, callbackOf, makeAccountsWorld, openAccounts, visit, type AccountsWorld, type OpenAccounts } from './openAccounts.ts';
import { createStandIn, HOUR_MS, type StandIn } from './standIn.ts';

type Walk = {
  world: AccountsWorld;
  standIn: StandIn;
  studio: OpenAccounts;
  reopen(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A studio that is signed in to one account. */
async function signedIn(): Promise<Walk> {
  const world = makeAccountsWorld();
  const standIn = createStandIn(world.clock);
  world.secrets.kept.set('key:x', JSON.stringify({ clientId: 'client' }));
  const walk: Walk = {
    world,
    standIn,
    studio: openAccounts(world, { x: standIn }),
    async reopen() {
      await walk.studio.closeAll();
      walk.studio = openAccounts(world, { x: standIn });
    },
    async [Symbol.asyncDispose]() {
      await walk.studio.closeAll();
      world[Symbol.dispose]();
    },
  };
  const signIn = await walk.studio.service.signIn({ platform: 'x' }, call);
  standIn.codes.add('code');
  await visit(callbackOf(signIn, { code: 'code' }));
  return walk;
}

const read = ({ studio }: Walk) => studio.tokens.read(studio.session('x-mia'), call.signal);
const stored = ({ world }: Walk): { accessToken: string; refreshToken: string; renewalAskedAt: string | null } =>
  JSON.parse(world.secrets.kept.get('grant:x-mia') ?? 'null') as {
    accessToken: string;
    refreshToken: string;
    renewalAskedAt: string | null;
  };

async function failureOf(work: Promise<unknown>): Promise<PublishFailure | null> {
  return work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof PublishFailed) return error.failure;
      throw error;
    },
  );
}

const refreshJob = ({ studio }: Walk) => studio.jobs.list({ finished: false, limit: 10 }).find(({ kind }) => kind === 'channel.refresh');

test('a fresh grant is answered without a question; one that ends within a minute is renewed first', async () => {
  await using walk = await signedIn();
  const first = await read(walk);
  expect(walk.standIn.renewals).toHaveLength(0);
  walk.world.clock.ms += 2 * HOUR_MS - 59_000;
  const second = await read(walk);
  expect(second.accessToken).not.toBe(first.accessToken);
  expect(walk.standIn.renewals).toEqual([first.refreshToken]);
  expect(second).not.toHaveProperty('renewalAskedAt');
});

test('twenty readers at the same moment renew once and all get what is in the store', async () => {
  await using walk = await signedIn();
  walk.world.clock.ms += 2 * HOUR_MS;
  const grants = await Promise.all(Array.from({ length: 20 }, () => read(walk)));
  expect(walk.standIn.renewals).toHaveLength(1);
  expect(new Set(grants.map(({ accessToken }) => accessToken))).toEqual(new Set([stored(walk).accessToken]));
});

test('a caller that gives up does not end the renewal that others wait for', async () => {
  await using walk = await signedIn();
  walk.world.clock.ms += 2 * HOUR_MS;
  const impatient = new AbortController();
  const leaving = walk.studio.tokens.read(walk.studio.session('x-mia'), impatient.signal);
  const staying = read(walk);
  impatient.abort(new Error('gone'));
  await expect(leaving).rejects.toThrow('gone');
  expect((await staying).accessToken).toBe(stored(walk).accessToken);
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a token that the platform refused is renewed once, however many noticed it', async () => {
  await using walk = await signedIn();
  const { accessToken } = await read(walk);
  const session = walk.studio.session('x-mia');
  walk.studio.tokens.refused(session, accessToken);
  walk.studio.tokens.refused(session, accessToken);
  const renewed = await Promise.all([read(walk), read(walk)]);
  walk.studio.tokens.refused(session, accessToken); // somebody slow, who still had the old one
  expect((await read(walk)).accessToken).toBe(renewed[0].accessToken);
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a dead grant stops the channel with its reason, and is asked about no more', async () => {
  await using walk = await signedIn();
  walk.standIn.kill();
  walk.world.clock.ms += 2 * HOUR_MS;
  expect(await failureOf(read(walk))).toEqual({ kind: 'sign-in-again', reason: 'X ended the sign-in.', code: 'invalid_grant' });
  expect(walk.studio.row('x-mia')).toMatchObject({ standing: 'sign-in', paused: true });
  expect(walk.studio.row('x-mia').reason).toBe(
    'X ended the sign-in. Sign in to X again; what is planned here was kept and goes on by itself.',
  );
  await walk.studio.pass(HOUR_MS);
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a platform that cannot renew just now is asked once, and nobody is signed out for it', async () => {
  await using walk = await signedIn();
  walk.standIn.trouble.push(new SignInFailed('later', { message: 'X is down.', hint: 'Wait.', code: '503' }));
  walk.world.clock.ms += 2 * HOUR_MS;
  const until = new Date(walk.world.clock.ms + 60_000);
  expect(await failureOf(read(walk))).toEqual({ kind: 'wait', until, reason: 'X is down.', code: '503' });
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'wait', until });
  expect(walk.studio.row('x-mia').standing).toBe('ready');
  walk.world.clock.ms += 60_000;
  expect(await failureOf(read(walk))).toBeNull();
});

test('an answer to a renewal that was lost is tried again, and if the family died of it that is explained', async () => {
  await using walk = await signedIn();
  walk.standIn.afterSpending = () => {
    throw new LostAnswer('platform.example', 'unknown');
  };
  walk.world.clock.ms += 2 * HOUR_MS;
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'wait', code: 'renewal-lost' });
  walk.standIn.afterSpending = () => undefined;
  walk.world.clock.ms += 60_000;
  const failure = await failureOf(read(walk));
  expect(failure).toMatchObject({ kind: 'sign-in-again', code: 'invalid_grant' });
  expect(JSON.stringify(failure)).toContain('an earlier renewal never came to its end');
});

test('a locked keychain is a reason to wait, never a sign-out, and nothing is spent while it is locked', async () => {
  await using walk = await signedIn();
  for (const lock of ['yes', 'for-writing'] as const) {
    walk.world.clock.ms += 2 * HOUR_MS;
    walk.world.secrets.locked = lock;
    const until = new Date(walk.world.clock.ms + 60_000);
    const failure = await failureOf(read(walk));
    expect(failure).toMatchObject({ kind: 'wait', until, code: 'SECRETS_LOCKED' });
    expect(JSON.stringify(failure)).toContain('you are still signed in');
    expect(walk.standIn.renewals).toHaveLength(0);
    expect(walk.studio.row('x-mia').standing).toBe('ready');
  }
  walk.world.secrets.locked = 'no';
  walk.world.clock.ms += 60_000;
  expect((await read(walk)).accessToken).toBe(stored(walk).accessToken);
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a keychain that locks between renewal and store: nobody uses the new grant before it is written, and it is not lost', async () => {
  await using walk = await signedIn();
  const { refreshToken } = stored(walk);
  walk.standIn.afterSpending = () => void (walk.world.secrets.locked = 'for-writing');
  walk.world.clock.ms += 2 * HOUR_MS;
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'wait', code: 'SECRETS_LOCKED' });
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'wait', code: 'SECRETS_LOCKED' });
  expect(stored(walk).refreshToken).toBe(refreshToken); // the spent one
  walk.world.secrets.locked = 'no';
  walk.standIn.afterSpending = () => undefined;
  const kept = await read(walk);
  expect(kept.refreshToken).not.toBe(refreshToken);
  expect(stored(walk)).toMatchObject({ refreshToken: kept.refreshToken, renewalAskedAt: null });
  expect(walk.standIn.renewals).toEqual([refreshToken]); // renewed once, in spite of it all
});

test('what could not be written is written by the worker, or at the latest when the studio closes', async () => {
  await using walk = await signedIn();
  const { refreshToken } = stored(walk);
  walk.standIn.afterSpending = () => void (walk.world.secrets.locked = 'for-writing');
  walk.world.clock.ms += 2 * HOUR_MS;
  await failureOf(read(walk));
  walk.world.secrets.locked = 'no';
  walk.standIn.afterSpending = () => undefined;
  await walk.reopen();
  expect(stored(walk).refreshToken).not.toBe(refreshToken);
  expect(await failureOf(read(walk))).toBeNull();
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a process that dies between renewal and store ends in a sign-in that is explained, since X takes a token once', async () => {
  await using walk = await signedIn();
  const died = Promise.withResolvers<never>();
  walk.standIn.afterSpending = () => {
    walk.world.secrets.locked = 'yes'; // whatever the dead process still tries has no effect
    died.reject(new Error('killed'));
  };
  walk.world.clock.ms += 2 * HOUR_MS;
  await expect(Promise.race([died.promise, read(walk)])).rejects.toThrow();
  expect(stored(walk).renewalAskedAt).toBe(new Date(walk.world.clock.ms).toISOString());
  await walk.reopen(); // its last try to write is refused too
  walk.world.secrets.locked = 'no';
  walk.standIn.afterSpending = () => undefined;
  const failure = await failureOf(read(walk));
  expect(failure).toMatchObject({ kind: 'sign-in-again' });
  expect(JSON.stringify(failure)).toContain('an earlier renewal never came to its end');
  expect(walk.studio.row('x-mia').standing).toBe('sign-in');
});

test('a renewal that is under way when the studio closes is finished and stored', async () => {
  await using walk = await signedIn();
  walk.world.clock.ms += 2 * HOUR_MS;
  const reading = read(walk);
  await walk.reopen();
  expect((await reading).refreshToken).toBe(stored(walk).refreshToken);
  expect(await failureOf(read(walk))).toBeNull();
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a grant that vanished from the store asks for a new sign-in', async () => {
  await using walk = await signedIn();
  walk.world.secrets.kept.delete('grant:x-mia');
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'sign-in-again', code: 'no-grant' });
  walk.world.secrets.kept.set('grant:x-mia', '{"accessToken":');
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'sign-in-again', code: 'no-grant' });
});

test('keys that were removed are asked for; the sign-in stays', async () => {
  await using walk = await signedIn();
  walk.world.secrets.kept.delete('key:x');
  walk.world.clock.ms += 2 * HOUR_MS;
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'needs-you', code: 'KEY_MISSING' });
  expect(walk.studio.row('x-mia').standing).toBe('ready');
});

test('a grant that cannot be renewed ends the sign-in when it ends, or when it is refused', async () => {
  await using walk = await signedIn();
  const forever = { ...stored(walk), accessEndsAt: null, refreshToken: null };
  walk.world.secrets.kept.set('grant:x-mia', JSON.stringify(forever));
  walk.world.clock.ms += 1_000 * HOUR_MS;
  const grant = await read(walk);
  walk.studio.tokens.refused(walk.studio.session('x-mia'), grant.accessToken);
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'sign-in-again', code: 'refused' });
  expect(walk.standIn.renewals).toHaveLength(0);
});

test('scopes taken away on the way are noted; without one that posting needs the channel stops', async () => {
  await using walk = await signedIn();
  walk.standIn.granted = ['post'];
  walk.world.clock.ms += 2 * HOUR_MS;
  await read(walk);
  expect(walk.studio.row('x-mia')).toMatchObject({ scopes: 'post', notes: '["Views cannot be read."]', standing: 'ready' });
  walk.standIn.granted = ['numbers'];
  walk.world.clock.ms += 2 * HOUR_MS;
  expect(await failureOf(read(walk))).toMatchObject({ kind: 'sign-in-again', code: 'scope-missing' });
  expect(walk.studio.row('x-mia').standing).toBe('sign-in');
  expect(walk.studio.row('x-mia').reason).toContain('Without “post” nothing can be published.');
});

test('the worker renews ahead of every end although nothing is posted, and writes down when the sign-in ends for good', async () => {
  await using walk = await signedIn();
  const begun = walk.world.clock.ms;
  for (let round = 0; round < 4; round += 1) await walk.studio.pass(1.5 * HOUR_MS);
  expect(walk.standIn.renewals).toHaveLength(4);
  expect(walk.studio.row('x-mia').signInEndsAt).toBe(begun + 6 * HOUR_MS + 180 * 24 * HOUR_MS);
  expect(refreshJob(walk)).toMatchObject({ state: 'waiting', runAt: new Date(begun + 7.5 * HOUR_MS).toISOString() });
});

test('one worker a channel: a renewal by somebody else moves it, a restart finds it, sleep makes it late', async () => {
  await using walk = await signedIn();
  const first = refreshJob(walk);
  walk.world.clock.ms += HOUR_MS;
  const session = walk.studio.session('x-mia');
  walk.studio.tokens.refused(session, stored(walk).accessToken);
  await read(walk);
  expect(refreshJob(walk)).toMatchObject({ id: first?.id, runAt: new Date(walk.world.clock.ms + 1.5 * HOUR_MS).toISOString() });
  await walk.reopen();
  expect(walk.studio.jobs.list({ finished: false, limit: 10 }).filter(({ kind }) => kind === 'channel.refresh')).toHaveLength(1);
  await walk.studio.pass(30 * 24 * HOUR_MS);
  expect(walk.standIn.renewals).toHaveLength(2);
  expect(refreshJob(walk)?.id).toBe(first?.id);
});

test('a worker that finds the platform down or the keychain locked tries again soon, and costs no attempt', async () => {
  await using walk = await signedIn();
  walk.standIn.trouble.push(new SignInFailed('later', { message: 'X is down.', hint: 'Wait.', code: '503' }));
  await walk.studio.pass(1.5 * HOUR_MS);
  expect(refreshJob(walk)).toMatchObject({ state: 'waiting', runAt: new Date(walk.world.clock.ms + 60_000).toISOString(), attempts: 0 });
  walk.world.secrets.locked = 'yes';
  await walk.studio.pass(60_000);
  expect(refreshJob(walk)).toMatchObject({ state: 'waiting', attempts: 0 });
  walk.world.secrets.locked = 'no';
  await walk.studio.pass(60_000);
  expect(walk.standIn.renewals).toHaveLength(1);
});

test('a new sign-in during a renewal wins: the renewed old grant does not overwrite it', async () => {
  await using walk = await signedIn();
  const gate = Promise.withResolvers<void>();
  walk.standIn.afterSpending = () => gate.promise;
  walk.world.clock.ms += 2 * HOUR_MS;
  const reading = failureOf(read(walk));
  const signIn = await walk.studio.service.signIn({ platform: 'x' }, call);
  walk.standIn.codes.add('code-2');
  const given = walk.standIn.secretsGiven.length;
  const page = visit(callbackOf(signIn, { code: 'code-2' }));
  while (walk.standIn.secretsGiven.length === given) await new Promise((resolve) => setTimeout(resolve, 5));
  const newest = walk.standIn.secretsGiven.at(-1);
  await new Promise((resolve) => setTimeout(resolve, 30)); // whatever is to be written too early has been
  gate.resolve();
  expect((await page).status).toBe(200);
  expect(await reading).toBeNull();
  expect(stored(walk).accessToken).toBe(newest);
});
