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

const channel = async () => (await studio.publishing.channels.list(undefined, call)).find(({ id }) => id === 'practice');
const get = async (postId: string) => readPost({ world, studio }, postId);

test('a channel the creator signed out stays signed out when a post notices that it is', async () => {
  const post = await makePost({ world, studio }, { approve: true });
  const reason = 'You signed out. Remove Tidereel in the settings of your account to be sure.';
  world.between = (platform) => ({
    ...platform,
    look: async () => {
      studio.store.write.$client.prepare("update channels set standing = 'signed-out', paused = 1, reason = ?").run(reason);
      throw new PublishFailed({ kind: 'sign-in-again', reason: 'This channel is signed out.', code: 'signed-out' });
    },
  });
  await studio.work();
  expect(await channel()).toMatchObject({ standing: 'signed-out', paused: true, reason });
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('after you signed in') });
  world.between = (platform) => platform;
  studio.publishing.resume('practice');
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('a channel the creator paused is still known to be paused by them when its sign-in ends', async () => {
  await studio.publishing.channels.pause({ channelId: 'practice', paused: true }, call);
  studio.publishing.pauseFor('practice', 'The sign-in has ended.');
  studio.publishing.pauseFor('practice', 'The sign-in has ended.');
  expect(await channel()).toMatchObject({ standing: 'sign-in', reason: 'You paused this channel. The sign-in has ended.' });
});
