import { afterEach, beforeEach, expect, test } from 'vitest';
import { createYoutube } from '../../electron/publish/youtube/createYoutube.ts';
import { readOptions } from '../../shared/publish/postOptions.ts';
import { simulateYoutube, type YoutubeSimulator } from '../platforms/youtube/simulateYoutube.ts';
import { withFaults, type Fault } from './support/faults.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

const DAY = 24 * 3_600_000;
let simulator: YoutubeSimulator;
let world: World;
let studio: Studio;

beforeEach(async () => {
  const clock = { ms: 0 };
  simulator = await simulateYoutube({ clock: { now: () => clock.ms } });
  world = makeWorld({ remotes: [{ channelId: 'there', simulator, open: createYoutube, account: 'mia' }] });
  clock.ms = world.clock.ms;
  Object.defineProperty(world.clock, 'ms', {
    get: () => clock.ms,
    set(ms: number) {
      clock.ms = ms;
    },
  });
  studio = openStudio(world);
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await simulator.close();
});

test.each(['lost-before', 'lost-after', 'busy'] as const)(
  'a post handed over a week ahead is public at its time and not before, though its handing over met trouble (%s)',
  async (fault) => {
    const at = world.clock.ms + 7 * DAY;
    const options = { ...readOptions('youtube', null), handOver: true };
    if (options.platform !== 'youtube') throw new Error('these are options of YouTube');
    let left = 1;
    world.between = (platform) => withFaults(world, platform, (now): Fault => (now === 'release' && left-- > 0 ? fault : 'none'));
    const post = await makePost(
      { world, studio },
      { channelIds: ['there'], approve: true, at: new Date(at).toISOString(), perChannel: { there: { options } } },
    );
    await studio.work(3 * 24);
    expect(simulator.published()).toEqual([]);
    expect(await readPost({ world, studio }, post.id)).toMatchObject({ state: 'sent', at: new Date(at).toISOString() });
    await studio.work(14 * 24);
    expect(simulator.published()).toMatchObject([{ visibility: 'public', at }]);
    expect(await readPost({ world, studio }, post.id)).toMatchObject({ state: 'live' });
  },
);
