import { afterEach, beforeEach, expect, test } from 'vitest';
import { allowedMoves, PostState } from '../../shared/publish/postState.ts';
import { createChangeBus } from '../../electron/changes.ts';
import { createLedger } from '../../electron/publish/ledger.ts';
import { hashFile } from '../../electron/files/hashFile.ts';
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
const states = async (postId: string) => (await get(postId)).ledger.map(({ state }) => state);

test('an approved post goes out, is read back, and only then is live', async () => {
  const post = await make({ approve: true });
  expect(post).toMatchObject({ state: 'scheduled', title: 'film', platform: 'practice' });
  await studio.work();
  const live = await get(post.id);
  expect(await states(post.id)).toEqual(['awaiting-approval', 'scheduled', 'sending', 'sent', 'live']);
  expect(live).toMatchObject({ state: 'live', url: expect.stringMatching(/^\/practice\/posts\/id\d+$/) });
  const published = studio.publishing.practice.published();
  expect(published).toMatchObject([{ postId: post.id, repeats: 0 }]);
  const page = studio.publishing.practice.page(published[0]?.id ?? '');
  expect(page).toMatchObject({ caption: 'Hello', title: 'film' });
  expect(await hashFile(page?.videoFile ?? '')).toBe(await hashFile(world.video));
});

test('every change of state reaches whoever follows, whole and in order', async () => {
  const post = await make({ approve: true });
  await studio.work();
  const told = studio.changes.flatMap((change) => (change.topic === 'post' && change.value.id === post.id ? [change.value.state] : []));
  expect(told.filter((state, index) => state !== told[index - 1])).toEqual(['scheduled', 'sending', 'sent', 'live']);
});

test('only the moves that are allowed are made, and every other leaves post and ledger as they were', async () => {
  const { write } = studio.store;
  const ledger = createLedger({ write, changes: createChangeBus(), now: () => new Date(), keepOf: () => null });
  const post = await make();
  for (const from of PostState.options) {
    for (const to of PostState.options) {
      write.$client.prepare('update posts set state = ? where id = ?').run(from, post.id);
      const lines = write.$client.prepare('select count(*) from ledger').pluck().get();
      const tried = () => ledger.move(post.id, to, 'because');
      if (allowedMoves[from].includes(to)) {
        tried();
        expect(ledger.read(post.id).state).toBe(to);
      } else {
        expect(tried).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
        expect(ledger.read(post.id).state).toBe(from);
        expect(write.$client.prepare('select count(*) from ledger').pluck().get()).toBe(lines);
      }
    }
  }
});

test('what fails within one transaction leaves nothing behind and tells nobody', async () => {
  const { write } = studio.store;
  const told: unknown[] = [];
  const bus = { ...createChangeBus(), publish: (change: unknown) => void told.push(change) };
  const ledger = createLedger({ write, changes: bus, now: () => new Date(), keepOf: () => null });
  const post = await make();
  const tried = () =>
    ledger.together(() => {
      ledger.edit(post.id, { caption: 'lost' });
      ledger.move(post.id, 'cancelled', 'lost');
      throw new Error('full disk');
    });
  expect(tried).toThrow('full disk');
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval', caption: 'Hello', ledger: [{ state: 'awaiting-approval' }] });
  expect(told).toEqual([]);
});

test('when a platform cannot say what became of a post, the creator is asked and every answer works', async () => {
  const ask = async () => {
    const { id } = await make({ approve: true });
    world.between = (platform) => ({
      ...platform,
      look: async (post, upload, tools) =>
        tools.askedAt === null ? platform.look(post, upload, tools) : { seen: 'unclear', reason: 'Two posts look alike. Is it public?' },
    });
    await studio.work();
    expect(await get(id)).toMatchObject({ state: 'needs-you', reason: 'Two posts look alike. Is it public?' });
    world.between = (platform) => platform;
    return id;
  };
  const { resolve, restore } = studio.publishing.posts;
  const again = await ask();
  await resolve({ postId: again, answer: 'look-again' }, call);
  await studio.work();
  expect(await get(again)).toMatchObject({ state: 'live', url: expect.stringContaining('/practice/posts/') });

  const found = await ask();
  await expect((async () => resolve({ postId: found, answer: 'it-is-live' }, call))()).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const told = await resolve({ postId: found, answer: 'it-is-live', url: 'https://example.org/p/1' }, call);
  expect(told).toMatchObject({ state: 'live', url: 'https://example.org/p/1' });

  const given = await ask();
  expect(await resolve({ postId: given, answer: 'give-up' }, call)).toMatchObject({ state: 'failed' });
  await restore({ postId: given }, call); // it may be public: so it is looked for, not sent
  await studio.work();
  expect(await get(given)).toMatchObject({ state: 'live' });

  const before = studio.publishing.practice.published().length;
  const twice = await ask();
  await resolve({ postId: twice, answer: 'send-again' }, call); // a person's word is the only thing that sends again
  await studio.work();
  expect(await get(twice)).toMatchObject({ state: 'live' });
  expect(studio.publishing.practice.published()).toHaveLength(before + 2);
});
