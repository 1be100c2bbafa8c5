import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, Killed, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

let world: World;
let studio: Studio;

beforeEach(() => {
  world = makeWorld();
  studio = openStudio(world);
});
afterEach(() => {
  studio.close();
  world[Symbol.dispose]();
});

const make = async (wishes: Parameters<typeof makePost>[1] = {}) => makePost({ world, studio }, { approve: true, ...wishes });
const get = async (postId: string) => readPost({ world, studio }, postId);
/** How often anything became public; the practice platform's own files outlive the loss of the database. */
const releases = (): number => studio.publishing.practice.published().reduce((sum, { repeats }) => sum + 1 + repeats, 0);

/** The database is lost, and the next start finds the newest backup. */
function loseDatabase(): void {
  studio.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(world.home, `studio.db${suffix}`), { force: true });
  studio = openStudio(world);
}
const asks = { state: 'needs-you', reason: expect.stringMatching(/restored the backup of .*Is it public\?$/) };

test('a post that went out after the backup was made is asked about, not sent again', async () => {
  const post = await make({ at: '2026-11-20T13:00:00Z' });
  await studio.store.backup();
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  loseDatabase();
  await studio.work();
  expect(await get(post.id)).toMatchObject(asks);
  expect(releases()).toBe(1);
  const answered = await studio.publishing.posts.resolve({ postId: post.id, answer: 'it-is-live', url: 'https://example.org/1' }, call);
  expect(answered).toMatchObject({ state: 'live' });
});

test('whoever knows that it is not public sends it with one answer; looking again or moving it sends nothing', async () => {
  const post = await make({ at: '2026-11-20T13:00:00Z' });
  await studio.store.backup();
  world.clock.ms += 2 * 3_600_000;
  loseDatabase();
  await studio.publishing.posts.resolve({ postId: post.id, answer: 'look-again' }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('Is it public?') });
  const moved = async () => studio.publishing.posts.reschedule({ postId: post.id, at: '2026-11-21T13:00:00Z' }, call);
  await expect(moved()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(releases()).toBe(0);
  await studio.publishing.posts.resolve({ postId: post.id, answer: 'send-again' }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(releases()).toBe(1);
});

test.each(['before upload', 'before release'])(
  'a backup made in the middle of sending (%s) sends nothing by itself either',
  async (where) => {
    const post = await make();
    let backedUp: Promise<string> | null = null;
    world.between = (platform) => ({
      ...platform,
      upload: async (...about) => {
        if (where === 'before upload') await (backedUp ??= studio.store.backup());
        return platform.upload(...about);
      },
      release: async (...about) => {
        if (where === 'before release') await (backedUp ??= studio.store.backup());
        return platform.release(...about);
      },
    });
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'live' });
    world.between = (platform) => platform;
    loseDatabase();
    await studio.work();
    expect(await get(post.id)).toMatchObject(asks);
    expect(releases()).toBe(1);
  },
);

test('a post that waited for a sign-in in the backup does not go out by itself after the next one', async () => {
  const post = await make();
  world.between = (platform) => ({ ...platform, upload: () => Promise.reject(new PublishFailed({ kind: 'sign-in-again' })) });
  await studio.work();
  await studio.store.backup();
  world.between = (platform) => platform;
  studio.publishing.resume('practice');
  await studio.work();
  expect(releases()).toBe(1);
  loseDatabase();
  studio.publishing.resume('practice');
  await studio.work();
  expect(await get(post.id)).toMatchObject(asks);
  expect(releases()).toBe(1);
});

test('what is planned for later goes out at its time, and what waits for a yes says to look first', async () => {
  const later = await make({ at: '2026-11-22T13:00:00Z' });
  const waiting = await make({ approve: false });
  await studio.store.backup();
  world.clock.ms += 3_600_000;
  loseDatabase();
  expect(await get(later.id)).toMatchObject({ state: 'scheduled' });
  expect(await get(waiting.id)).toMatchObject({ state: 'awaiting-approval', reason: expect.stringContaining('Look whether it is public') });
  await studio.work(72);
  expect(await get(later.id)).toMatchObject({ state: 'live' });
  expect(releases()).toBe(1);
});

test('a start that dies before it has asked asks at the next one, and once', async () => {
  const post = await make({ at: '2026-11-20T13:00:00Z' });
  await studio.store.backup();
  await studio.work();
  world.step = (where) => {
    if (where === 'now') throw new Killed(where);
  };
  expect(loseDatabase).toThrow(Killed);
  world.step = () => undefined;
  studio = openStudio(world);
  expect(await get(post.id)).toMatchObject(asks);
  const lines = (await get(post.id)).ledger.length;
  studio.close();
  studio = openStudio(world);
  expect((await get(post.id)).ledger).toHaveLength(lines);
});
