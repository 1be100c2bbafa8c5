import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allowedMoves, PostState } from '../../shared/publish/postState.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { createChangeBus } from '../../electron/changes.ts';
import { createLedger } from '../../electron/publish/ledger.ts';
import { renders, projects } from '../../electron/store/schema.ts';
import { hashFile } from '../../electron/files/hashFile.ts';
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

const make = async (more: { approve?: boolean; at?: string; caption?: string } = {}) => {
  const input = { videoPath: world.video, channelIds: ['practice'], caption: 'Hello', approve: false, ...more };
  const [post] = await studio.publishing.posts.create(input, call);
  if (post === undefined) throw new Error('no post was made');
  return post;
};
const get = async (postId: string) => studio.publishing.posts.get({ postId }, call);
const states = async (postId: string) => (await get(postId)).ledger.map(({ state }) => state);

/** A finished render of a project whose document has the hash `first`. */
const makeRendered = async () => {
  const { write } = studio.store;
  const base = { title: 'Clip', revision: 0, cursor: 0, hash: 'first', seconds: 2, format: '9:16', createdAt: 1, editedAt: 1 };
  write
    .insert(projects)
    .values({ id: 'project', ...base })
    .run();
  world.projectHashes.set('project', 'first');
  const size = { width: 1080, height: 1920, fps: 30, seconds: 2 };
  const hash = await hashFile(world.video);
  write
    .insert(renders)
    .values({
      id: 'render',
      projectId: 'project',
      documentHash: 'first',
      title: 'Clip',
      format: '9:16',
      platforms: '[]',
      state: 'done',
      path: world.video,
      hash,
      encoder: 'x264',
      createdAt: 1,
      ...size,
    })
    .run();
  const input = { renderId: 'render', channelIds: ['practice'], caption: '', at: '2026-11-20T15:00:00Z', approve: true };
  const [post] = await studio.publishing.posts.create(input, call);
  if (post === undefined) throw new Error('no post was made');
  return post;
};
const editProject = (hash: string) => {
  world.projectHashes.set('project', hash);
  studio.publishing.onProjectEdited('project');
};

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
  const ledger = createLedger({ write, changes: createChangeBus(), now: () => new Date() });
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
  const ledger = createLedger({ write, changes: bus, now: () => new Date() });
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

test('a yes to something else than what is there now is refused', async () => {
  const post = await make();
  await studio.publishing.posts.edit({ postId: post.id, caption: 'Other words' }, call);
  const stale = async () => studio.publishing.posts.approve({ postId: post.id, contentHash: post.contentHash }, call);
  await expect(stale()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('It changed since you looked') });
  const now = await get(post.id);
  expect(now.contentHash).not.toBe(post.contentHash);
  expect(await studio.publishing.posts.approve({ postId: post.id, contentHash: now.contentHash }, call)).toMatchObject({
    state: 'scheduled',
    approvedHash: now.contentHash,
  });
});

test('new words for a scheduled post need a new yes, and nothing goes out before', async () => {
  const post = await make({ approve: true, at: '2026-11-20T14:00:00Z' });
  expect(await studio.publishing.posts.edit({ postId: post.id, caption: 'New' }, call)).toMatchObject({
    state: 'awaiting-approval',
    approvedHash: null,
  });
  await studio.work();
  expect(studio.publishing.practice.published()).toEqual([]);
  await studio.publishing.posts.approve({ postId: post.id }, call);
  await studio.work();
  expect(studio.publishing.practice.published()).toMatchObject([{ caption: 'New' }]);
});

