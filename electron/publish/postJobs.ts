import { z } from 'zod';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Jobs } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';

export const PostData = z.object({ postId: z.string() });
export type PostData = z.infer<typeof PostData>;

type PostJob = 'post.send' | 'post.prove' | 'post.metrics';
type Subject = { readonly id: string; readonly channelId: string; readonly title: string };

const titles: Record<PostJob, string> = {
  'post.send': 'Publish',
  'post.prove': 'Check that it is live:',
  'post.metrics': 'Read numbers of',
};

/** Puts a post's job in the queue, or moves the one that waits there already to `runAt`. */
export function queuePostJob(jobs: Jobs, kind: PostJob, { id, channelId, title }: Subject, runAt: Date): Job {
  const job = jobs.add<PostData>({
    kind,
    data: { postId: id },
    title: `${titles[kind]} “${title}”`,
    subject: id,
    uniqueKey: `${kind}:${id}`,
    runAt,
    // people wait for a release; numbers can wait for everything else
    priority: { 'post.send': 20, 'post.prove': 10, 'post.metrics': -10 }[kind],
    // one at a time on a channel, so that limits and rotating tokens have one user; looks may go beside it
    ...(kind === 'post.send' ? { group: `channel:${channelId}` } : {}),
  });
  return job.state === 'waiting' && Date.parse(job.runAt) !== runAt.getTime() ? jobs.moveTo(job.id, runAt) : job;
}

/** The newest job of this kind for a post, finished or not. */
export function findPostJob(db: ReadDb, kind: PostJob, postId: string): { id: number; state: Job['state'] } | null {
  const row = db.$client.prepare('select id, state from jobs where subject = ? and kind = ? order by id desc limit 1').get(postId, kind);
  if (row === undefined) return null;
  return z.object({ id: z.int(), state: z.enum(['waiting', 'running', 'asking', 'done', 'dead', 'cancelled', 'skipped']) }).parse(row);
}
