import { afterEach, beforeEach, expect, test } from 'vitest';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

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

const make = async (caption: string) => makePost({ world, studio }, { approve: true, caption });
const get = async (postId: string) => readPost({ world, studio }, postId);

test('what proved one post proves no other: two posts with the same words are two', async () => {
  const one = await make('Same words');
  await studio.work();
  const first = await get(one.id);
  const remoteId = studio.publishing.practice.published()[0]?.id ?? '';
  const two = await make('Same words');
  world.between = (platform) => ({
    ...platform,
    // the answer is lost, and all that can be seen is the first one
    release: async (...about) => {
      await platform.release(...about);
      throw new PublishFailed({ kind: 'outcome-unknown', askAt: new Date(world.clock.ms + 500) });
    },
    look: async (going, upload, tools) =>
      tools.askedAt === null ? platform.look(going, upload, tools) : { seen: 'public', remoteId, url: first.url },
  });
  await studio.work();
  expect(await get(two.id)).toMatchObject({ state: 'needs-you', url: null, reason: expect.stringContaining('another post') });
});

test('no token stands in the ledger, whatever an error that nobody foresaw says', async () => {
  const secret = 'act.Zm9vYmFyYmF6';
  const others: string[] = [];
  const odd = new Error(`fetch https://example.org/?access_token=${secret} failed with Bearer ${secret}`);
  for (const call of ['upload', 'release', 'look'] as const) {
    world.between = (platform) => ({ ...platform, [call]: () => Promise.reject(odd) });
    others.push((await make(`Odd ${call}`)).id);
    await studio.work();
  }
  const jobs = studio.store.read.$client.prepare('select error, saved, progress from jobs').all();
  const told = JSON.stringify([await Promise.all(others.map(get)), studio.changes, jobs]);
  expect(jobs.length).toBeGreaterThan(0);
  expect(told).toContain('failed with');
  expect(told).not.toContain(secret);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15])(
  'a platform that asks to wait until %d does not stop a post for ever',
  async (ms) => {
    const post = await make('Patient');
    let first = true;
    world.between = (platform) => ({
      ...platform,
      upload: async (...about) => {
        if (!first) return platform.upload(...about);
        first = false;
        throw new PublishFailed({ kind: 'wait', until: new Date(ms), reason: 'Later.', code: '429' });
      },
    });
    await studio.work(8 * 24);
    expect(await get(post.id)).toMatchObject({ state: 'live' });
  },
);
