import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../electron/publish/adapter.ts';
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

const make = async (wishes: Parameters<typeof makePost>[1] = {}) => makePost({ world, studio }, { approve: true, ...wishes });
const get = async (postId: string) => readPost({ world, studio }, postId);
const releases = (): number => studio.publishing.practice.published().reduce((sum, { repeats }) => sum + 1 + repeats, 0);

/** What happens once at a call, before it is made. */
function at(which: 'upload' | 'look' | 'release', act: () => unknown): void {
  let first = true;
  const before = async (): Promise<void> => {
    if (!first) return;
    first = false;
    await act();
  };
  world.between = (platform): Platform => ({
    ...platform,
    upload: async (...about) => {
      if (which === 'upload') await before();
      return platform.upload(...about);
    },
    look: async (...about) => {
      if (which === 'look') await before();
      return platform.look(...about);
    },
    release: async (...about) => {
      if (which === 'release') await before();
      return platform.release(...about);
    },
  });
}

test('a look that finds nothing is not believed while the release is still on its way, whatever the clock says', async () => {
  const post = await make();
  at('release', async () => {
    world.clock.ms += 8 * 3_600_000; // the lid was closed in the middle of the call
    await studio.workNow();
  });
  const seen: string[] = [];
  const plain = world.between;
  world.between = (platform) => {
    const own = plain(platform);
    return { ...own, release: async (...about) => (seen.push('asked'), own.release(...about)) };
  };
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(seen).toHaveLength(1);
  expect((await get(post.id)).ledger.map(({ reason }) => reason)).not.toContainEqual(expect.stringContaining('That is certain'));
});

test('a look that is still under way when the post is sent anew does not take its proof along', async () => {
  const post = await make();
  const first = Promise.withResolvers<undefined>();
  const looking: Promise<void>[] = [];
  let proofs = 0;
  world.between = (platform) => ({
    ...platform,
    release: async (...about) => {
      if (looking.length > 0) return platform.release(...about);
      // the refusal comes long after it was asked for: the look has begun meanwhile and takes its time
      world.clock.ms += 10_000;
      looking.push(studio.workNow());
      await Promise.resolve();
      throw new PublishFailed({ kind: 'wait', until: new Date(world.clock.ms), reason: 'Busy.', code: '429' });
    },
    look: async (going, upload, tools) => {
      if (tools.askedAt !== null && (proofs += 1) === 1) await first.promise;
      return platform.look(going, upload, tools);
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'sent' });
  first.resolve(undefined);
  await Promise.all(looking);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(releases()).toBe(1);
});

test('what an old upload is told does not end a post that was called off, changed and approved meanwhile', async () => {
  const sightings = [
    { seen: 'refused', reason: 'The old words are bad.', code: '1' },
    { seen: 'unclear', reason: 'The old film looks odd.' },
  ] as const;
  for (const sighting of sightings) {
    const post = await make();
    let first = true;
    world.between = (platform) => ({
      ...platform,
      look: async (...about) => {
        if (!first) return platform.look(...about);
        first = false;
        await studio.publishing.posts.cancel({ postId: post.id }, call);
        await studio.publishing.posts.edit({ postId: post.id, caption: `New ${sighting.seen}` }, call);
        await studio.publishing.posts.restore({ postId: post.id }, call);
        await studio.publishing.posts.approve({ postId: post.id }, call);
        return sighting;
      },
    });
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'live', caption: `New ${sighting.seen}` });
  }
});

test('an old film that is gone does not stop a post that has another one by now', async () => {
  const old = join(world.home, 'old.mp4');
  writeFileSync(old, randomBytes(1_000));
  const post = await make({ videoPath: old });
  world.practice.processingSeconds = 0; // ready at once: the file is looked at right after
  await studio.publishing.channels.setPractice({ ...world.practice }, call);
  at('look', async () => {
    await studio.publishing.posts.cancel({ postId: post.id }, call);
    await studio.publishing.posts.setFilm({ postId: post.id, videoPath: world.video }, call);
    await studio.publishing.posts.restore({ postId: post.id }, call);
    await studio.publishing.posts.approve({ postId: post.id }, call);
    rmSync(old);
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(releases()).toBe(1);
});

test.each(['upload', 'look', 'release'] as const)(
  'a channel paused at the %s: nothing goes out that was not asked for, all of it afterwards, once',
  async (when) => {
    const post = await make();
    at(when, async () => studio.publishing.channels.pause({ channelId: 'practice', paused: true }, call));
    await studio.work();
    expect(releases()).toBe(when === 'release' ? 1 : 0);
    await studio.publishing.channels.pause({ channelId: 'practice', paused: false }, call);
    await studio.work();
    expect(await get(post.id)).toMatchObject({ state: 'live' });
    expect(releases()).toBe(1);
  },
);

test.each(['upload', 'look'] as const)('called off, changed and approved at the %s: only the new words go out', async (when) => {
  const post = await make();
  at(when, async () => {
    await studio.publishing.posts.cancel({ postId: post.id }, call);
    await studio.publishing.posts.edit({ postId: post.id, caption: 'New words' }, call);
    await studio.publishing.posts.restore({ postId: post.id }, call);
    await studio.publishing.posts.approve({ postId: post.id }, call);
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  const [seen] = studio.publishing.practice.published();
  expect(studio.publishing.practice.page(seen?.id ?? '')).toMatchObject({ caption: 'New words' });
  expect(releases()).toBe(1);
});

test.each(['upload', 'look'] as const)('called off and put to another day at the %s: it goes out then', async (when) => {
  const post = await make();
  const day = Date.parse('2026-11-25T09:00:00Z');
  at(when, async () => {
    await studio.publishing.posts.cancel({ postId: post.id }, call);
    await studio.publishing.posts.restore({ postId: post.id }, call);
    await studio.publishing.posts.reschedule({ postId: post.id, at: new Date(day).toISOString() }, call);
  });
  await studio.work(24);
  expect(releases()).toBe(0);
  await studio.work(200);
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(world.clock.ms).toBeGreaterThanOrEqual(day);
  expect(releases()).toBe(1);
});

test.each(['upload', 'look', 'release'] as const)('healing at the %s changes nothing', async (when) => {
  const post = await make();
  at(when, () => studio.publishing.heal());
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(releases()).toBe(1);
});
