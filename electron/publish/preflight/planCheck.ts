import type { Jobs } from '../../jobs/types.ts';
import type { PostRow } from '../ledger.ts';
import type { PostData } from '../postJobs.ts';

/** So long before its time a post is looked at, while there is time to mend what is wrong. */
const AHEAD_MS = 60 * 60_000;
/** Sooner than this the sending itself finds what is wrong. */
const LEAST_AHEAD_MS = 5 * 60_000;

/** Plans the pre-flight check of a scheduled post, or moves the one that is planned. */
export function planCheck(jobs: Jobs, { id, title, at }: Pick<PostRow, 'id' | 'title' | 'at'>, now: Date): void {
  if (at === null || at - now.getTime() < LEAST_AHEAD_MS) return;
  const runAt = new Date(Math.max(now.getTime(), at - AHEAD_MS));
  const job = jobs.add<PostData>({
    kind: 'post.check',
    data: { postId: id },
    title: `Pre-flight check of “${title}”`,
    subject: id,
    uniqueKey: `post.check:${id}`,
    runAt,
    priority: 5,
  });
  if (job.state === 'waiting' && Date.parse(job.runAt) !== runAt.getTime()) jobs.moveTo(job.id, runAt);
}
