import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { defaultOptions } from '../../shared/publish/postOptions.ts';
import { PublishFailed, type PublishFailure } from '../../shared/publish/failure.ts';
import { simulateTiktok, type TiktokSimulator } from '../platforms/tiktok/simulateTiktok.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

let world: World;
let studio: Studio;
let tiktok: TiktokSimulator;
const clock = { ms: 0 };

beforeEach(async () => {
  tiktok = await simulateTiktok({ clock: { now: () => clock.ms } });
  world = makeWorld({ remotes: [{ channelId: 'mia', simulator: tiktok, open: createTiktok, account: 'mia' }], filmBytes: 20_000, clock });
  studio = openStudio(world);
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await tiktok.close();
});

const HOUR_MS = 3_600_000;
const inHours = (hours: number): string => new Date(clock.ms + hours * HOUR_MS).toISOString();
const make = async (wishes: Parameters<typeof makePost>[1] = {}) =>
  makePost({ world, studio }, { channelIds: ['mia'], caption: `Words ${(world.ids += 1)}`, approve: true, ...wishes });
const get = async (postId: string) => readPost({ world, studio }, postId);
const mia = async () => (await studio.publishing.channels.list(undefined, call)).find(({ id }) => id === 'mia');
const failing = (failure: PublishFailure, at: 'upload' | 'look'): void => {
  world.between = (platform) => ({
    ...platform,
    [at]: (...about: Parameters<typeof platform.look>) =>
      at === 'look' && about[2].askedAt === null ? platform.look(...about) : Promise.reject(new PublishFailed(failure)),
  });
};

describe('what an account may choose', () => {
  const choices = async () => studio.publishing.channels.choices({ channelId: 'mia' }, call);

  test('is asked from its platform every time', async () => {
    expect((await choices()).privacy.map(({ value }) => value)).toContain('PUBLIC_TO_EVERYONE');
    for (const account of tiktok.accounts.values()) account.private = true;
    expect((await choices()).privacy.map(({ value }) => value)).not.toContain('PUBLIC_TO_EVERYONE');
  });

  test('is nothing where a platform asks nothing', async () => {
    expect(await studio.publishing.channels.choices({ channelId: 'practice' }, call)).toMatchObject({ privacy: [], maxSeconds: null });
  });

  test.each<[string, PublishFailure, object]>([
    ['a sign-in that ended', { kind: 'sign-in-again' }, { code: 'CONFLICT', message: 'mia wants you to sign in again.' }],
    [
      'a sign-in that ended for a reason',
      { kind: 'sign-in-again', reason: 'You took it back.' },
      { code: 'CONFLICT', message: 'You took it back.', hint: 'Sign in to it in Channels.' },
    ],
    [
      'an outage',
      { kind: 'wait', until: new Date(), reason: 'TikTok has trouble of its own.', code: '503' },
      { code: 'PROVIDER_FAILED', message: 'TikTok has trouble of its own. Nothing was changed.' },
    ],
    [
      'silence',
      { kind: 'outcome-unknown', askAt: new Date() },
      { code: 'PROVIDER_FAILED', message: 'mia did not answer. Nothing was changed.' },
    ],
  ])('%s is said in words', async (_what, failure, words) => {
    world.tokenTrouble = new PublishFailed(failure);
    await expect(choices()).rejects.toMatchObject(words);
  });
});

test('defaults of another platform and zones that do not exist are refused, and nothing changes', async () => {
  const { setDefaults, setPlan } = studio.publishing.channels;
  const before = await mia();
  const wrong: (() => unknown)[] = [
    () => setDefaults({ channelId: 'mia', options: defaultOptions('youtube') }, call),
    () => setPlan({ channelId: 'mia', plan: { zone: 'Mars/Olympus', slots: [], minGapMinutes: 5, maxPerDay: 9, jitterMinutes: 0 } }, call),
  ];
  for (const wish of wrong) await expect((async () => wish())()).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await mia()).toEqual(before);
  const plan = { zone: 'Europe/Berlin', slots: [], minGapMinutes: 5, maxPerDay: 9, jitterMinutes: 0 };
  expect(setPlan({ channelId: 'mia', plan }, call)).toMatchObject({ plan });
});

