import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { SignIn } from '../../shared/contract/channels.ts';
import { PublishFailed, type PublishFailure } from '../../shared/publish/failure.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Simulator } from '../platforms/kit/simulator.ts';
import { answerConsent, comeBack, type Consent } from './answerConsent.ts';
import { call } from './openAccounts.ts';
import { openPlatform, type OpenPlatform } from './openPlatform.ts';

type AnyPlatform = Pick<OpenPlatform<RemotePlatform>, 'world' | 'studio'> & { readonly simulator: Simulator };

const begin = ({ studio }: AnyPlatform, platform: RemotePlatform) => Promise.resolve(studio.service.signIn({ platform }, call));
const stateOf = ({ studio }: AnyPlatform, { id }: SignIn): SignIn => studio.service.signInState({ signInId: id }, call) as SignIn;

/** The whole walk: the platform's page, the way back, and the accounts the creator chooses. */
async function signIn(open: AnyPlatform, platform: RemotePlatform, consent: Consent = {}): Promise<SignIn> {
  const begun = await begin(open, platform);
  const location = await answerConsent(begun.authorizeUrl, consent);
  if (begun.route === 'paste') await open.studio.service.finishSignIn({ signInId: begun.id, address: location }, call);
  else await comeBack(location);
  return stateOf(open, begun);
}

async function failureOf(open: AnyPlatform, channelId: string): Promise<PublishFailure | null> {
  return open.studio.tokens.read(open.studio.session(channelId), call.signal).then(
    () => null,
    (error: unknown) => {
      if (error instanceof PublishFailed) return error.failure;
      throw error;
    },
  );
}

const DAY_MS = 86_400_000;
const cases: { platform: RemotePlatform; account: Consent; channel: string; afterMs: number; withhold: string }[] = [
  { platform: 'tiktok', account: {}, channel: 'tiktok-mia', afterMs: DAY_MS, withhold: 'video.list' },
  {
    platform: 'youtube',
    account: {},
    channel: 'youtube-miafilms',
    afterMs: DAY_MS,
    withhold: 'https://www.googleapis.com/auth/yt-analytics.readonly',
  },
  {
    platform: 'instagram',
    account: { accounts: ['mia'] },
    channel: 'instagram-mia',
    afterMs: 55 * DAY_MS,
    withhold: 'instagram_manage_insights',
  },
  { platform: 'x', account: {}, channel: 'x-mia', afterMs: DAY_MS, withhold: '' },
];

