import { z } from 'zod';
import { PostState } from '../publish/postState.ts';
import { Id } from '../timeline/document.ts';
import { failsWith, Instant, Nothing, procedure } from './base.ts';

export const Channel = z.object({
  id: Id,
  platform: z.string(),
  name: z.string(),
  /** Nothing goes out while paused; the reason is for people. */
  paused: z.boolean(),
  reason: z.string().nullable(),
});
export type Channel = z.infer<typeof Channel>;

/** How the practice platform behaves. Shares are 0–1, delays seconds. */
export const PracticeSettings = z.object({
  uploadSeconds: z.number().min(0).max(600),
  processingSeconds: z.number().min(0).max(3600),
  failShare: z.number().min(0).max(1),
  loseAnswerShare: z.number().min(0).max(1),
  rejectShare: z.number().min(0).max(1),
  busyShare: z.number().min(0).max(1),
});
export type PracticeSettings = z.infer<typeof PracticeSettings>;

/** One line of the publish ledger. */
export const LedgerEntry = z.object({
  at: Instant,
  state: PostState,
  /** What happened, in plain words. */
  reason: z.string(),
  /** The platform's own codes, behind a fold. */
  raw: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const MetricSample = z.object({ at: Instant, views: z.int(), likes: z.int(), comments: z.int(), shares: z.int() });
export type MetricSample = z.infer<typeof MetricSample>;

export const Post = z.object({
  id: Id,
  channelId: Id,
  platform: z.string(),
  projectId: Id.nullable(),
  renderId: Id.nullable(),
  title: z.string(),
  caption: z.string(),
  state: PostState,
  /** Why it is in this state, in plain words. */
  reason: z.string(),
  /** When it goes out, or went; null for a draft without a time. */
  at: Instant.nullable(),
  /** Public address, once proven. */
  url: z.string().nullable(),
  /** SHA-256 over file, words and channel: what an approval is bound to. */
  contentHash: z.string(),
  approvedHash: z.string().nullable(),
  latest: MetricSample.nullable(),
  createdAt: Instant,
  changedAt: Instant,
});
export type Post = z.infer<typeof Post>;

export const PostDetail = z.object({
  ...Post.shape,
  ledger: z.array(LedgerEntry),
  metrics: z.array(MetricSample),
  videoPath: z.string().nullable(),
});
export type PostDetail = z.infer<typeof PostDetail>;

const one = z.object({ postId: Id });

export const channels = {
  list: procedure.route({ method: 'GET', path: '/channels' }).output(z.array(Channel)),
  pause: procedure
    .route({ method: 'POST', path: '/channels/{channelId}/pause' })
    .input(z.object({ channelId: Id, paused: z.boolean() }))
    .output(Channel)
    .errors(failsWith('NOT_FOUND')),
  practice: procedure.route({ method: 'GET', path: '/channels/practice/settings' }).input(Nothing.optional()).output(PracticeSettings),
  setPractice: procedure.route({ method: 'PUT', path: '/channels/practice/settings' }).input(PracticeSettings).output(PracticeSettings),
};

export const posts = {
  /** Newest time first, one page at a time: `before` is the `at` and id of the last one seen. */
  list: procedure
    .route({ method: 'GET', path: '/posts' })
    .input(
      z.object({
        states: z.array(PostState).optional(),
        channelId: Id.optional(),
        projectId: Id.optional(),
        before: z.object({ at: Instant, id: Id }).optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(Post)),
  /** How many posts are in each state. */
  counts: procedure.route({ method: 'GET', path: '/posts/counts' }).input(Nothing.optional()).output(z.partialRecord(PostState, z.int())),
  get: procedure.route({ method: 'GET', path: '/posts/{postId}' }).input(one).output(PostDetail).errors(failsWith('NOT_FOUND')),
  /**
   * One post per channel. `renderId` names a finished render; or `videoPath` a finished file from elsewhere. Without
   * `at` it is due as soon as it is approved. `approve` says a person has seen exactly this.
   */
  create: procedure
    .route({ method: 'POST', path: '/posts' })
    .input(
      z.object({
        renderId: Id.optional(),
        videoPath: z.string().optional(),
        channelIds: z.array(Id).min(1).max(50),
        title: z.string().max(200).optional(),
        caption: z.string().max(10_000).default(''),
        at: z.iso.datetime({ offset: true }).optional(),
        approve: z.boolean().default(false),
      }),
    )
    .output(z.array(Post))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED')),
  /** A person's yes to exactly this version; `contentHash` is what they saw. */
  approve: procedure
    .route({ method: 'POST', path: '/posts/{postId}/approve' })
    .input(z.object({ postId: Id, contentHash: z.string().optional() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  cancel: procedure
    .route({ method: 'POST', path: '/posts/{postId}/cancel' })
    .input(one)
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Undoes a cancel, or tries a failed post again. It waits for approval again only if its content changed. */
  restore: procedure
    .route({ method: 'POST', path: '/posts/{postId}/restore' })
    .input(one)
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  reschedule: procedure
    .route({ method: 'POST', path: '/posts/{postId}/reschedule' })
    .input(z.object({ postId: Id, at: z.iso.datetime({ offset: true }).nullable() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Changes the words; voids the approval. */
  setCaption: procedure
    .route({ method: 'PUT', path: '/posts/{postId}/caption' })
    .input(z.object({ postId: Id, caption: z.string().max(10_000) }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** The creator's answer when we could not tell whether it went out. */
  resolve: procedure
    .route({ method: 'POST', path: '/posts/{postId}/resolve' })
    .input(z.object({ postId: Id, answer: z.enum(['look-again', 'it-is-live', 'send-again', 'give-up']), url: z.url().optional() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'BAD_INPUT')),
};
