import type { Post } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import type { PostState } from '../../shared/publish/postState.ts';
import type { Jobs } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Platform } from './adapter.ts';
import { approvalProblem } from './approval.ts';
import { contentHash } from './contentHash.ts';
import { dueAt } from './dueAt.ts';
import type { Ledger, PostRow } from './ledger.ts';
import { outgoing } from './outgoing.ts';
import { findPostJob, queuePostJob } from './postJobs.ts';
import { planCheck } from './preflight/planCheck.ts';
import { readChannel } from './readChannels.ts';
import { readPost } from './readPosts.ts';
import type { UploadsUnderWay } from './uploadsUnderWay.ts';

export type MoveNeeds = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly now: () => Date;
  readonly uploads: UploadsUnderWay;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly projectHash: (projectId: string) => string | null;
};

export const WAITS = 'Waits for your approval.';
export const NO_FILM = 'It has no film yet. Choose one.';

const stateWords: Record<PostState, string> = {
  draft: 'It is still a draft.',
  'awaiting-approval': 'It waits for your approval.',
  scheduled: 'It is scheduled.',
  sending: 'It is being sent right now.',
  sent: 'It was handed over already and may be public.',
  live: 'It is live already.',
  'needs-you': 'It waits for your decision first.',
  failed: 'It failed; restore it first.',
  cancelled: 'It was cancelled; restore it first.',
};

/** Refuses with plain words unless the post is in one of the states named. Throws CONFLICT. */
export function mustBe(post: PostRow, states: readonly PostState[], what: string): void {
  if (states.includes(post.state)) return;
  throw new Failure(
    'CONFLICT',
    `This post cannot be ${what}. ${stateWords[post.state]} Nothing was changed.`,
    'Open the post to see what you can do.',
  );
}

/** Refuses while the platform may have made it public already. Throws CONFLICT. */
export function mustNotBeAsked(post: PostRow, what: string): void {
  if (post.releaseAskedAt !== null) mustBe({ ...post, state: 'sent' }, [], what);
}

/** The steps that several wishes of a person share. */
export function createPostMoves({ read, ledger, jobs, now, uploads, platforms, projectHash }: MoveNeeds) {
  const hashOfProject = (post: PostRow): string | null => (post.projectId === null ? null : projectHash(post.projectId));
  const problemOf = (post: PostRow): string | null => approvalProblem(post, hashOfProject(post));

  /** Makes an approved post due at its time, or now when that is over or it has none. */
  const schedule = (post: PostRow, reason: string): void => {
    const at = Math.max(post.at ?? 0, now().getTime());
    ledger.edit(post.id, { at });
    ledger.move(post.id, 'scheduled', reason);
    const going = outgoing(read, { ...post, at });
    queuePostJob(jobs, 'post.send', post, dueAt(platforms.get(readChannel(read, post.channelId).platform), going, now()));
    planCheck(jobs, { ...post, at }, now());
  };

  /** Back on its way: scheduled while its approval stands, else it waits for a person. */
  const goOn = (postId: string, reason: string): void => {
    const post = ledger.read(postId);
    if (post.videoPath === '') return ledger.move(postId, 'draft', NO_FILM);
    const problem = problemOf(post);
    if (problem === null) schedule(post, reason);
    else ledger.move(postId, 'awaiting-approval', post.approvedHash === null ? WAITS : problem);
  };

  /** Notes a person's yes to exactly what the post is now, and makes it due. */
  const say = (post: PostRow): void => {
    ledger.edit(post.id, { approvedHash: contentHash(post), approvedAt: now().getTime(), approvedProjectHash: hashOfProject(post) });
    schedule(ledger.read(post.id), 'You approved it.');
  };

  /** A job at work is not cancelled but left without work: it must be there when the post is put back at once. */
  const stopJob = (postId: string): void => {
    const job = findPostJob(read, 'post.send', postId);
    if (job?.state === 'waiting' || job?.state === 'asking') jobs.cancel(job.id);
    uploads.stop(postId);
  };

  const change = (postId: string, work: (post: PostRow) => void): Post => {
    ledger.together(() => work(ledger.read(postId)));
    return readPost(read, postId);
  };

  /** What becomes of a post whose content changed: its approval is void, and what was uploaded may hold old words. */
  const voidApproval = (postId: string, fields: Partial<PostRow>): void => {
    const post = ledger.read(postId);
    const edited = { ...post, ...fields };
    ledger.edit(postId, { ...fields, contentHash: contentHash(edited), approvedHash: null, approvedAt: null, findings: '[]' });
    ledger.setUploadAside(postId);
    if (post.state === 'scheduled' || post.state === 'needs-you') {
      stopJob(postId);
      ledger.move(postId, 'awaiting-approval', 'You changed it. Approve it again.');
    } else if (post.state === 'draft' && edited.videoPath !== '') ledger.move(postId, 'awaiting-approval', WAITS);
    else
      ledger.note(postId, post.state === 'failed' || post.state === 'cancelled' ? post.reason : edited.videoPath === '' ? NO_FILM : WAITS);
  };

  return { schedule, goOn, say, stopJob, change, voidApproval, problemOf };
}
