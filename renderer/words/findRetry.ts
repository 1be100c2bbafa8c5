import type { Job } from '../../shared/contract/jobs.ts';
import type { Post } from '../../shared/contract/posts.ts';

/**
 * When a post that met a limit or an outage is tried again, or one that was sent is looked for again; null while nothing
 * was tried before. ISO instant.
 */
export function findRetry(post: Pick<Post, 'id' | 'state'>, jobs: ReadonlyMap<number, Job>): string | null {
  const kind = post.state === 'scheduled' ? 'post.send' : post.state === 'sent' ? 'post.prove' : null;
  if (kind === null) return null;
  const job = [...jobs.values()].find((one) => one.subject === post.id && one.kind === kind && one.state === 'waiting');
  if (job === undefined) return null;
  if (kind === 'post.send' && job.error === null && job.progress === null) return null; // its first try is yet to come
  return job.runAt;
}
