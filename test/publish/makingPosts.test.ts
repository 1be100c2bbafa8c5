import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renders } from '../../electron/store/schema.ts';
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
