import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import guidesJson from '../../resources/setup-guides.json' with { type: 'json' };
import { createSetup } from '../../electron/setup/createSetup.ts';
import { keyDocuments } from '../../electron/secrets/keyDocuments.ts';
import { Failure } from '../../shared/errors.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Choices, LimitState } from '../../shared/contract/channels.ts';
import { answerConsent, comeBack } from './answerConsent.ts';
import { call } from './openAccounts.ts';
import { openPlatform, type OpenPlatform } from './openPlatform.ts';

const platforms = RemotePlatform.options;
const noChoices: Choices = { account: '', privacy: [], disabled: [], maxSeconds: null, postsLeft: null, categories: [], notes: [] };

type Any = Pick<OpenPlatform<RemotePlatform>, 'world' | 'studio' | 'methods'>;

const setupOf = (open: Any, given: { choices?: Choices; limits?: LimitState[] } = {}) =>
  createSetup({
    guidesJson,
    secrets: open.world.secrets,
    methods: open.methods,
    read: open.studio.store.read,
    lastProblem: open.studio.lastProblem,
    choices: async () => given.choices ?? noChoices,
    limits: () => given.limits ?? [],
  });

const check = async (open: Any, platform: RemotePlatform, step: string, given?: Parameters<typeof setupOf>[1]) =>
  setupOf(open, given).check({ platform, step }, call);

async function signIn(open: Any, platform: RemotePlatform, answer: 'allow' | 'refuse'): Promise<void> {
  const begun = await open.studio.service.signIn({ platform }, call);
  await comeBack(await answerConsent(begun.authorizeUrl, { answer, ...(platform === 'instagram' ? { accounts: ['mia'] } : {}) }));
}

describe('the guides', () => {
  let open: OpenPlatform<'tiktok'>;
  beforeAll(async () => {
    open = await openPlatform('tiktok');
  });
  afterAll(() => open[Symbol.asyncDispose]());

  test.each(platforms)('%s: short steps, every field of the keys in its order, secrets marked', async (platform) => {
    const guide = await setupOf(open).guide({ platform }, call);
    expect(guide.fields.map(({ name }) => name)).toEqual(Object.keys(keyDocuments[platform].shape));
    for (const field of guide.fields) expect(field.secret, field.name).toBe(/secret/i.test(field.name));
    expect(new Set(guide.steps.map(({ id }) => id)).size).toBe(guide.steps.length);
    for (const step of guide.steps) expect(step.text.split('\n').length, step.id).toBeLessThanOrEqual(6);
    expect(guide.steps.filter(({ checkable }) => checkable).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['keys', 'keys-accepted', 'sign-in', 'quota']),
    );
  });

  test('what is to be pasted is exactly what a sign-in will send', async () => {
    const copied = async (platform: RemotePlatform, step: string): Promise<string[]> => {
      const { steps } = await setupOf(open).guide({ platform }, call);
      return steps.find(({ id }) => id === step)?.copy.map(({ value }) => value) ?? [];
    };
    expect(await copied('tiktok', 'redirect')).toEqual(['http://127.0.0.1:*/']);
    expect(await copied('x', 'redirect')).toEqual([
      'http://127.0.0.1:47821/callback',
      'http://127.0.0.1:47822/callback',
      'http://127.0.0.1:47823/callback',
    ]);
    expect(await copied('instagram', 'redirect')).toContain('https://www.facebook.com/connect/login_success.html');
    expect(await copied('youtube', 'client')).toEqual([]);
    expect((await copied('youtube', 'scopes'))[0]).toContain('https://www.googleapis.com/auth/youtube');
    expect((await copied('instagram', 'scopes'))[0]).toContain('instagram_content_publish');
    open.world.secrets.kept.set('key:instagram', JSON.stringify({ login: 'instagram', appId: '1', appSecret: 'secret' }));
    expect(await copied('instagram', 'redirect')).toEqual(['https://localhost/']);
    expect((await copied('instagram', 'scopes'))[0]).toBe(
      'instagram_business_basic, instagram_business_content_publish, instagram_business_manage_insights',
    );
  });

  test('a guide says whether keys are stored, and never what they are', async () => {
    const guide = await setupOf(open).guide({ platform: 'tiktok' }, call);
    expect(guide.keysStored).toBe(true);
    expect(JSON.stringify(guide)).not.toContain(open.simulator.keys['clientSecret']);
    expect((await setupOf(open).guide({ platform: 'x' }, call)).keysStored).toBe(false);
  });

  test('a step that does not exist is not found, and one that nobody can look at says so', async () => {
    await expect(check(open, 'tiktok', 'nonsense')).rejects.toThrow(Failure);
    expect(await check(open, 'tiktok', 'create')).toMatchObject({
      ok: true,
      message: expect.stringContaining('Only TikTok can see this step') as string,
    });
  });
});

