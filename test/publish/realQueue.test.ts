import { expect, test } from 'vitest';
import { createChangeBus } from '../../electron/changes.ts';
import { createJobs } from '../../electron/jobs/createJobs.ts';
import { createPublishing } from '../../electron/publish/createPublishing.ts';
import { openStore } from '../../electron/store/openStore.ts';
import { call, makeWorld, openStudio, platformRulesOf } from './support/openStudio.ts';

test('numbers are read at 15 minutes, 1 hour, 24 hours and 7 days, and then no more', async () => {
  using world = makeWorld();
  const studio = openStudio(world);
  const input = { videoPath: world.video, channelIds: ['practice'], caption: '', approve: true };
  const [post] = await studio.publishing.posts.create(input, call);
  const postId = post?.id ?? '';
  await studio.work();
  const liveAt = world.clock.ms;
  await studio.work(24 * 30, ['post.metrics']);
  const { metrics, latest } = await studio.publishing.posts.get({ postId }, call);
  const minutes = metrics.map(({ at }) => Math.round((Date.parse(at) - liveAt) / 60_000));
  expect(minutes).toEqual([15, 60, 24 * 60, 7 * 24 * 60]);
  expect(metrics.map(({ views }) => views)).toEqual(metrics.map(({ views }) => views).toSorted((a, b) => a - b));
  expect(latest).toEqual(metrics.at(-1));
  expect(latest?.views).toBeGreaterThan(0);
  studio.close();
});

test('readings missed while the computer was off become one late reading', async () => {
  using world = makeWorld();
  const studio = openStudio(world);
  const input = { videoPath: world.video, channelIds: ['practice'], caption: '', approve: true };
  const [post] = await studio.publishing.posts.create(input, call);
  await studio.work();
  world.clock.ms += 3 * 86_400_000;
  await studio.work(24 * 30, ['post.metrics']);
  expect((await studio.publishing.posts.get({ postId: post?.id ?? '' }, call)).metrics).toHaveLength(2);
  studio.close();
});

test('on the real queue and the real clock, six posts of a troublesome platform all end live, each released once', async () => {
  using world = makeWorld();
  const now = () => new Date();
  const store = openStore({ home: world.home, now });
  const changes = createChangeBus();
  const faults: unknown[] = [];
  const jobs = createJobs({ write: store.write, changes, now, random: Math.random, report: (error) => faults.push(error) });
  const publishing = createPublishing({
    read: store.read,
    write: store.write,
    jobs,
    changes,
    home: world.home,
    now,
    newId: () => `id${(world.ids += 1)}`,
    random: Math.random,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, ms));
    },
    probeVideo: async () => ({ seconds: 2, width: 1080, height: 1920 }),
    projectHash: () => null,
    missedPosts: () => ({ policy: 'run-late', withinMinutes: 60 }),
    nextTime: () => null,
    rules: platformRulesOf,
    prices: { postUsd: 0, postWithUrlUsd: 0 },
  });
  const trouble = { uploadSeconds: 0.02, processingSeconds: 0.04, failShare: 0.03, loseAnswerShare: 0.5, rejectShare: 0, busyShare: 0.03 };
  await publishing.channels.setPractice(trouble, call);
  jobs.start();
  publishing.heal();
  const made = await Promise.all(
    Array.from({ length: 6 }, async (_, index) =>
      publishing.posts.create({ videoPath: world.video, channelIds: ['practice'], caption: `${index}`, approve: true }, call),
    ),
  );
  const ids = made.flat().map(({ id }) => id);
  const stillOpen = () =>
    ids.filter((postId) =>
      ['scheduled', 'sending', 'sent'].includes(
        store.read.$client.prepare('select state from posts where id = ?').pluck().get(postId) as string,
      ),
    );
  while (stillOpen().length > 0) await jobs.untilIdle({ horizonMs: 60_000 });
  const stuck = (await publishing.posts.list({ states: ['needs-you', 'failed'], limit: 10 }, call)).map(({ reason }) => reason);
  expect(stuck).toEqual([]);
  expect(await publishing.posts.counts(undefined, call)).toEqual({ live: 6 });
  expect(publishing.practice.published().map(({ postId, repeats }) => ({ postId, repeats }))).toEqual(
    expect.arrayContaining(ids.map((postId) => ({ postId, repeats: 0 }))),
  );
  expect(publishing.practice.published()).toHaveLength(6);
  expect(faults).toEqual([]);
  await jobs.close();
  publishing.close();
  store.close();
});