describe.each(cases)('$platform', ({ platform, account, channel, afterMs }) => {
  test('the page, a yes, the way back: a channel that can post', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    const done = await signIn(open, platform, account);
    expect(done.problem).toBeNull();
    expect(done).toMatchObject({ state: 'done', channelIds: [channel] });
    expect(open.studio.row(channel)).toMatchObject({ platform, standing: 'ready', secretRef: `grant:${channel}`, notes: '[]' });
    expect((await open.studio.tokens.read(open.studio.session(channel), call.signal)).accessToken).not.toBe('');
    expect(open.studio.reported).toEqual([]);
  });

  test('a no is told, and nothing is kept', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    const refused = await signIn(open, platform, { answer: 'refuse' });
    expect(refused.state).toBe('failed');
    expect(refused.problem?.message).not.toContain('did not foresee');
    expect([...open.world.secrets.kept.keys()]).toEqual([`key:${platform}`]);
  });

  test('a state of somebody else does not get in, and the right one still does', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    const begun = await begin(open, platform);
    const location = await answerConsent(begun.authorizeUrl, account);
    const forged = new URL(location);
    forged.searchParams.set('state', 'somebody-else');
    const finish = (address: string) => Promise.resolve(open.studio.service.finishSignIn({ signInId: begun.id, address }, call));
    await expect(finish(forged.href)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(stateOf(open, begun).state).toBe('waiting');
    expect((await finish(location)).state).toBe('done');
  });

  test('a code of an earlier sign-in is not taken again', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    const first = await begin(open, platform);
    const location = new URL(await answerConsent(first.authorizeUrl, account));
    await open.studio.service.finishSignIn({ signInId: first.id, address: location.href }, call);
    const second = await begin(open, platform);
    location.searchParams.set('state', new URL(second.authorizeUrl).searchParams.get('state') ?? '');
    const again = await open.studio.service.finishSignIn({ signInId: second.id, address: location.href }, call);
    expect(again.state).toBe('failed');
    expect(again.problem?.message).not.toContain('did not foresee');
    expect(open.studio.row(channel).standing).toBe('ready');
  });

  test('an attempt older than ten minutes takes no answer', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    const begun = await begin(open, platform);
    const location = await answerConsent(begun.authorizeUrl, account);
    open.world.clock.ms += 11 * 60_000;
    await expect(Promise.resolve(open.studio.service.finishSignIn({ signInId: begun.id, address: location }, call))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(stateOf(open, begun).state).toBe('failed');
  });

  test('long afterwards many readers at once get one renewed grant', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, account);
    const before = await open.studio.tokens.read(open.studio.session(channel), call.signal);
    open.world.clock.ms += afterMs;
    open.studio.tokens.refused(open.studio.session(channel), before.accessToken);
    const asked = open.simulator.questions.length;
    const grants = await Promise.all(Array.from({ length: 5 }, () => open.studio.tokens.read(open.studio.session(channel), call.signal)));
    expect(new Set(grants.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(grants[0]?.accessToken).not.toBe(before.accessToken);
    const questions = open.simulator.questions.slice(asked).length;
    expect(await failureOf(open, channel)).toBeNull();
    expect(open.simulator.questions.slice(asked)).toHaveLength(questions);
    expect(open.world.secrets.kept.get(`grant:${channel}`)).toContain(grants[0]?.accessToken);
  });

  test('a sign-in that the platform ended stops the channel, and signing in again mends it', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, account);
    const { accessToken } = await open.studio.tokens.read(open.studio.session(channel), call.signal);
    open.simulator.killTokens('mia', { refresh: true });
    open.studio.tokens.refused(open.studio.session(channel), accessToken);
    expect(await failureOf(open, channel)).toMatchObject({ kind: 'sign-in-again' });
    expect(open.studio.row(channel)).toMatchObject({ standing: 'sign-in', paused: true });
    expect((await signIn(open, platform, account)).channelIds).toEqual([channel]);
    expect(open.studio.row(channel)).toMatchObject({ standing: 'ready', paused: false });
    expect(open.studio.resumed).toEqual([channel]);
  });

  test('a platform in trouble while it renews signs nobody out', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, account);
    const { accessToken } = await open.studio.tokens.read(open.studio.session(channel), call.signal);
    open.world.clock.ms += afterMs;
    open.studio.tokens.refused(open.studio.session(channel), accessToken);
    open.simulator.faults.chance = () => ({ kind: 'answer', reply: { status: 503, body: 'down' } });
    expect(await failureOf(open, channel)).toMatchObject({ kind: 'wait' });
    expect(open.studio.row(channel).standing).toBe('ready');
    open.simulator.faults.clear();
    open.world.clock.ms += 15 * 60_000;
    expect(await failureOf(open, channel)).toBeNull();
  });

  test('the worker alone keeps a channel signed in for a year', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, account);
    // sleeping a day or a month at a time: as long as a sign-in that nobody uses lasts
    const stepMs = platform === 'instagram' ? 30 * DAY_MS : DAY_MS;
    for (let passed = 0; passed < 340 * DAY_MS; passed += stepMs) await open.studio.pass(stepMs);
    expect(open.studio.row(channel)).toMatchObject({ standing: 'ready', paused: false });
    expect(await failureOf(open, channel)).toBeNull();
  });

  test('signing out takes the grant back at the platform, and no token is left here', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, account);
    const asked = open.simulator.questions.length;
    const gone = await open.studio.service.signOut({ channelId: channel }, call);
    expect(gone).toMatchObject({ standing: 'signed-out', reason: 'You signed out. Sign in again to go on.' });
    expect(open.simulator.questions.slice(asked).map(({ status }) => status)).toContain(200);
    expect([...open.world.secrets.kept.keys()]).toEqual([`key:${platform}`]);
  });

  test('no window sees a token, a code or an app secret', async () => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, { answer: 'refuse' });
    await signIn(open, platform, account);
    open.simulator.killTokens('mia', { refresh: true });
    open.world.clock.ms += 61 * DAY_MS;
    await failureOf(open, channel);
    const pushed = JSON.stringify([open.studio.seen, open.studio.row(channel)]);
    expect(open.simulator.secretsGiven().length).toBeGreaterThan(2);
    for (const secret of open.simulator.secretsGiven()) expect(pushed).not.toContain(secret);
  });
});

test.each(cases.filter(({ withhold }) => withhold !== ''))(
  '$platform: a permission that only helps and was not given is noted on the channel',
  async ({ platform, account, channel, withhold }) => {
    await using open: AnyPlatform & AsyncDisposable = await openPlatform(platform);
    await signIn(open, platform, { ...account, withhold: [withhold] });
    expect(JSON.parse(open.studio.row(channel).notes)).toHaveLength(1);
    expect(open.studio.row(channel).scopes).not.toContain(withhold);
  },
);

test('X: without leave to stay signed in, the sign-in says when it ends, and ends then', async () => {
  await using open = await openPlatform('x');
  open.simulator.switches.withheldScopes = ['offline.access'];
  await signIn(open, 'x');
  expect(open.studio.row('x-mia').signInEndsAt).toBe(open.world.clock.ms + 2 * 3_600_000);
  expect(open.studio.row('x-mia').notes).toContain('every two hours');
  open.world.clock.ms += 2 * 3_600_000;
  expect(await failureOf(open, 'x-mia')).toMatchObject({ kind: 'sign-in-again', code: 'expired' });
});

