import type { Post, PostDetail } from '../../../shared/contract/posts.ts';
import { hashFile } from '../../../electron/files/hashFile.ts';
import { projects, renders } from '../../../electron/store/schema.ts';
import { call, type Studio, type World } from './openStudio.ts';

export type Place = { readonly world: World; readonly studio: Studio };
type Wishes = Partial<Parameters<Studio['publishing']['posts']['create']>[0]>;

/** One post of the world's film, on the practice channel unless wished otherwise. */
export async function makePost({ world, studio }: Place, wishes: Wishes = {}): Promise<Post> {
  const input = { videoPath: world.video, channelIds: ['practice'], caption: 'Hello', approve: false, ...wishes };
  const [post] = await studio.publishing.posts.create(input, call);
  if (post === undefined) throw new Error('no post was made');
  return post;
}

export const readPost = async ({ studio }: Place, postId: string): Promise<PostDetail> => studio.publishing.posts.get({ postId }, call);

/** A post of a finished render of a project whose document has the hash `first`. */
export async function makeRendered(place: Place): Promise<Post> {
  const { world, studio } = place;
  const { write } = studio.store;
  const base = { title: 'Clip', revision: 0, cursor: 0, hash: 'first', seconds: 2, format: '9:16', createdAt: 1, editedAt: 1 };
  write
    .insert(projects)
    .values({ id: 'project', ...base })
    .run();
  world.projectHashes.set('project', 'first');
  const size = { width: 1080, height: 1920, fps: 30, seconds: 2 };
  const about = { projectId: 'project', documentHash: 'first', title: 'Clip', format: '9:16', platforms: '[]', encoder: 'x264' };
  write
    .insert(renders)
    .values({ id: 'render', state: 'done', path: world.video, hash: await hashFile(world.video), createdAt: 1, ...about, ...size })
    .run();
  const input = { renderId: 'render', channelIds: ['practice'], caption: '', at: '2026-11-20T15:00:00Z', approve: true };
  const [post] = await studio.publishing.posts.create(input, call);
  if (post === undefined) throw new Error('no post was made');
  return post;
}

/** The project's document becomes the one with this hash, and the studio hears of it. */
export function editProject({ world, studio }: Place, hash: string): void {
  world.projectHashes.set('project', hash);
  studio.publishing.onProjectEdited('project');
}
