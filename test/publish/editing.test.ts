import { createHash } from 'node:crypto';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { channels } from '../../electron/store/schema.ts';
import { defaultOptions, type PostOptions } from '../../shared/publish/postOptions.ts';
import { makePost, readPost } from './support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

let world: World;
let studio: Studio;

beforeEach(() => {
  world = makeWorld();
  studio = openStudio(world);
  const row = { id: 'tube', platform: 'youtube', name: 'Tube', remoteAccount: 'tube', createdAt: 0 };
  studio.store.write.insert(channels).values(row).run();
});
afterEach(() => {
  studio.close();
  world[Symbol.dispose]();
});

const LATER = '2026-11-20T15:00:00Z';
const make = async (wishes: Parameters<typeof makePost>[1] = {}) => makePost({ world, studio }, { approve: true, at: LATER, ...wishes });
const get = async (postId: string) => readPost({ world, studio }, postId);
const youtube = (more: object = {}): PostOptions => ({ ...defaultOptions('youtube'), ...more });

test.each([
  ['title', { title: 'Another' }],
  ['caption', { caption: 'Another' }],
  ['options', { options: youtube({ privacy: 'unlisted' }) }],
])('another %s voids the approval', async (_what, change) => {
  const post = await make({ channelIds: ['tube'] });
  const edited = await studio.publishing.posts.edit({ postId: post.id, ...change }, call);
  expect(edited).toMatchObject({ state: 'awaiting-approval', approvedHash: null, reason: 'You changed it. Approve it again.', ...change });
  expect(edited.contentHash).not.toBe(post.contentHash);
});

test('an edit that changes nothing keeps the approval, also when every option is sent along', async () => {
  const post = await make({ channelIds: ['tube'] });
  const same = { postId: post.id, title: post.title, caption: post.caption, options: youtube() };
  expect(await studio.publishing.posts.edit(same, call)).toMatchObject({ state: 'scheduled', contentHash: post.contentHash });
  const chosen = await make({ channelIds: ['tube'], perChannel: { tube: { options: youtube({ privacy: 'private' }) } } });
  const backwards = Object.fromEntries(Object.entries(youtube({ privacy: 'private' })).toReversed()) as PostOptions;
  expect(await studio.publishing.posts.edit({ postId: chosen.id, options: backwards }, call)).toMatchObject({ state: 'scheduled' });
});

test('options of another platform are refused, and the post stays as it was', async () => {
  const post = await make({ channelIds: ['tube'] });
  const wrong = async () => studio.publishing.posts.edit({ postId: post.id, caption: 'New', options: defaultOptions('x') }, call);
  await expect(wrong()).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await get(post.id)).toMatchObject({ state: 'scheduled', caption: 'Hello' });
});

test('the approval of a post made before there were options still stands', async () => {
  const post = await make();
  const { videoHash } = studio.store.read.$client.prepare('select video_hash as videoHash from posts where id = ?').get(post.id) as {
    videoHash: string;
  };
  // as it was worked out then, written down anew: nobody may change this formula without noticing
  const before = createHash('sha256')
    .update(JSON.stringify([videoHash, 'film', 'Hello', 'practice', null]))
    .digest('hex');
  expect(post.contentHash).toBe(before);
  studio.store.write.$client.prepare('update posts set options = null, approved_hash = ? where id = ?').run(before, post.id);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('another film voids the approval; the same film from another place does not', async () => {
  const post = await make();
  const moved = join(world.home, 'moved.mp4');
  copyFileSync(world.video, moved);
  const same = await studio.publishing.posts.setFilm({ postId: post.id, videoPath: moved }, call);
  expect(same).toMatchObject({ state: 'scheduled', contentHash: post.contentHash });
  expect(await get(post.id)).toMatchObject({ videoPath: moved });
  const other = join(world.home, 'other.mp4');
  writeFileSync(other, 'another film');
  expect(await studio.publishing.posts.setFilm({ postId: post.id, videoPath: other }, call)).toMatchObject({
    state: 'awaiting-approval',
    approvedHash: null,
  });
  await studio.work();
  expect(studio.publishing.practice.published()).toEqual([]);
});

test('a post that stopped because its film was gone goes on by itself when it is given that film again', async () => {
  const post = await make();
  const moved = join(world.home, 'moved.mp4');
  renameSync(world.video, moved);
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
  expect(await studio.publishing.posts.setFilm({ postId: post.id, videoPath: moved }, call)).toMatchObject({ state: 'scheduled' });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'live' });
});

test('a film that is not there leaves the post and its approval as they were', async () => {
  const post = await make();
  const wrong = studio.publishing.posts.setFilm({ postId: post.id, videoPath: join(world.home, 'none.mp4') }, call);
  await expect(wrong).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await get(post.id)).toMatchObject({ state: 'scheduled', contentHash: post.contentHash });
});

test('a failed or cancelled post may be changed; it stays what it is until it is restored, and then waits for a new yes', async () => {
  const post = await make();
  await studio.publishing.posts.cancel({ postId: post.id }, call);
  expect(await studio.publishing.posts.edit({ postId: post.id, caption: 'New' }, call)).toMatchObject({
    state: 'cancelled',
    reason: 'You cancelled it before it went out.',
  });
  const yes = async () => studio.publishing.posts.approve({ postId: post.id }, call);
  await expect(yes()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await studio.publishing.posts.restore({ postId: post.id }, call)).toMatchObject({ state: 'awaiting-approval' });
});

test('the same is done to many posts, and one that refuses is named and holds up no other', async () => {
  const [first, second, third] = [await make({ approve: false }), await make(), await make({ approve: false })];
  await studio.publishing.posts.cancel({ postId: second.id }, call);
  const { posts, failures } = await studio.publishing.posts.many(
    { postIds: [first.id, second.id, 'nowhere', third.id], act: 'approve' },
    call,
  );
  expect(posts).toMatchObject([
    { id: first.id, state: 'scheduled' },
    { id: third.id, state: 'scheduled' },
  ]);
  expect(failures).toEqual([
    { postId: second.id, message: 'This post cannot be approved. It was cancelled; restore it first. Nothing was changed.' },
    { postId: 'nowhere', message: 'This post does not exist.' },
  ]);
});

test('nothing about a post can be changed once its release was asked for', async () => {
  const post = await make();
  world.between = (platform) => ({
    ...platform,
    look: async (going, upload, tools) =>
      tools.askedAt === null ? platform.look(going, upload, tools) : { seen: 'unclear', reason: 'Is it public?' },
  });
  await studio.work();
  expect(await get(post.id)).toMatchObject({ state: 'needs-you' });
  const { posts } = studio.publishing;
  const wishes: (() => unknown)[] = [
    () => posts.edit({ postId: post.id, caption: 'New' }, call),
    () => posts.reschedule({ postId: post.id, at: LATER }, call),
    () => posts.setFilm({ postId: post.id, videoPath: world.video }, call),
    () => posts.cancel({ postId: post.id }, call),
    () => posts.approve({ postId: post.id }, call),
  ];
  for (const wish of wishes) await expect((async () => wish())()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await get(post.id)).toMatchObject({ state: 'needs-you', caption: 'Hello' });
});