test('X: a code older than 30 seconds is too old, and the words say what to do', async () => {
  await using open = await openPlatform('x');
  const begun = await begin(open, 'x');
  const location = await answerConsent(begun.authorizeUrl);
  open.world.clock.ms += 31_000;
  expect((await comeBack(location)).status).toBe(400);
  expect(stateOf(open, begun)).toMatchObject({ state: 'failed' });
});

test('X: a refresh token that somebody else used ends the family, and the channel says so', async () => {
  await using open = await openPlatform('x');
  await signIn(open, 'x');
  const copy = open.world.secrets.kept.get('grant:x-mia') ?? '';
  open.world.clock.ms += DAY_MS;
  expect(await failureOf(open, 'x-mia')).toBeNull();
  open.world.secrets.kept.set('grant:x-mia', copy); // an old backup of the keychain
  expect(await failureOf(open, 'x-mia')).toMatchObject({ kind: 'sign-in-again' });
  expect(open.studio.row('x-mia').standing).toBe('sign-in');
});

test('X: when the first registered port is taken, the next one is used', async () => {
  await using open = await openPlatform('x');
  const first = new URL((await begin(open, 'x')).redirectUri);
  const begun = await begin(open, 'x'); // ends the first, and gives its port free
  await open.studio.service.cancelSignIn({ signInId: begun.id }, call);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(Number(first.port), '127.0.0.1', resolve));
  expect(new URL((await begin(open, 'x')).redirectUri).port).not.toBe(first.port);
  expect((await signIn(open, 'x')).state).toBe('done');
  other.close();
});

test('YouTube: an app in “Testing” is noticed by the end of its sign-in after seven days', async () => {
  await using open = await openPlatform('youtube');
  open.simulator.switches.testMode = true;
  await signIn(open, 'youtube');
  expect(open.studio.row('youtube-miafilms').signInEndsAt).toBe(open.world.clock.ms + 7 * DAY_MS);
  await open.studio.pass(3 * DAY_MS);
  expect(open.studio.row('youtube-miafilms')).toMatchObject({ standing: 'ready' });
  await open.studio.pass(5 * DAY_MS);
  expect(open.studio.row('youtube-miafilms')).toMatchObject({ standing: 'sign-in', paused: true });
});

test('Instagram: of several Pages the creator chooses, and each channel has a grant of its own', async () => {
  await using open = await openPlatform('instagram');
  const begun = await begin(open, 'instagram');
  await comeBack(await answerConsent(begun.authorizeUrl));
  const { state, accounts } = stateOf(open, begun);
  expect(state).toBe('choosing');
  const remoteAccounts = accounts.map(({ remoteAccount }) => remoteAccount);
  const done = await open.studio.service.chooseAccounts({ signInId: begun.id, remoteAccounts }, call);
  expect(done.channelIds).toEqual(['instagram-mia', 'instagram-studio']);
  const grants = await Promise.all(done.channelIds.map((id) => open.studio.tokens.read(open.studio.session(id), call.signal)));
  expect(grants[0]?.accessToken).not.toBe(grants[1]?.accessToken);
});

test('Instagram: signing out of one of two channels of one person leaves the other signed in; of the last one takes it all back', async () => {
  await using open = await openPlatform('instagram');
  const begun = await begin(open, 'instagram');
  await comeBack(await answerConsent(begun.authorizeUrl));
  const remoteAccounts = stateOf(open, begun).accounts.map(({ remoteAccount }) => remoteAccount);
  await open.studio.service.chooseAccounts({ signInId: begun.id, remoteAccounts }, call);
  const told = (): number => open.simulator.questions.filter(({ name }) => name === 'revoke').length;
  const left = await open.studio.service.signOut({ channelId: 'instagram-mia' }, call);
  expect(left).toMatchObject({ standing: 'signed-out', reason: expect.stringContaining('uses the same sign-in') });
  expect(told()).toBe(0);
  expect(open.studio.row('instagram-studio')).toMatchObject({ standing: 'ready' });
  await open.studio.service.signOut({ channelId: 'instagram-studio' }, call);
  expect(told()).toBe(1);
});

test('Instagram Login comes back by a pasted address, and by a pasted token', async () => {
  await using open = await openPlatform('instagram');
  open.simulator.switches.login = 'instagram';
  open.world.secrets.kept.set('key:instagram', JSON.stringify(open.simulator.keys));
  expect(await signIn(open, 'instagram', { accounts: ['mia'] })).toMatchObject({
    route: 'paste',
    state: 'done',
    channelIds: ['instagram-mia'],
  });
  const { accessToken } = open.simulator.grantFor('studio');
  expect(await open.studio.service.pasteToken({ platform: 'instagram', token: accessToken }, call)).toMatchObject({
    id: 'instagram-studio',
    standing: 'ready',
  });
  await expect(
    Promise.resolve(open.studio.service.pasteToken({ platform: 'instagram', token: 'no token of theirs' }, call)),
  ).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
