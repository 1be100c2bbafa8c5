import { afterEach, beforeEach, expect, test } from 'vitest';
import { createYoutube } from '../../electron/publish/youtube/createYoutube.ts';
import { defaultOptions, type PostOptions } from '../../shared/publish/postOptions.ts';
import { PublishFailed, type PublishFailure } from '../../shared/publish/failure.ts';
import { simulateYoutube, type YoutubeSimulator } from '../platforms/youtube/simulateYoutube.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

/* Handing over: YouTube is given a post before its time and publishes it by itself. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let world: World;
let studio: Studio;
let youtube: YoutubeSimulator;
let due: number;
const clock = { ms: 0 };

beforeEach(async () => {
  youtube = await simulateYoutube({ clock: { now: () => clock.ms } });
  world = makeWorld({ remotes: [{ channelId: 'mia', simulator: youtube, open: createYoutube, account: 'mia' }], filmBytes: 20_000, clock });
  studio = openStudio(world);
  due = clock.ms + 3 * DAY_MS;
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await youtube.close();
});

const options = { ...defaultOptions('youtube'), handOver: true } as PostOptions;
const make = async () =>
  makePost({ world, studio }, { channelIds: ['mia'], approve: true, at: new Date(due).toISOString(), perChannel: { mia: { options } } });
const get = async (postId: string) => readPost({ world, studio }, postId);
/** The first upload fails so. */
const failOnce = (failure: PublishFailure): void => {
  let left = 1;
  world.between = (platform) => ({
    ...platform,
    upload: (...about) => (left-- > 0 ? Promise.reject(new PublishFailed(failure)) : platform.upload(...about)),
  });
};
const becameVisibleAt = (): number[] => youtube.published().map(({ at }) => at);

test('it is sent early, waits at YouTube for its time though that is days away, and is proven live then', async () => {
  const post = await make();
  await studio.work(1);
  expect(await get(post.id)).toMatchObject({ state: 'sent', at: new Date(due).toISOString() });
  expect(becameVisibleAt()).toEqual([]);
  await studio.work(4 * 24);
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(becameVisibleAt()).toEqual([due]);
  expect(clock.ms).toBeLessThan(due + HOUR_MS);
});

test('a wait before it was handed over does not move its time, and says that it is tried before', async () => {
  failOnce({ kind: 'wait', until: new Date(clock.ms + 5 * HOUR_MS), reason: 'YouTube has trouble of its own.', code: '503' });
  const post = await make();
  await studio.workNow();
  expect(await get(post.id)).toMatchObject({
    state: 'scheduled',
    at: new Date(due).toISOString(),
    reason: 'YouTube has trouble of its own. It is tried again by itself before its time.',
  });
  await studio.work(6);
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
  await studio.work(4 * 24);
  expect(becameVisibleAt()).toEqual([due]);
});

test('a wait that outlasts its time moves it', async () => {
  failOnce({ kind: 'wait', until: new Date(due + HOUR_MS), reason: 'YouTube has trouble of its own.', code: '503' });
  const post = await make();
  await studio.workNow();
  expect(await get(post.id)).toMatchObject({ at: new Date(due + HOUR_MS).toISOString() });
  await studio.work(4 * 24);
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(becameVisibleAt()[0]).toBeGreaterThanOrEqual(due + HOUR_MS);
});

test('stopped by an ended sign-in, it goes on with the next one, and not before its time', async () => {
  failOnce({ kind: 'sign-in-again' });
  const post = await make();
  await studio.workNow();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
  clock.ms += HOUR_MS;
  studio.publishing.resume('mia');
  expect(await get(post.id)).toMatchObject({ state: 'scheduled', at: new Date(due).toISOString() });
  await studio.work(1);
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
  await studio.work(4 * 24);
  expect(becameVisibleAt()).toEqual([due]);
});

test('held back by a pause, it is handed over when the channel goes on', async () => {
  await studio.publishing.channels.pause({ channelId: 'mia', paused: true }, call);
  const post = await make();
  await studio.work(1);
  expect(await get(post.id)).toMatchObject({ state: 'scheduled', reason: expect.stringContaining('paused') });
  await studio.publishing.channels.pause({ channelId: 'mia', paused: false }, call);
  await studio.work(1);
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
});

test('without a job, after a backup was put back, it is handed over at the next start', async () => {
  const post = await make();
  studio.store.write.$client.exec('delete from jobs');
  studio.publishing.heal();
  await studio.work(1);
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
});

test('moved to another time before it was handed over, it becomes public then', async () => {
  failOnce({ kind: 'wait', until: new Date(clock.ms + 5 * HOUR_MS), reason: 'Trouble.', code: '503' });
  const post = await make();
  await studio.workNow();
  const other = due + DAY_MS;
  await studio.publishing.posts.reschedule({ postId: post.id, at: new Date(other).toISOString() }, call);
  await studio.work(6 * 24);
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(becameVisibleAt()).toEqual([other]);
});
