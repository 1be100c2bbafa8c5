import { setImmediate } from 'node:timers/promises';
import type { Post } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import { readChannel } from '../publish/readChannels.ts';
import { readPost } from '../publish/readPosts.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Times } from './createTimes.ts';

type Needs = { readonly read: ReadDb; readonly times: Times; readonly maker: PostMaker; readonly together: <T>(work: () => T) => T };
type Queued = { posts: Post[]; failures: { postId: string; message: string }[] };

const MOVABLE: readonly string[] = ['draft', 'awaiting-approval', 'scheduled', 'needs-you'];

/** One transaction; everything else waits for it, so it is kept short. */
const AT_ONCE = 25;

/**
 * Gives each post the next free slot of its channel, in the order given: the first one gets the earliest. So the times they
 * have now count as free, except those of posts that cannot move. One that refuses never holds up another. If the studio is
 * killed on the way, the posts it had not come to stay where they were, and the calendar warns where two are too close.
 */
export async function queuePosts({ read, times, maker, together }: Needs, postIds: readonly string[]): Promise<Queued> {
  const wanted = [...new Set(postIds)];
  const result: Queued = { posts: [], failures: [] };
  const states = read.$client.prepare('select id from posts where id = ? and state in (select value from json_each(?))').pluck();
  const moving = new Set(wanted.filter((id) => states.get(id, JSON.stringify(MOVABLE)) !== undefined));
  const moveOne = (postId: string): void => {
    try {
      const { channelId } = readPost(read, postId);
      const time = times.nextTime(channelId, moving);
      if (time === null) throw noSlot(readChannel(read, channelId).name);
      result.posts.push(maker.setTime(postId, time));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      result.failures.push({ postId, message: error.message });
    }
    moving.delete(postId); // from here on it stands where it is
  };
  for (let done = 0; done < wanted.length; done += AT_ONCE) {
    together(() => wanted.slice(done, done + AT_ONCE).forEach(moveOne));
    await setImmediate(); // others have their turn
  }
  return result;
}

const noSlot = (name: string): Failure =>
  new Failure('CONFLICT', `${name} has no free slot. The post was left as it is.`, 'Give the channel posting times in Calendar.');