test('words changed behind the ledger are noticed when it sends', async () => {
  const post = await make({ approve: true });
  studio.store.write.$client.prepare("update posts set caption = 'sneaked in' where id = ?").run(post.id);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('an edit of the project voids the approval, and undoing the edit does not bring it back', async () => {
  const post = await makeRendered();
  expect(post).toMatchObject({ state: 'scheduled', projectId: 'project', renderId: 'render' });
  editProject('first');
  expect(await get(post.id)).toMatchObject({ state: 'scheduled' });
  editProject('second');
  expect(await get(post.id)).toMatchObject({
    state: 'awaiting-approval',
    reason: 'You edited the project after approving this post. Render it again or approve this version.',
    approvedHash: null,
  });
  editProject('first');
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
});

test('a version older than the project can be approved on purpose, until the project is edited once more', async () => {
  const post = await makeRendered();
  editProject('second');
  await studio.publishing.posts.approve({ postId: post.id }, call);
  editProject('third');
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
  await studio.publishing.posts.approve({ postId: post.id }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('an edit that nobody told the ledger of is noticed when it sends, even in the middle of the upload', async () => {
  await studio.publishing.channels.setPractice({ ...world.practice, processingSeconds: 0 }, call); // ready at once: no second run checks
  const post = await makeRendered();
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      world.projectHashes.set('project', 'second');
      return platform.upload(...about);
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test.each([
  ['changed', () => appendFileSync(world.video, 'x'), 'changed after you approved'],
  ['vanished', () => renameSync(world.video, join(world.home, 'moved.mp4')), 'no longer where it was'],
])('a file that %s since the approval is not sent, and the creator is told', async (_what, tamper, words) => {
  const post = await make({ approve: true, at: '2026-11-20T13:00:00Z' });
  tamper();
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining(words) });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('a file swapped while it was uploaded is not released', async () => {
  await studio.publishing.channels.setPractice({ ...world.practice, processingSeconds: 0 }, call); // ready at once: no second run checks
  const post = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      const ref = await platform.upload(...about);
      writeFileSync(world.video, 'something else');
      return ref;
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('a post can be cancelled before and while it is sent, but not after its release was asked for', async () => {
  const early = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  expect(await studio.publishing.posts.cancel({ postId: early.id }, call)).toMatchObject({ state: 'cancelled' });
  await studio.work();
  expect(await get(early.id)).toMatchObject({ state: 'cancelled' });

  const during = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      await studio.publishing.posts.cancel({ postId: during.id }, call);
      return platform.upload(...about);
    },
  });
  await studio.work();
  expect(await get(during.id)).toMatchObject({ state: 'cancelled' });
  expect(studio.publishing.practice.published()).toEqual([]);

  const late = await make({ approve: true });
  let refusal: unknown;
  world.between = (platform) => ({
    ...platform,
    release: async (...about) => {
      refusal = await Promise.resolve()
        .then(() => studio.publishing.posts.cancel({ postId: late.id }, call))
        .catch((error: unknown) => error);
      return platform.release(...about);
    },
  });
  await studio.work();
  expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('too late') });
  expect(await get(late.id)).toMatchObject({ state: 'live' });
});

test('a post that was cancelled and put back at once, in the middle of its upload, still goes out once', async () => {
  const post = await make({ approve: true });
  let first = true;
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      if (first) {
        first = false;
        await studio.publishing.posts.cancel({ postId: post.id }, call);
        await studio.publishing.posts.restore({ postId: post.id }, call);
      }
      return platform.upload(...about);
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(studio.publishing.practice.published()).toHaveLength(1);
});

test('a cancelled post that is restored goes out without a new yes; with new words it waits for one', async () => {
  const post = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  await studio.publishing.posts.cancel({ postId: post.id }, call);
  expect(await studio.publishing.posts.restore({ postId: post.id }, call)).toMatchObject({ state: 'scheduled' });
  await studio.publishing.posts.cancel({ postId: post.id }, call);
  await studio.publishing.posts.edit({ postId: post.id, caption: 'New' }, call);
  expect(await studio.publishing.posts.restore({ postId: post.id }, call)).toMatchObject({ state: 'awaiting-approval' });
});

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

test('a platform that shows nothing for a day is not waited for any longer', async () => {
  const post = await make({ approve: true });
  world.between = (platform) => ({
    ...platform,
    look: async (going, upload, tools) =>
      tools.askedAt === null ? platform.look(going, upload, tools) : { seen: 'processing', askAt: new Date(world.clock.ms + 1000) },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('for a day') });
});

test('an unforeseen fault is tried again, and then told instead of standing still', async () => {
  const post = await make({ approve: true });
  world.between = (platform) => ({ ...platform, upload: () => Promise.reject(new Error('the network card fell out')) });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', reason: expect.stringContaining('the network card fell out') });
});

test('a post whose job is gone gets a new one at the next start', async () => {
  const post = await make({ approve: true });
  studio.store.write.$client.exec('delete from jobs');
  studio.publishing.heal();
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('a post whose job crashed the app too often says so at the next start, instead of crashing it again', async () => {
  const post = await make({ approve: true });
  studio.store.write.$client.exec("update jobs set state = 'dead'");
  studio.publishing.heal();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
});

test('cancelling its work in the queue calls the post off, and it can be restored', async () => {
  const post = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  const job = studio.jobs.list({ finished: false, limit: 10 }).find(({ kind }) => kind === 'post.send');
  studio.jobs.cancel(job?.id ?? 0);
  await Promise.resolve(); // the queue tells after the present code is through
  expect(await get(post.id)).toMatchObject({ state: 'cancelled' });
  await studio.publishing.posts.restore({ postId: post.id }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('two workers that both believe to own a post release it once', async () => {
  const post = await make({ approve: true });
  const { write } = studio.store;
  world.between = (platform) => ({
    ...platform,
    upload: async (...about) => {
      const ref = await platform.upload(...about);
      world.between = (plain) => plain;
      // the lease ran out: another owner takes the job and finishes it while this one was away
      write.$client.exec("update jobs set state = 'waiting', owner = null, lease_until = null where kind = 'post.send'");
      await studio.workNow();
      return ref;
    },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
  expect(studio.publishing.practice.published()).toMatchObject([{ repeats: 0 }]);
});

test('posts for several channels are made together or not at all when one does not exist', async () => {
  const input = { videoPath: world.video, channelIds: ['practice', 'nowhere'], caption: '', approve: true };
  await expect((async () => studio.publishing.posts.create(input, call))()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await studio.publishing.posts.counts(undefined, call)).toEqual({});
});

test('a post needs one file: a finished render or a film that is there', async () => {
  const create = async (more: object) =>
    studio.publishing.posts.create({ channelIds: ['practice'], caption: '', approve: false, ...more }, call);
  await expect(create({})).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(create({ videoPath: join(world.home, 'none.mp4') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(create({ renderId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await makeRendered();
  studio.store.write.update(renders).set({ state: 'queued' }).run();
  await expect(create({ renderId: 'render' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  studio.store.write.update(renders).set({ state: 'done' }).run();
  rmSync(world.video);
  await expect(create({ renderId: 'render' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
