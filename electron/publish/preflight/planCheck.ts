import type { Finding } from '../../../shared/publish/finding.ts';
import type { Jobs } from '../../jobs/types.ts';
import type { PostRow } from '../ledger.ts';
import type { PostData } from '../postJobs.ts';

/** So long before its time a post is looked at, while there is time to mend what is wrong. */
const AHEAD_MS = 60 * 60_000;
/** Sooner than this the sending itself finds what is wrong. */
const LEAST_AHEAD_MS = 5 * 60_000;
/** Some platforms charge for the question. */
const AGAIN_MS = 15 * 60_000;

/** Plans the pre-flight check of a scheduled post, or moves the one that is planned. */
export function planCheck(jobs: Jobs, post: Subject & Pick<PostRow, 'at'>, now: Date): void {
  if (post.at === null || post.at - now.getTime() < LEAST_AHEAD_MS) return;
  checkAt(jobs, post, new Date(Math.max(now.getTime(), post.at - AHEAD_MS)));
}

type Subject = Pick<PostRow, 'id' | 'title'>;

/** Has a post looked at then, whether a check is planned already or not. */
export function checkAt(jobs: Jobs, { id, title }: Subject, runAt: Date): void {
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

/** What may be in order again without a change to the post: the account, the disk, a film that was put back. */
const mendsItself = ({ fix }: Finding): boolean => fix !== 'edit-words' && fix !== 'edit-options' && fix !== 'render-again';

/** When a post with these findings is looked at once more, so that none is shown that no longer holds; null: not again. */
export function checkAgainAt({ state, at }: Pick<PostRow, 'state' | 'at'>, findings: readonly Finding[], now: Date): Date | null {
  if (state !== 'scheduled' || at === null || !findings.some(mendsItself)) return null;
  const next = now.getTime() + AGAIN_MS;
  return next <= at - LEAST_AHEAD_MS ? new Date(next) : null;
}
