import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFaults } from './support/faults.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

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

const make = async (wishes: Parameters<typeof makePost>[1] = {}) => makePost({ world, studio }, wishes);
const get = async (postId: string) => readPost({ world, studio }, postId);

test.each([
  ['changed', () => appendFileSync(world.video, 'x'), 'changed after you approved'],
  ['vanished', () => renameSync(world.video, join(world.home, 'moved.mp4')), 'no longer where it was'],
])('a file that %s since the approval is not sent, and the creator is told', async (_what, tamper, words) => {
  const post = await make({ approve: true, at: '2026-11-20T13:00:00Z' });
  tamper();
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining(words) });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('a file swapped while it was uploaded is not released', async () => {
  await studio.publishing.channels.setPractice({ ...world.practice, processingSeconds: 0 }, call); // ready at once: no second run checks
  const post = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      const ref = await platform.upload(...about);
      writeFileSync(world.video, 'something else');
      return ref;
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('a post can be cancelled before and while it is sent, but not after its release was asked for', async () => {
  const early = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  expect(await studio.publishing.posts.cancel({ postId: early.id }, call)).toMatchObject({ state: 'cancelled' });
  await studio.work();
  expect(await get(early.id)).toMatchObject({ state: 'cancelled' });

  const during = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      await studio.publishing.posts.cancel({ postId: during.id }, call);
      return platform.upload(...about);
    },
  });
  await studio.work();
  expect(await get(during.id)).toMatchObject({ state: 'cancelled' });
  expect(studio.publishing.practice.published()).toEqual([]);

  const late = await make({ approve: true });
  let refusal: unknown;
  world.between = (platform) => ({
    ...platform,
    release: async (...about) => {
      refusal = await Promise.resolve()
        .then(() => studio.publishing.posts.cancel({ postId: late.id }, call))
        .catch((error: unknown) => error);
      return platform.release(...about);
    },
  });
  await studio.work();
  expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('too late') });
  expect(await get(late.id)).toMatchObject({ state: 'live' });
});

test('a post that was cancelled and put back at once, in the middle of its upload, still goes out once', async () => {
  const post = await make({ approve: true });
  let first = true;
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      if (first) {
        first = false;
        await studio.publishing.posts.cancel({ postId: post.id }, call);
        await studio.publishing.posts.restore({ postId: post.id }, call);
      }
      return platform.upload(...about);
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(studio.publishing.practice.published()).toHaveLength(1);
});

test('a platform that shows nothing for a day is not waited for any longer', async () => {
  const post = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    look: async (going, upload, tools) =>
      tools.askedAt === null ? platform.look(going, upload, tools) : { seen: 'processing', askAt: new Date(world.clock.ms + 1000) },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('for a day') });
});

test('an unforeseen fault is tried again, and then told instead of standing still', async () => {
  const post = await make({ approve: true });
  world.between = (platform) => ({ ...platform, upload: () => Promise.reject(new Error('the network card fell out')) });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('the network card fell out') });
});

test('a post whose job is gone gets a new one at the next start', async () => {
  const post = await make({ approve: true });
  studio.store.write.$client.exec('delete from jobs');
  studio.publishing.heal();
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('a post whose job crashed the app too often says so at the next start, instead of crashing it again', async () => {
  const post = await make({ approve: true });
  studio.store.write.$client.exec("update jobs set state = 'dead'");
  studio.publishing.heal();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
});

test('cancelling its work in the queue calls the post off, and it can be restored', async () => {
  const post = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  const job = studio.jobs.list({ finished: false, limit: 10 }).find(({ kind }) => kind === 'post.send');
  studio.jobs.cancel(job?.id ?? 0);
  await Promise.resolve(); // the queue tells after the present code is through
  expect(await get(post.id)).toMatchObject({ state: 'cancelled' });
  await studio.publishing.posts.restore({ postId: post.id }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('two workers that both believe to own a post release it once', async () => {
  const post = await make({ approve: true });
  const { write } = studio.store;
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      const ref = await platform.upload(...about);
      world.between = (plain) => plain;
      // the lease ran out: another owner takes the job and finishes it while this one was away
      write.$client.exec("update jobs set state = 'waiting', owner = null, lease_until = null where kind = 'post.send'");
      await studio.workNow();
      return ref;
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(studio.publishing.practice.published()).toMatchObject([{ repeats: 0 }]);
});

test('after a start, a post that was handed over is looked for at once, not when the process that is gone had planned to', async () => {
  world.practice.processingSeconds = 0;
  studio.close();
  studio = openStudio(world);
  let left = 1;
  world.between = (platform) => withFaults(world, platform, (at) => (at === 'release' && left-- > 0 ? 'odd-after' : 'none'));
  const post = await make({ approve: true });
  await studio.workNow();
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
  studio.close();
  studio = openStudio(world);
  await studio.workNow(); // the clock stands still
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});
