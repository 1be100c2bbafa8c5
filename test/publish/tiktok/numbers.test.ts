import { afterEach, beforeEach, expect, test } from 'vitest';
import { ofChannel, tiktokLimits } from '../../../electron/publish/tiktok/limits.ts';
import { failureOf, MINUTE, openTiktok, publish, type TiktokWorld } from './support/openTiktok.ts';

let world: TiktokWorld;
beforeEach(async () => {
  world = await openTiktok();
});
afterEach(async () => world[Symbol.asyncDispose]());

const { signal } = new AbortController();

test('the numbers of a public video are read by its whole id', async () => {
  const post = world.post();
  await publish(world, post);
  const [{ id } = { id: '' }] = world.simulator.published();
  world.simulator.setNumbers(id, { views: 120, likes: 9, comments: 2, shares: 1 });
  expect(await world.platform.readMetrics?.(id, post.session, signal)).toEqual({ views: 120, likes: 9, comments: 2, shares: 1 });
});

test('a video that is not public any more has no numbers', async () => {
  const { session } = world.post();
  const reading = world.platform.readMetrics?.('7312456789012340999', session, signal) ?? Promise.resolve();
  expect(await failureOf(reading)).toMatchObject({ kind: 'rejected', code: 'video_not_found' });
});

test('the choices of an account are asked fresh and said in plain words', async () => {
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { duetDisabled: true, maxSeconds: 180 });
  const { session } = world.post();
  expect(await world.platform.readChoices?.(session, signal)).toMatchObject({
    account: 'Mia Makes (@mia)',
    privacy: [
      { value: 'PUBLIC_TO_EVERYONE', label: 'Everyone' },
      { value: 'MUTUAL_FOLLOW_FRIENDS', label: expect.stringContaining('Friends') },
      { value: 'SELF_ONLY', label: 'Only me' },
    ],
    disabled: [{ option: 'allowDuet', why: expect.stringContaining('Duets') }],
    maxSeconds: 180,
  });
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { private: true });
  const choices = await world.platform.readChoices?.(session, signal);
  expect(choices?.privacy.map(({ value }) => value)).toEqual(['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']);
  expect(choices?.notes).toContainEqual(expect.stringContaining('private'));
});

test('a sign-in for drafts only offers no visibility', async () => {
  world.simulator.switches.grantedScopes = ['user.info.basic', 'video.upload'];
  world.needs.grant = world.simulator.grantFor('mia');
  const choices = await world.platform.readChoices?.(world.post().session, signal);
  expect(choices).toMatchObject({ account: 'Mia Makes', privacy: [], notes: [expect.stringContaining('inbox')] });
});

test('reading choices leaves a fifth of the questions to posts that are due', async () => {
  const post = world.post();
  for (let time = 0; time < 16; time += 1) await world.platform.readChoices?.(post.session, signal);
  expect(await failureOf(world.platform.readChoices?.(post.session, signal) ?? Promise.resolve())).toMatchObject({ kind: 'wait' });
  expect(world.needs.limits.left(ofChannel(tiktokLimits.creatorInfo, post.session))).toBe(4);
  await world.upload(post);
  world.clock.ms += MINUTE;
  await world.platform.readChoices?.(post.session, signal);
});
