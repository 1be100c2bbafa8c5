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

/**
 * Gives each post the next free slot of its channel, in the order given: the first one gets the earliest. So the times they
 * have now count as free, except those of posts that cannot move. One transaction, since in the middle of it two posts may
 * share a time; one that refuses never holds up another.
 */
export function queuePosts({ read, times, maker, together }: Needs, postIds: readonly string[]): Queued {
  const wanted = [...new Set(postIds)];
  return together(() => {
    const result: Queued = { posts: [], failures: [] };
    const states = read.$client.prepare('select id from posts where id = ? and state in (select value from json_each(?))').pluck();
    const moving = new Set(wanted.filter((id) => states.get(id, JSON.stringify(MOVABLE)) !== undefined));
    for (const postId of wanted) {
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
    }
    return result;
  });
}

const noSlot = (name: string): Failure =>
  new Failure('CONFLICT', `${name} has no free slot. The post was left as it is.`, 'Give the channel posting times in Calendar.');
