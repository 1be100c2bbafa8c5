import { and, eq, lte } from 'drizzle-orm';
import type { Jobs } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import { posts } from '../store/schema.ts';
import { queuePostJob } from './postJobs.ts';

/**
 * After a start, posts that were handed over are looked for at once: the next look was planned by a process that is gone,
 * minutes ahead, and what it waited for may be there. A look only reads, so it is never too early.
 */
export function lookSoon({ read, jobs, now }: { read: ReadDb; jobs: Jobs; now: () => Date }): void {
  const at = now();
  const sent = read
    .select({ id: posts.id, channelId: posts.channelId, title: posts.title })
    .from(posts)
    .where(and(eq(posts.state, 'sent'), lte(posts.at, at.getTime())))
    .all();
  for (const post of sent) queuePostJob(jobs, 'post.prove', post, at);
}
