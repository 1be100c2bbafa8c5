import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpending } from '../../electron/publish/createSpending.ts';
import { openStore, type Store } from '../../electron/store/openStore.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio } from './support/openStudio.ts';

let home: string;
let store: Store;
const clock = { ms: 0, zone: 'UTC' };
const now = (): Date => new Date(clock.ms);

beforeEach(() => {
  clock.zone = 'UTC';
  home = mkdtempSync(join(tmpdir(), 'tidereel-spending-'));
  store = openStore({ home, now });
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

const spending = () => createSpending({ read: store.read, write: store.write, now, zone: () => clock.zone });
const spendAt = (instant: string, usdEach = 1): void => {
  clock.ms = Date.parse(instant);
  spending().add({ provider: 'x', item: 'Post', units: 1, usdEach, postId: null });
};
const shownAt = async (instant: string, zone: string) => {
  clock.ms = Date.parse(instant);
  clock.zone = zone;
  return spending().show(undefined, call);
};

test.each([
  // the day the clocks go forward in Berlin begins at 23:00 UTC the day before and is 23 hours long
  ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z'],
  // the day they go back in New York begins at 4:00 UTC and is 25 hours long
  ['America/New_York', '2026-11-01T03:59:59Z', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z'],
  // in Sydney, in the south, they go forward in October
  ['Australia/Sydney', '2026-10-03T13:59:59Z', '2026-10-03T14:00:00Z', '2026-10-04T12:59:59Z'],
])('today is the creator’s whole day in %s, also when the clocks change', async (zone, before, first, last) => {
  spendAt(before, 100);
  spendAt(first, 1);
  spendAt(last, 2);
  expect((await shownAt(last, zone)).todayUsd).toBe(3);
});

test('the month begins at the creator’s midnight, and items of one kind are one line', async () => {
  spendAt('2026-10-31T22:59:59Z', 100); // still October in Berlin, where the clocks went back a week before
  spendAt('2026-10-31T23:00:00Z', 0.2);
  spendAt('2026-11-20T12:00:00Z', 0.2);
  spending().add({ provider: 'x', item: 'Reading', units: 20, usdEach: 0.001, postId: null });
  expect(await shownAt('2026-11-20T12:00:00Z', 'Europe/Berlin')).toEqual({
    todayUsd: 0.22,
    monthUsd: 0.42,
    items: [
      { provider: 'x', item: 'Post', units: 2, usd: 0.4 },
      { provider: 'x', item: 'Reading', units: 20, usd: 0.02 },
    ],
  });
  expect((await shownAt('2026-11-20T12:00:00Z', 'America/New_York')).monthUsd).toBe(0.22);
});

test('nothing spent is nothing shown', async () => {
  expect(await shownAt('2026-11-20T12:00:00Z', 'Asia/Tokyo')).toEqual({ todayUsd: 0, monthUsd: 0, items: [] });
});

test('small prices add up without loss', async () => {
  for (let index = 0; index < 1_000; index += 1) spendAt('2026-11-20T12:00:00Z', 0.0001);
  expect((await shownAt('2026-11-20T12:00:00Z', 'UTC')).todayUsd).toBe(0.1);
});

test('a post says what it cost, thing by thing, and nobody else’s', async () => {
  using world = makeWorld();
  const studio = openStudio(world);
  const [post, other] = [await makePost({ world, studio }), await makePost({ world, studio })];
  const { read, write } = studio.store;
  const room = createSpending({ read, write, now: () => new Date(world.clock.ms), zone: () => 'UTC' });
  room.add({ provider: 'x', item: 'Post with an address', units: 1, usdEach: 0.2, postId: post.id });
  room.add({ provider: 'x', item: 'Reading', units: 2, usdEach: 0.001, postId: post.id });
  room.add({ provider: 'x', item: 'Reading', units: 1, usdEach: 0.001, postId: post.id });
  room.add({ provider: 'x', item: 'Reading', units: 9, usdEach: 0.001, postId: null });
  expect((await readPost({ world, studio }, post.id)).spent).toEqual([
    { item: 'Post with an address', usd: 0.2 },
    { item: 'Reading', usd: 0.003 },
  ]);
  expect((await readPost({ world, studio }, other.id)).spent).toEqual([]);
  studio.close();
});
