import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { channels } from '../../electron/store/schema.ts';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { simulateTiktok, type TiktokSimulator } from '../platforms/tiktok/simulateTiktok.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

/* What happens when the computer slept, the platform was away, or the clock was set. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let world: World;
let studio: Studio;
let tiktok: TiktokSimulator;
const clock = { ms: 0 };
let start: number;

beforeEach(async () => {
  tiktok = await simulateTiktok({ clock: { now: () => clock.ms } });
  world = makeWorld({ remotes: [{ channelId: 'mia', simulator: tiktok, open: createTiktok, account: 'mia' }], filmBytes: 20_000, clock });
  start = clock.ms;
  studio = openStudio(world);
  setGap(180);
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await tiktok.close();
});

function setGap(minGapMinutes: number): void {
  studio.store.write
    .update(channels)
    .set({ plan: JSON.stringify({ minGapMinutes }) })
    .run();
}
const get = async (postId: string) => readPost({ world, studio }, postId);
/** One post at each of these hours from the start, on the channel. */
const plan = async (hours: readonly number[], channelId = 'mia'): Promise<string[]> => {
  const ids: string[] = [];
  for (const hour of hours) {
    const at = new Date(start + hour * HOUR_MS).toISOString();
    ids.push((await makePost({ world, studio }, { channelIds: [channelId], caption: `At ${hour}`, at, approve: true })).id);
  }
  return ids;
};
/** Hours after the start at which something became public, to two digits. */
const hours = (): number[] => tiktok.published().map(({ at }) => Math.round(((at - start) / HOUR_MS) * 100) / 100);
const gaps = (): number[] => hours().flatMap((hour, index, all) => (index === 0 ? [] : [hour - (all[index - 1] ?? 0)]));

describe('posts that were missed', () => {
  test('five of one channel do not go out together: each keeps the gap, says so, and none is lost', async () => {
    const ids = await plan([1, 2, 3, 4, 5]);
    clock.ms = start + 10 * HOUR_MS;
    await studio.work();
    expect(hours()).toHaveLength(5);
    expect(hours()[0]).toBeCloseTo(10, 1);
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(2.99);
    const { ledger } = await get(ids[4] ?? '');
    expect(ledger.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('to keep your gap between posts'));
  });

  test('they make room for what is planned, which is not held up', async () => {
    await plan([1, 2, 3]);
    const [planned] = await plan([14]);
    clock.ms = start + 10 * HOUR_MS;
    await studio.work();
    expect((await get(planned ?? '')).at).toBe(new Date(start + 14 * HOUR_MS).toISOString());
    expect(hours().map(Math.floor)).toEqual([10, 14, 17, 20]);
  });

  test('one that would go out just before a planned one goes out after it', async () => {
    await plan([1, 10.5]);
    clock.ms = start + 10 * HOUR_MS;
    await studio.work();
    expect(hours().map((hour) => Math.floor(hour * 2) / 2)).toEqual([10.5, 13.5]);
  });

  test('one whose film is still being looked at counts as going out', async () => {
    await plan([1, 2]);
    clock.ms = start + 10 * HOUR_MS;
    const readyAt = clock.ms + 20 * MINUTE_MS;
    world.between = (platform) => ({
      ...platform,
      look: async (...about) =>
        about[2].askedAt === null && clock.ms < readyAt
          ? { seen: 'processing', askAt: new Date(clock.ms + MINUTE_MS) }
          : platform.look(...about),
    });
    await studio.work();
    expect(gaps()).toHaveLength(1);
    expect(gaps()[0]).toBeGreaterThan(2.5); // the gap is counted from when it was under way, 20 minutes before it was out
  });

  test('the practice platform, and a channel without a gap, send all of it at once', async () => {
    setGap(0);
    await plan([1, 2, 3]);
    const practised = await plan([1, 2, 3], 'practice');
    clock.ms = start + 10 * HOUR_MS;
    await studio.work(1);
    expect(hours().map(Math.floor)).toEqual([10, 10, 10]);
    for (const postId of practised) expect(await get(postId)).toMatchObject({ state: 'live' });
  });
});

