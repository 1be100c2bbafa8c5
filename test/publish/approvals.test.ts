import { afterEach, beforeEach, expect, test } from 'vitest';
import { editProject, makePost, makeRendered, readPost } from './support/makePosts.ts';
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
  const post = await makeRendered({ world, studio });
  expect(post).toMatchObject({ state: 'scheduled', projectId: 'project', renderId: 'render' });
  editProject({ world, studio }, 'first');
  expect(await get(post.id)).toMatchObject({ state: 'scheduled' });
  editProject({ world, studio }, 'second');
  expect(await get(post.id)).toMatchObject({
    state: 'awaiting-approval',
    reason: 'You edited the project after approving this post. Render it again or approve this version.',
    approvedHash: null,
  });
  editProject({ world, studio }, 'first');
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
});

test('a version older than the project can be approved on purpose, until the project is edited once more', async () => {
  const post = await makeRendered({ world, studio });
  editProject({ world, studio }, 'second');
  await studio.publishing.posts.approve({ postId: post.id }, call);
  editProject({ world, studio }, 'third');
  expect(await get(post.id)).toMatchObject({ state: 'awaiting-approval' });
  await studio.publishing.posts.approve({ postId: post.id }, call);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('an edit that nobody told the ledger of is noticed when it sends, even in the middle of the upload', async () => {
  await studio.publishing.channels.setPractice({ ...world.practice, processingSeconds: 0 }, call); // ready at once: no second run checks
  const post = await makeRendered({ world, studio });
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

test('a cancelled post that is restored goes out without a new yes; with new words it waits for one', async () => {
  const post = await make({ approve: true, at: '2026-11-20T15:00:00Z' });
  await studio.publishing.posts.cancel({ postId: post.id }, call);
  expect(await studio.publishing.posts.restore({ postId: post.id }, call)).toMatchObject({ state: 'scheduled' });
  await studio.publishing.posts.cancel({ postId: post.id }, call);
  await studio.publishing.posts.edit({ postId: post.id, caption: 'New' }, call);
  expect(await studio.publishing.posts.restore({ postId: post.id }, call)).toMatchObject({ state: 'awaiting-approval' });
});
