import { afterEach, beforeEach, expect, test } from 'vitest';
import { PublishFailed } from '../../shared/publish/failure.ts';
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

test('a post moved to another time goes out then', async () => {
  const post = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  const moved = await studio.publishing.posts.reschedule({ postId: post.id, at: '2026-11-20T18:30:00+02:00' }, call);
  expect(moved).toMatchObject({ state: 'scheduled', at: '2026-11-20T16:30:00.000Z' });
  await studio.work(4);
  expect(await get(post.id)).toMatchObject({ state: 'scheduled' });
  await studio.work(5);
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test.each([
  ['run-late', 'live'],
  ['skip', 'cancelled'],
  ['ask', 'needs-you'],
] as const)('a post missed by hours follows the setting %s', async (policy, state) => {
  const post = await make({ approve: true, at: '2026-11-20T13:00:00Z' });
  world.missed.policy = policy;
  world.clock.ms = Date.parse('2026-11-20T14:30:00Z');
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state });
});

test('a post missed by minutes still goes out by itself', async () => {
  const post = await make({ approve: true, at: '2026-11-20T13:00:00Z' });
  world.missed.policy = 'ask';
  world.clock.ms = Date.parse('2026-11-20T13:50:00Z');
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('nothing goes out on a paused channel, and what waited goes out when it is resumed', async () => {
  const post = await make({ approve: true });
  await studio.publishing.channels.pause({ channelId: 'practice', paused: true }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'scheduled', reason: expect.stringContaining('paused') });
  world.clock.ms += 48 * 3_600_000;
  world.missed.policy = 'skip'; // it was not missed: the creator held it back and let it go
  await studio.publishing.channels.pause({ channelId: 'practice', paused: false }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('a dead sign-in pauses the channel and asks the creator; afterwards the post goes on by itself', async () => {
  const post = await make({ approve: true });
  const other = await make({ approve: true, caption: 'Second' });
  world.between = (platform) => ({ ...platform, release: () => Promise.reject(new PublishFailed({ kind: 'sign-in-again' })) });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('sign in again') });
  expect(await get(other.id)).toMatchObject({ state: 'scheduled' });
  expect(await studio.publishing.channels.list(undefined, call)).toMatchObject([
    { id: 'practice', paused: true, reason: 'Sign in to Practice again.' },
  ]);
  world.between = (platform) => platform;
  await studio.publishing.channels.pause({ channelId: 'practice', paused: false }, call);
  await studio.work();
  expect([await get(post.id), await get(other.id)]).toMatchObject([{ state: 'live' }, { state: 'live' }]);
  expect(studio.publishing.practice.published()).toHaveLength(2);
});