test('a channel that is signed out cannot be resumed by hand, only by signing in', async () => {
  studio.publishing.pauseFor('mia', 'Sign in again.');
  const resume = async () => studio.publishing.channels.pause({ channelId: 'mia', paused: false }, call);
  await expect(resume()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Nothing was changed') });
  expect(await mia()).toMatchObject({ paused: true, standing: 'sign-in', reason: 'Sign in again.' });
  studio.publishing.resume('mia');
  expect(await mia()).toMatchObject({ paused: false, standing: 'ready', reason: null });
});

test('a channel that its owner paused says so, and everybody is told', async () => {
  await studio.publishing.channels.pause({ channelId: 'mia', paused: true }, call);
  expect(await mia()).toMatchObject({ paused: true, standing: 'ready', reason: 'You paused this channel.' });
  const told = studio.changes.flatMap(({ topic, value }) => (topic === 'channel' ? [value.paused] : []));
  expect(told).toEqual([true]);
});

describe('after a new sign-in', () => {
  test('a post whose release was asked for is looked for, and never sent again', async () => {
    failing({ kind: 'sign-in-again' }, 'look');
    const post = await make();
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
    clock.ms += 5_000;
    expect(tiktok.published()).toHaveLength(1);
    world.between = (platform) => ({ ...platform, release: () => Promise.reject(new Error('it was sent again')) });
    studio.publishing.resume('mia');
    expect(await get(post.id)).toMatchObject({ state: 'sent', reason: 'The channel works again, so it is looked for there.' });
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'live' });
    expect(tiktok.published()).toHaveLength(1);
  });

  test('what needs the creator for another reason stays with them', async () => {
    failing({ kind: 'needs-you', reason: 'Pay your bill.', code: 'bill' }, 'upload');
    const post = await make();
    await studio.work();
    studio.publishing.pauseFor('mia', 'Sign in again.');
    studio.publishing.resume('mia');
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: 'Pay your bill.' });
  });

  test('what waited does not go out all at once, but with the gap of the channel’s plan', async () => {
    const plan = { zone: null, slots: [], minGapMinutes: 180, maxPerDay: 9, jitterMinutes: 0 };
    await studio.publishing.channels.setPlan({ channelId: 'mia', plan }, call);
    const posts = [];
    for (const hours of [1, 4, 7, 10]) posts.push(await make({ at: inHours(hours) }));
    studio.publishing.pauseFor('mia', 'Sign in again.');
    await studio.work(24);
    clock.ms += 12 * HOUR_MS;
    studio.publishing.resume('mia');
    const states = await Promise.all(posts.map(async ({ id }) => get(id)));
    expect(states.map(({ reason }) => reason.includes('keep your gap'))).toEqual([false, true, true, true]);
    await studio.work();
    const times = tiktok.published().map(({ at }) => at);
    expect(times).toHaveLength(4);
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(3 * HOUR_MS - 60_000);
  });
});

test('asking what an account may choose while it is at its cap puts nothing off: posts go out when our own count opens', async () => {
  for (let index = 0; index < 15; index += 1) await make({ at: inHours(index / 4) });
  const next = await make({ at: inHours(13) });
  const opens = clock.ms + 24 * HOUR_MS;
  await studio.work(5);
  expect(tiktok.published()).toHaveLength(15);
  clock.ms += 6 * HOUR_MS;
  const asked = async () => studio.publishing.channels.choices({ channelId: 'mia' }, call);
  await expect(asked()).rejects.toMatchObject({ code: 'PROVIDER_FAILED', message: expect.stringContaining('no more posts') });
  await studio.work(12);
  expect(await get(next.id)).toMatchObject({ state: 'scheduled', reason: expect.stringContaining('tried again by itself') });
  expect(Date.parse((await get(next.id)).at ?? '')).toBe(opens);
  await studio.work(24);
  expect(await get(next.id)).toMatchObject({ state: 'live' });
});