test('what is on time is never held up, however close a person planned it', async () => {
  await plan([1, 1.1, 1.2]);
  await studio.work();
  expect(hours()).toHaveLength(3);
  expect(hours()[2]).toBeLessThan(1.3);
});

test('what a platform held up for hours keeps the gap when the platform is back', async () => {
  world.between = (platform) => ({
    ...platform,
    upload: (...about) =>
      clock.ms < start + 9 * HOUR_MS
        ? Promise.reject(new PublishFailed({ kind: 'wait', until: new Date(start + 9 * HOUR_MS), reason: 'TikTok is away.', code: '503' }))
        : platform.upload(...about),
  });
  const ids = await plan([1, 4, 7]);
  await studio.work(8);
  for (const postId of ids) {
    expect(await get(postId)).toMatchObject({
      state: 'scheduled',
      at: new Date(start + 9 * HOUR_MS).toISOString(),
      reason: 'TikTok is away. It is tried again by itself.',
    });
  }
  await studio.work();
  expect(hours().map(Math.floor)).toEqual([9, 12, 15]);
});

describe('a clock that is set', () => {
  test.each([
    ['forward by five hours', 5],
    ['back by five hours', -5],
  ])('%s while posts are planned: each goes out once, and not before its time', async (_how, byHours) => {
    setGap(0);
    const ids = await plan([2, 6, 12]);
    await studio.work(0.5);
    clock.ms = start + HOUR_MS / 2 + byHours * HOUR_MS;
    await studio.work(72);
    for (const postId of ids) expect(await get(postId)).toMatchObject({ state: 'live' });
    expect(hours()).toHaveLength(3);
    for (const [index, hour] of [2, 6, 12].entries()) expect(hours()[index]).toBeGreaterThanOrEqual(hour);
  });

  test.each([
    ['forward', 6],
    ['back', -6],
  ])('%s between the release and its proof: it is looked for, and not sent twice', async (_how, byHours) => {
    world.between = (platform) => ({
      ...platform,
      release: async (...about) => {
        await platform.release(...about);
        clock.ms += byHours * HOUR_MS; // and the answer is lost
        throw new PublishFailed({ kind: 'outcome-unknown', askAt: new Date(clock.ms + 1_000) });
      },
    });
    const [postId] = await plan([1]);
    await studio.work(72);
    expect(await get(postId ?? '')).toMatchObject({ state: 'live' });
    expect(tiktok.tasks().filter(({ completedAt }) => completedAt !== null)).toHaveLength(1);
  });

  test('back, after a post went out: what is caught up later still goes out', async () => {
    await plan([1]);
    await studio.work(2);
    clock.ms = start - 5 * HOUR_MS;
    const [late] = await plan([-6]);
    await studio.work(72);
    expect(await get(late ?? '')).toMatchObject({ state: 'live' });
  });
});

test.each([
  ['run-late', 'live'],
  ['skip', 'cancelled'],
  ['ask', 'needs-you'],
] as const)('after a sleep the setting %s holds for every post alike, and a wait after that is no second miss', async (policy, state) => {
  world.missed.policy = policy;
  const ids = await plan([1, 2, 3]);
  clock.ms = start + 10 * HOUR_MS;
  await studio.work();
  for (const postId of ids) expect(await get(postId)).toMatchObject({ state });
  if (policy !== 'ask') return;
  for (const postId of ids) await studio.publishing.posts.resolve({ postId, answer: 'look-again' }, call);
  await studio.work();
  for (const postId of ids) expect(await get(postId)).toMatchObject({ state: 'live' });
});

test('what only the creator can mend waits for them, with the platform’s own code behind the fold', async () => {
  world.between = (platform) => ({
    ...platform,
    upload: () =>
      Promise.reject(
        new PublishFailed({ kind: 'needs-you', reason: 'Verify your phone number.', code: 'phone_42' }, { cause: { status: 403 } }),
      ),
  });
  const [postId] = await plan([0]);
  await studio.work();
  const { state, reason, ledger } = await get(postId ?? '');
  expect({ state, reason }).toEqual({ state: 'needs-you', reason: 'Verify your phone number.' });
  expect(ledger.at(-1)?.raw).toMatch(/^phone_42\n.*403/s);
});
