import type { Post } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import type { PostState } from '../../shared/publish/postState.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Jobs } from '../jobs/types.ts';
import type { Service } from '../services.ts';
import type { ReadDb } from '../store/handles.ts';
import { approvalProblem, EDITED_REASON } from './approval.ts';
import { contentHash } from './contentHash.ts';
import type { Ledger, PostRow } from './ledger.ts';
import { findPostJob, queuePostJob } from './postJobs.ts';
import { findVideo, type ProbeVideo } from './findVideo.ts';
import { countPosts, listPosts, readPost, readPostDetail } from './readPosts.ts';
import type { UploadsUnderWay } from './uploadsUnderWay.ts';
import { requireChannels } from './readChannels.ts';

type Needs = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly uploads: UploadsUnderWay;
  probeVideo: ProbeVideo;
  readonly projectHash: (projectId: string) => string | null;
};

const WAITS = 'Waits for your approval.';

/** Refuses with plain words unless the post is in one of the states named. */
function mustBe(post: PostRow, states: readonly PostState[], what: string): void {
  if (states.includes(post.state)) return;
  const now: Record<PostState, string> = {
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
  throw new Failure(
    'CONFLICT',
    `This post cannot be ${what}. ${now[post.state]} Nothing was changed.`,
    'Open the post to see what you can do.',
  );
}

export function createPosts({ read, ledger, jobs, uploads, now, newId, probeVideo, projectHash }: Needs): {
  service: Service<'posts'>;
  readonly onProjectEdited: (projectId: string) => void;
} {
  const hashOfProject = (post: PostRow): string | null => (post.projectId === null ? null : projectHash(post.projectId));

  /** Makes an approved post due at its time, or now when that is over or it has none. */
  const schedule = (post: PostRow, reason: string): void => {
    const at = Math.max(post.at ?? 0, now().getTime());
    ledger.edit(post.id, { at });
    ledger.move(post.id, 'scheduled', reason);
    queuePostJob(jobs, 'post.send', post, new Date(at));
  };

  /** Back on its way: scheduled while its approval stands, else it waits for a person. */
  const goOn = (postId: string, reason: string): void => {
    const post = ledger.read(postId);
    const problem = approvalProblem(post, hashOfProject(post));
    if (problem === null) schedule(post, reason);
    else ledger.move(postId, 'awaiting-approval', post.approvedHash === null ? WAITS : problem);
  };

  const say = (post: PostRow): void => {
    const edit = { approvedHash: contentHash(post), approvedAt: now().getTime(), approvedProjectHash: hashOfProject(post) };
    ledger.edit(post.id, edit);
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

  const service: Service<'posts'> = {
    list: (page) => listPosts(read, page),
    counts: () => countPosts(read),
    get: ({ postId }) => readPostDetail(read, postId),

    async create({ renderId, videoPath, channelIds, title, caption, at, approve }) {
      const wanted = [...new Set(channelIds)];
      requireChannels(read, wanted); // a channel that does not exist is a mistake in the question: nothing is made
      const video = await findVideo({ read, probeVideo }, { renderId, videoPath });
      const made: string[] = [];
      const failures: unknown[] = [];
      for (const channelId of wanted) {
        try {
          const id = newId();
          ledger.together(() => {
            const post = { ...video, id, channelId, title: title ?? video.title, caption };
            const time = at === undefined ? null : Date.parse(at);
            ledger.add({ ...post, state: 'awaiting-approval', at: time, contentHash: contentHash(post) }, WAITS);
            if (approve) say(ledger.read(id));
          });
          made.push(id);
        } catch (failure) {
          failures.push(failure); // one channel never holds up another
        }
      }
      if (made.length === 0) throw failures[0];
      return made.map((id) => readPost(read, id));
    },

    approve: ({ postId, contentHash: seen }) =>
      change(postId, (post) => {
        if (seen !== undefined && seen !== post.contentHash) {
          throw new Failure('CONFLICT', 'It changed since you looked. It was not approved.', 'Look at it again, then approve it.');
        }
        if (post.state === 'scheduled' && approvalProblem(post, hashOfProject(post)) === null) return;
        mustBe(post, ['draft', 'awaiting-approval'], 'approved');
        say(post);
      }),

    cancel: ({ postId }) =>
      change(postId, (post) => {
        if (post.state === 'cancelled') return;
        if (post.releaseAskedAt !== null) {
          throw new Failure(
            'CONFLICT',
            'It is too late to cancel: the platform was asked to make this post public already. Nothing was changed.',
            'Wait until it is live, then delete it on the platform itself.',
          );
        }
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'sending', 'needs-you', 'failed'], 'cancelled');
        ledger.move(postId, 'cancelled', 'You cancelled it before it went out.');
        stopJob(postId);
      }),

    restore: ({ postId }) =>
      change(postId, (post) => {
        mustBe(post, ['cancelled', 'failed'], 'restored');
        if (post.releaseAskedAt !== null) {
          ledger.move(postId, 'sent', 'It may be public already, so the platform is asked first.');
          queuePostJob(jobs, 'post.prove', post, now());
          return;
        }
        if (post.state === 'failed') ledger.dropUpload(postId); // what was refused once is not offered again
        goOn(postId, 'You restored it.');
      }),

    reschedule: ({ postId, at }) =>
      change(postId, (post) => {
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'needs-you'], 'moved');
        if (post.releaseAskedAt !== null) mustBe({ ...post, state: 'sent' }, [], 'moved');
        ledger.edit(postId, { at: at === null ? null : Date.parse(at) });
        if (post.state === 'scheduled') schedule(ledger.read(postId), 'You moved it to another time.');
        if (post.state === 'needs-you') goOn(postId, 'You moved it to another time.');
      }),

    setCaption: ({ postId, caption }) =>
      change(postId, (post) => {
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'needs-you', 'failed', 'cancelled'], 'changed');
        if (post.releaseAskedAt !== null) mustBe({ ...post, state: 'sent' }, [], 'changed');
        if (caption === post.caption) return;
        ledger.edit(postId, { caption, contentHash: contentHash({ ...post, caption }), approvedHash: null, approvedAt: null });
        ledger.dropUpload(postId); // some platforms take the words with the file
        if (post.state === 'scheduled' || post.state === 'needs-you') {
          stopJob(postId);
          ledger.move(postId, 'awaiting-approval', 'You changed its words. Approve it again.');
        } else ledger.note(postId, post.state === 'failed' || post.state === 'cancelled' ? post.reason : WAITS);
      }),

    resolve: ({ postId, answer, url }) =>
      change(postId, (post) => {
        mustBe(post, ['needs-you'], 'answered for');
        switch (answer) {
          case 'look-again':
            if (post.releaseAskedAt === null) return goOn(postId, 'You asked to try again.');
            ledger.move(postId, 'sent', 'You asked to look again.');
            queuePostJob(jobs, 'post.prove', post, now());
            return;
          case 'it-is-live':
            if (url === undefined) {
              throw new Failure(
                'BAD_INPUT',
                'Where is it live? The address is missing. Nothing was changed.',
                'Paste the address of the post.',
              );
            }
            ledger.edit(postId, { url });
            return ledger.move(postId, 'live', 'You found it live and gave its address.');
          case 'send-again':
            ledger.forgetRelease(postId);
            ledger.dropUpload(postId);
            return goOn(postId, 'You said that it is not public and asked to send it again.');
          case 'give-up':
            return ledger.move(postId, 'failed', 'You gave it up.');
          default:
            return unreachable(answer);
        }
      }),
  };

  return {
    service,
    onProjectEdited: (projectId) =>
      ledger.together(() => {
        for (const { id } of listScheduled(read, projectId)) {
          const post = ledger.read(id);
          if (approvalProblem(post, projectHash(projectId)) === null) continue;
          ledger.edit(id, { approvedHash: null, approvedAt: null, approvedProjectHash: null });
          stopJob(id);
          ledger.move(id, 'awaiting-approval', EDITED_REASON);
        }
      }),
  };
}

const listScheduled = (read: ReadDb, projectId: string): Post[] => listPosts(read, { projectId, states: ['scheduled'], limit: 10_000 });
