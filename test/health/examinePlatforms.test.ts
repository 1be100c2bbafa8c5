import { expect, test } from 'vitest';
import { examinePlatforms } from '../../electron/health/examinePlatforms.ts';
import type { Channel, LimitState } from '../../shared/contract/channels.ts';
import type { KeyName } from '../../shared/contract/settings.ts';
import { defaultOptions } from '../../shared/publish/postOptions.ts';
import { defaultPlan } from '../../shared/schedule/plan.ts';

const mia: Channel = {
  id: 'x-mia',
  platform: 'x',
  name: 'Mia',
  handle: '@mia',
  standing: 'ready',
  paused: false,
  reason: null,
  notes: [],
  signInEndsAt: '2027-05-19T10:00:00.000Z',
  defaults: defaultOptions('x'),
  plan: defaultPlan,
};
const limit: LimitState = {
  platform: 'x',
  channelId: 'x-mia',
  name: 'posts',
  label: 'Posts a day',
  used: 3,
  capacity: 10,
  resetsAt: null,
  blockedUntil: null,
  reason: null,
};

const examine = (channels: readonly Channel[], names: readonly KeyName[], { limits = [limit], ready = true } = {}) =>
  examinePlatforms(
    {
      channels: { list: () => [...channels] },
      limits: { list: () => limits },
      keys: { list: () => ({ store: 'a test', ready, why: ready ? null : 'locked', names: [...names] }) },
    },
    new AbortController().signal,
  );

test('nothing is said of platforms that nobody uses, nor of practice', async () => {
  expect(await examine([{ ...mia, id: 'practice', platform: 'practice' }], ['openai'])).toEqual([]);
});

test('a platform in use says who is signed in and until when', async () => {
  expect(await examine([mia, { ...mia, id: 'x-two', name: 'Two', signInEndsAt: null, paused: true }], ['x', 'tiktok'])).toEqual([
    { name: 'TikTok', ok: true, detail: 'keys stored, nobody signed in yet', cure: '' },
    { name: 'X', ok: true, detail: 'Mia is signed in until 2027-05-19; Two is signed in, paused', cure: '' },
  ]);
});

test('a sign-in that has ended fails with the command that mends it; one that the creator left does not', async () => {
  const channels = [
    { ...mia, standing: 'sign-in' as const, paused: true },
    { ...mia, name: 'Two', standing: 'signed-out' as const },
  ];
  const [check] = await examine(channels, ['x']);
  expect(check).toMatchObject({
    ok: false,
    detail: 'Mia must sign in again; Two is signed out',
    cure: expect.stringContaining('tidereel connect x') as unknown,
  });
});

test('missing keys fail only where a sign-in needs them, and never while the keychain is locked', async () => {
  expect(await examine([mia], [])).toMatchObject([{ ok: false, cure: expect.stringContaining('tidereel keys x') as unknown }]);
  expect(await examine([{ ...mia, standing: 'signed-out' }], [])).toMatchObject([{ ok: true }]);
  expect(await examine([mia], [], { ready: false })).toMatchObject([{ ok: true, detail: expect.not.stringContaining('keys') as unknown }]);
});

test('a limit that the platform closed is named with its end', async () => {
  const limits = [{ ...limit, blockedUntil: '2026-11-20T14:05:00.000Z', reason: 'X asked us to wait.' }];
  expect(await examine([mia], ['x'], { limits })).toMatchObject([
    {
      ok: false,
      detail: expect.stringContaining('Posts a day: held back until 2026-11-20T14:05:00.000Z (X asked us to wait.)') as unknown,
    },
  ]);
});