describe.each(platforms)('%s', (platform) => {
  test('keys that are missing, locked away or wrong are told apart, and right ones are accepted', async () => {
    await using open: Any & AsyncDisposable = await openPlatform(platform);
    expect(await check(open, platform, 'keys')).toMatchObject({ ok: true });
    expect(await check(open, platform, 'keys-accepted')).toMatchObject({ ok: true });
    open.world.secrets.locked = 'yes';
    expect(await check(open, platform, 'keys')).toMatchObject({ ok: false, message: expect.stringContaining('locked') as string });
    open.world.secrets.locked = 'no';
    open.world.secrets.kept.delete(`key:${platform}`);
    expect(await check(open, platform, 'keys')).toMatchObject({ ok: false, message: expect.stringContaining('not stored yet') as string });
    open.world.secrets.kept.set(`key:${platform}`, '{"clientId": 1}');
    expect(await check(open, platform, 'keys')).toMatchObject({ ok: false, message: expect.stringContaining('not complete') as string });
  });

  test('a sign-in that failed says why at its step; one that worked proves keys and redirect', async () => {
    await using open: Any & AsyncDisposable = await openPlatform(platform);
    expect(await check(open, platform, 'sign-in')).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nobody is signed in') as string,
    });
    await signIn(open, platform, 'refuse');
    expect(await check(open, platform, 'sign-in')).toMatchObject({
      ok: false,
      message: expect.stringContaining('The last sign-in failed.') as string,
    });
    await signIn(open, platform, 'allow');
    expect(await check(open, platform, 'sign-in')).toMatchObject({ ok: true, message: expect.stringContaining('Signed in as') as string });
    if (platform !== 'youtube')
      expect(await check(open, platform, 'redirect')).toMatchObject({
        ok: true,
        message: expect.stringContaining('is registered') as string,
      });
  });
});

test.each([
  { platform: 'tiktok' as const, keys: { clientKey: 'awsimulated0key', clientSecret: 'wrong' } },
  { platform: 'youtube' as const, keys: { clientId: '1234567890-simulated.apps.googleusercontent.com', clientSecret: 'wrong' } },
  { platform: 'instagram' as const, keys: { login: 'facebook', appId: '999', appSecret: 'wrong' } },
])('$platform: a wrong key is found out before anybody signs in', async ({ platform, keys }) => {
  await using open: Any & AsyncDisposable = await openPlatform(platform);
  open.world.secrets.kept.set(`key:${platform}`, JSON.stringify(keys));
  const found = await check(open, platform, 'keys-accepted');
  expect(found.ok).toBe(false);
  expect(found.cure).not.toBe('');
  expect(JSON.stringify(found)).not.toContain('wrong');
});

test('YouTube: a test mode is noticed, with what it means and how to leave it', async () => {
  await using open = await openPlatform('youtube');
  expect(await check(open, 'youtube', 'mode')).toMatchObject({ ok: false, cure: 'Sign in first.' });
  open.simulator.switches.testMode = true;
  await signIn(open, 'youtube', 'allow');
  expect(await check(open, 'youtube', 'mode')).toMatchObject({
    ok: false,
    message: expect.stringMatching(/ends on 2026-11-27.*seven days.*100/) as string,
  });
  open.simulator.switches.testMode = false;
  await signIn(open, 'youtube', 'allow');
  expect(await check(open, 'youtube', 'mode')).toMatchObject({ ok: true });
});

test('TikTok: an account that is offered no public posts is noticed', async () => {
  await using open = await openPlatform('tiktok');
  await signIn(open, 'tiktok', 'allow');
  const only = (value: string): Choices => ({ ...noChoices, privacy: [{ value, label: value }] });
  expect(await check(open, 'tiktok', 'mode', { choices: only('SELF_ONLY') })).toMatchObject({ ok: false });
  expect(await check(open, 'tiktok', 'mode', { choices: only('PUBLIC_TO_EVERYONE') })).toMatchObject({ ok: true });
});

test('quota says what is left, and until when a platform asked to stop', async () => {
  await using open = await openPlatform('youtube');
  const limit: LimitState = {
    platform: 'youtube',
    channelId: null,
    name: 'uploads',
    label: 'Uploads a day',
    used: 3,
    capacity: 100,
    resetsAt: null,
    blockedUntil: null,
    reason: null,
  };
  expect(await check(open, 'youtube', 'quota')).toMatchObject({ ok: true });
  expect(await check(open, 'youtube', 'quota', { limits: [limit, { ...limit, platform: 'x', label: 'Other' }] })).toMatchObject({
    ok: true,
    message: 'Uploads a day: 97 of 100 left.',
  });
  const blocked = { ...limit, blockedUntil: '2026-11-20T14:05:00.000Z', reason: 'The quota of the day is used up.' };
  expect(await check(open, 'youtube', 'quota', { limits: [blocked] })).toMatchObject({
    ok: false,
    message: expect.stringContaining('14:05') as string,
  });
});
