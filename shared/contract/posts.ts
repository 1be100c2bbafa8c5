import { z } from 'zod';
import { Finding } from '../publish/finding.ts';
import { PostOptions } from '../publish/postOptions.ts';
import { PostState } from '../publish/postState.ts';
import { Id } from '../timeline/document.ts';
import { failsWith, Instant, Nothing, procedure } from './base.ts';

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
  options: PostOptions,
  state: PostState,
  /** Why it is in this state, in plain words. */
  reason: z.string(),
  /** When it goes out, or went; null for a draft without a time. */
  at: Instant.nullable(),
  /** The slot it was given; null when a person chose the time. */
  slotAt: Instant.nullable(),
  /** What the last pre-flight check found, while it has not gone out. */
  findings: z.array(Finding),
  /** false: a draft that still needs its film. */
  hasFilm: z.boolean(),
  /** Public address, once proven. */
  url: z.string().nullable(),
  /** SHA-256 over file, words, options and channel: what an approval is bound to. */
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
  /** What the platform charges for, US$. */
  spent: z.array(z.object({ item: z.string(), usd: z.number() })),
});
export type PostDetail = z.infer<typeof PostDetail>;

const one = z.object({ postId: Id });
const words = { title: z.string().max(200), caption: z.string().max(10_000) };

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
        /** Words and options of one channel, where they differ from the rest or from the channel's defaults. */
        perChannel: z
          .record(Id, z.object({ title: words.title.optional(), caption: words.caption.optional(), options: PostOptions.optional() }))
          .optional(),
        at: z.iso.datetime({ offset: true }).optional(),
        /** Instead of `at`: each channel's next free slot. */
        nextSlot: z.boolean().optional(),
        approve: z.boolean().default(false),
      }),
    )
    .output(z.array(Post))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'CONFLICT', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED')),
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
    .input(
      z.object({
        postId: Id,
        at: z.iso.datetime({ offset: true }).nullable(),
        /** The slot it is put back into, when a move is taken back. */
        slotAt: z.iso.datetime({ offset: true }).nullable().optional(),
      }),
    )
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Changes words and options; voids the approval when something is different. */
  edit: procedure
    .route({ method: 'PATCH', path: '/posts/{postId}' })
    .input(z.object({ postId: Id, title: words.title.optional(), caption: words.caption.optional(), options: PostOptions.optional() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'BAD_INPUT')),
  /** Gives a draft its film, or another one; voids the approval. */
  setFilm: procedure
    .route({ method: 'PUT', path: '/posts/{postId}/film' })
    .input(z.object({ postId: Id, renderId: Id.optional(), videoPath: z.string().optional() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'BAD_INPUT', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED')),
  /** Does the same to many posts; one that refuses never holds up another. */
  many: procedure
    .route({ method: 'POST', path: '/posts/many' })
    .input(z.object({ postIds: z.array(Id).min(1).max(1_000), act: z.enum(['approve', 'cancel', 'restore']) }))
    .output(z.object({ posts: z.array(Post), failures: z.array(z.object({ postId: Id, message: z.string() })) })),
  /** What would stop a post, before it is made. Reads only what is known here; no platform is asked. */
  judge: procedure
    .route({ method: 'POST', path: '/posts/judge' })
    .input(
      z.object({
        renderId: Id.optional(),
        videoPath: z.string().optional(),
        channelId: Id,
        ...words,
        options: PostOptions.optional(),
        at: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .output(z.object({ findings: z.array(Finding), costUsd: z.number() }))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED')),
  /** The whole pre-flight check of a post, now: file, words, options, sign-in, limits, disk, network. */
  preflight: procedure.route({ method: 'POST', path: '/posts/{postId}/preflight' }).input(one).output(Post).errors(failsWith('NOT_FOUND')),
  /** The creator's answer when we could not tell whether it went out. */
  resolve: procedure
    .route({ method: 'POST', path: '/posts/{postId}/resolve' })
    .input(z.object({ postId: Id, answer: z.enum(['look-again', 'it-is-live', 'send-again', 'give-up']), url: z.url().optional() }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'BAD_INPUT')),
};
