import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultOptions, type PostOptions } from '../../shared/publish/postOptions.ts';
import { channels, renders } from '../../electron/store/schema.ts';
import { makePost, makeRendered, readPost } from './support/makePosts.ts';
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
  await makeRendered({ world, studio });
  studio.store.write.update(renders).set({ state: 'queued' }).run();
  await expect(create({ renderId: 'render' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  studio.store.write.update(renders).set({ state: 'done' }).run();
  rmSync(world.video);
  await expect(create({ renderId: 'render' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('for several channels', () => {
  const channelOf = (platform: string): string => `on-${platform}`;
  beforeEach(() => {
    for (const platform of ['tiktok', 'youtube', 'x']) {
      const row = { id: channelOf(platform), platform, name: platform, remoteAccount: platform, createdAt: 0 };
      studio.store.write.insert(channels).values(row).run();
    }
  });
  const three = ['on-tiktok', 'on-youtube', 'on-x'];
  const create = async (more: object) =>
    studio.publishing.posts.create({ videoPath: world.video, channelIds: three, caption: 'For all', approve: false, ...more }, call);

  test('each has the words and options said for it, else those said for all and the channel’s defaults', async () => {
    const tiktok = { ...defaultOptions('tiktok'), privacy: 'SELF_ONLY' as const } as PostOptions;
    const usual = { ...defaultOptions('youtube'), privacy: 'unlisted' as const } as PostOptions;
    await studio.publishing.channels.setDefaults({ channelId: 'on-youtube', options: usual }, call);
    const perChannel = { 'on-tiktok': { caption: 'For TikTok', options: tiktok }, 'on-x': { title: 'X only' } };
    const made = await create({ title: 'All', perChannel });
    expect(made.map(({ channelId, title, caption, options }) => ({ channelId, title, caption, options }))).toEqual([
      { channelId: 'on-tiktok', title: 'All', caption: 'For TikTok', options: tiktok },
      { channelId: 'on-youtube', title: 'All', caption: 'For all', options: usual },
      { channelId: 'on-x', title: 'X only', caption: 'For all', options: defaultOptions('x') },
    ]);
    expect(new Set(made.map(({ contentHash }) => contentHash)).size).toBe(3);
  });

  test('defaults changed later do not change what was made and approved before', async () => {
    const [made] = await create({ channelIds: ['on-youtube'], approve: true, at: '2026-11-21T12:00:00Z' });
    const usual = { ...defaultOptions('youtube'), privacy: 'unlisted' as const } as PostOptions;
    await studio.publishing.channels.setDefaults({ channelId: 'on-youtube', options: usual }, call);
    const [later] = await create({ channelIds: ['on-youtube'] });
    expect(await get(made?.id ?? '')).toMatchObject({ state: 'scheduled', options: defaultOptions('youtube') });
    expect(later).toMatchObject({ options: usual });
  });

  test('options of another platform are refused, and nothing is made for any channel', async () => {
    await expect(create({ perChannel: { 'on-x': { options: defaultOptions('tiktok') } } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(studio.publishing.posts.counts(undefined, call)).toEqual({});
  });

  test('each gets its channel’s next free slot; one without slots is left out and holds up no other', async () => {
    const at = new Date('2026-11-21T09:07:00Z');
    const slotAt = new Date('2026-11-21T09:00:00Z');
    world.slots.set('on-tiktok', { at, slotAt });
    world.slots.set('on-x', { at: slotAt, slotAt });
    const made = await create({ nextSlot: true, approve: true });
    expect(made).toMatchObject([
      { channelId: 'on-tiktok', state: 'scheduled', at: at.toISOString(), slotAt: slotAt.toISOString() },
      { channelId: 'on-x', at: slotAt.toISOString(), slotAt: slotAt.toISOString() },
    ]);
    const alone = create({ channelIds: ['on-youtube'], nextSlot: true, approve: true });
    await expect(alone).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('youtube has no free slot') });
    expect(studio.publishing.posts.counts(undefined, call)).toEqual({ scheduled: 2 });
  });
});

describe('what other rooms make', () => {
  const { copy, draft, setTime } = {
    copy: (...about: Parameters<Studio['publishing']['maker']['copy']>) => studio.publishing.maker.copy(...about),
    draft: (...about: Parameters<Studio['publishing']['maker']['draft']>) => studio.publishing.maker.draft(...about),
    setTime: (...about: Parameters<Studio['publishing']['maker']['setTime']>) => studio.publishing.maker.setTime(...about),
  };
  const addChannel = (id: string, platform: string): void => {
    studio.store.write.insert(channels).values({ id, platform, name: id, remoteAccount: id, createdAt: 0 }).run();
  };

  test('a draft has words and no film; it cannot be approved, and is complete with a film', async () => {
    const made = draft({ channelId: 'practice', title: 'News', caption: 'From a feed', madeBy: 'feed:1' });
    expect(made).toMatchObject({ state: 'draft', hasFilm: false, reason: 'It has no film yet. Choose one.', approvedHash: null });
    const yes = async () => studio.publishing.posts.approve({ postId: made.id }, call);
    await expect(yes()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('no film') });
    const filled = await studio.publishing.posts.setFilm({ postId: made.id, videoPath: world.video }, call);
    expect(filled).toMatchObject({ state: 'awaiting-approval', hasFilm: true, title: 'News', caption: 'From a feed' });
    await yes();
    await studio.work();
    expect(await get(made.id)).toMatchObject({ state: 'live' });
  });

  test('a draft that was cancelled is a draft again when it is restored, however it is asked to go on', async () => {
    const made = draft({ channelId: 'practice', title: '', caption: 'Words', madeBy: 'feed:1' });
    await studio.publishing.posts.cancel({ postId: made.id }, call);
    expect(await studio.publishing.posts.restore({ postId: made.id }, call)).toMatchObject({ state: 'draft' });
    const early = await studio.publishing.posts.reschedule({ postId: made.id, at: '2026-11-20T12:30:00Z' }, call);
    expect(early).toMatchObject({ state: 'draft', at: '2026-11-20T12:30:00.000Z' });
    await studio.work();
    expect(await get(made.id)).toMatchObject({ state: 'draft' });
  });

  test('a copy has film and title of the other post; its options only on the same platform', async () => {
    addChannel('t1', 'tiktok');
    addChannel('t2', 'tiktok');
    addChannel('x1', 'x');
    const options = { ...defaultOptions('tiktok'), aiGenerated: true } as PostOptions;
    const from = await make({ channelIds: ['t1'], title: 'Old', perChannel: { t1: { options } } });
    const wish = { postId: from.id, caption: 'New words', time: null, approve: false, madeBy: 'evergreen:1' };
    const same = copy({ ...wish, channelId: 't2' });
    const other = copy({ ...wish, channelId: 'x1' });
    expect(same).toMatchObject({ title: 'Old', caption: 'New words', options, hasFilm: true, state: 'awaiting-approval' });
    expect(other).toMatchObject({ title: 'Old', caption: 'New words', options: defaultOptions('x') });
    const empty = draft({ channelId: 't1', title: '', caption: '', madeBy: 'feed:1' });
    expect(() => copy({ ...wish, postId: empty.id, channelId: 't2' })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('a time with its slot moves a post that has not gone out, and no other', async () => {
    const made = await make({ approve: true, at: '2026-11-20T13:00:00Z' });
    const slotAt = new Date('2026-11-20T16:00:00Z');
    const moved = setTime(made.id, { at: new Date('2026-11-20T16:04:00Z'), slotAt });
    expect(moved).toMatchObject({ state: 'scheduled', at: '2026-11-20T16:04:00.000Z', slotAt: slotAt.toISOString() });
    expect(await studio.publishing.posts.reschedule({ postId: made.id, at: '2026-11-20T14:00:00Z' }, call)).toMatchObject({ slotAt: null });
    await studio.work();
    expect(() => setTime(made.id, { at: slotAt, slotAt })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});
