import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { simulateTiktok, type TiktokSimulator } from '../platforms/tiktok/simulateTiktok.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

const POSTS = 40; // far above the six that TikTok lets an account begin in a minute, and above its fifteen a day

let world: World;
let studio: Studio;
let simulator: TiktokSimulator;

beforeEach(async () => {
  simulator = await simulateTiktok({ clock: { now: () => world.clock.ms } });
  world = makeWorld({ remotes: [{ channelId: 'there', simulator, open: createTiktok, account: 'mia' }] });
  studio = openStudio(world);
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await simulator.close();
});

test('of many posts that are due at once, one finds out that a limit is used up and the others wait with it, with few words', async () => {
  const ids: string[] = [];
  for (let index = 0; index < POSTS; index += 1) {
    const wish = { videoPath: world.video, channelIds: ['there'], caption: `Words ${index}`, approve: true };
    const [made] = await studio.publishing.posts.create(wish, call);
    ids.push(made?.id ?? '');
  }
  await studio.work(24 * 5);
  const posts = await Promise.all(ids.map(async (postId) => studio.publishing.posts.get({ postId }, call)));
  expect(posts.map(({ state }) => state)).toEqual(posts.map(() => 'live'));
  expect(simulator.published()).toHaveLength(POSTS);
  expect(simulator.questions.filter(({ status }) => status === 429)).toEqual([]);
  expect(Math.max(...posts.map(({ ledger }) => ledger.length))).toBeLessThan(20);
  expect(posts.flatMap(({ ledger }) => ledger.map(({ reason }) => reason))).toContainEqual(expect.stringContaining('It waits its turn.'));
});
