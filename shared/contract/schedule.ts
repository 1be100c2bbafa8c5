import { z } from 'zod';
import { PostState } from '../publish/postState.ts';
import { Id } from '../timeline/document.ts';
import { failsWith, Instant, Nothing, procedure } from './base.ts';
import { Post } from './posts.ts';

/** A post as the calendar draws it: small, since a month may hold thousands. */
export const CalendarPost = z.object({
  id: Id,
  channelId: Id,
  platform: z.string(),
  title: z.string(),
  state: PostState,
  /** When it goes out, or went, to the minute it was given by chance. */
  at: Instant,
  /** The slot it was given; null when a person chose the time. */
  slotAt: Instant.nullable(),
  /** Why it will not go out as it is, or breaks the plan; null when all is well. */
  warning: z.string().nullable(),
});
export type CalendarPost = z.infer<typeof CalendarPost>;

export const FreeSlot = z.object({ channelId: Id, slotAt: Instant, score: z.number().nullable() });
export type FreeSlot = z.infer<typeof FreeSlot>;

const span = z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }), channelIds: z.array(Id).optional() });
const fileFormat = z.enum(['csv', 'json']);

export const schedule = {
  /** Everything with a time in [from, to), oldest first, and the free slots of the plans in it. At most 5,000 posts. */
  range: procedure
    .route({ method: 'GET', path: '/schedule' })
    .input(span)
    .output(z.object({ posts: z.array(CalendarPost), slots: z.array(FreeSlot), more: z.boolean() }))
    .errors(failsWith('BAD_INPUT')),
  /** The next free slots of a channel that keep its plan; `best` sorts those of the next 14 days by score. */
  next: procedure
    .route({ method: 'GET', path: '/schedule/next' })
    .input(z.object({ channelId: Id, count: z.int().min(1).max(100).default(1), best: z.boolean().default(false) }))
    .output(z.array(FreeSlot))
    .errors(failsWith('NOT_FOUND')),
  /** What the plan says of a time: too close to another post, too many that day, in the past. Empty when all is well. */
  judge: procedure
    .route({ method: 'POST', path: '/schedule/judge' })
    .input(z.object({ channelId: Id, at: z.iso.datetime({ offset: true }), postId: Id.optional() }))
    .output(z.array(z.object({ code: z.enum(['past', 'gap', 'day-full']), message: z.string() })))
    .errors(failsWith('NOT_FOUND')),
  /** Gives each post the next free slot of its channel, in the order given. */
  queue: procedure
    .route({ method: 'POST', path: '/schedule/queue' })
    .input(z.object({ postIds: z.array(Id).min(1).max(1_000) }))
    .output(z.object({ posts: z.array(Post), failures: z.array(z.object({ postId: Id, message: z.string() })) })),
  /** Puts a post into a free slot of its channel; its time is moved by chance as the plan says. */
  take: procedure
    .route({ method: 'POST', path: '/schedule/take' })
    .input(z.object({ postId: Id, slotAt: z.iso.datetime({ offset: true }) }))
    .output(Post)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Reads a plan of posts; `apply: false` only says what would be made. Lines count from 1, the heading included. */
  importPlan: procedure
    .route({ method: 'POST', path: '/schedule/import' })
    .input(z.object({ text: z.string().max(20_000_000), format: fileFormat, apply: z.boolean(), approve: z.boolean().default(false) }))
    .output(
      z.object({
        rows: z.array(
          z.object({ line: z.int(), title: z.string(), channelId: z.string(), at: Instant.nullable(), problem: z.string().nullable() }),
        ),
        made: z.int(),
      }),
    )
    .errors(failsWith('BAD_INPUT')),
  exportPlan: procedure
    .route({ method: 'GET', path: '/schedule/export' })
    .input(span.extend({ format: fileFormat }))
    .output(z.object({ name: z.string(), text: z.string() })),
};

export const Evergreen = z.object({
  id: Id,
  title: z.string(),
  /** The post whose film is used again. */
  postId: Id,
  channelIds: z.array(Id),
  cooldownDays: z.int().min(1).max(3650),
  /** Used in turn, so that no two posts in a row say the same. */
  captions: z.array(z.string().max(10_000)).min(1).max(100),
  /** Each new post waits for approval unless the creator said yes to every one of these captions beforehand. */
  approved: z.boolean(),
  paused: z.boolean(),
  nextAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  uses: z.int(),
});
export type Evergreen = z.infer<typeof Evergreen>;

const evergreenChoice = {
  channelIds: z.array(Id).min(1).max(50),
  cooldownDays: z.int().min(1).max(3650),
  captions: z.array(z.string().trim().min(1).max(10_000)).min(1).max(100),
  approved: z.boolean(),
  paused: z.boolean(),
};

export const evergreens = {
  list: procedure.route({ method: 'GET', path: '/evergreens' }).output(z.array(Evergreen)),
  add: procedure
    .route({ method: 'POST', path: '/evergreens' })
    .input(z.object({ postId: Id, ...evergreenChoice, paused: z.boolean().default(false) }))
    .output(Evergreen)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  set: procedure
    .route({ method: 'PATCH', path: '/evergreens/{evergreenId}' })
    .input(z.object({ evergreenId: Id, ...z.object(evergreenChoice).partial().shape }))
    .output(Evergreen)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  /** Undone by `restore`. */
  remove: procedure
    .route({ method: 'DELETE', path: '/evergreens/{evergreenId}' })
    .input(z.object({ evergreenId: Id }))
    .output(Nothing)
    .errors(failsWith('NOT_FOUND')),
  restore: procedure
    .route({ method: 'POST', path: '/evergreens/{evergreenId}/restore' })
    .input(z.object({ evergreenId: Id }))
    .output(Evergreen)
    .errors(failsWith('NOT_FOUND')),
};

export const Feed = z.object({
  id: Id,
  url: z.string(),
  title: z.string(),
  /** Drafts are made for these. */
  channelIds: z.array(Id),
  /** How an item becomes a caption: {title}, {summary} and {link} are replaced. */
  template: z.string(),
  everyMinutes: z.int(),
  paused: z.boolean(),
  checkedAt: Instant.nullable(),
  nextAt: Instant.nullable(),
  /** Why it cannot be read now, in plain words. */
  problem: z.string().nullable(),
  drafts: z.int(),
});
export type Feed = z.infer<typeof Feed>;

const feedChoice = {
  channelIds: z.array(Id).min(1).max(50),
  template: z.string().max(2_000),
  everyMinutes: z.int().min(15).max(10_080),
  paused: z.boolean(),
};
const FeedItem = z.object({ title: z.string(), link: z.string().nullable(), published: Instant.nullable() });

export const feeds = {
  list: procedure.route({ method: 'GET', path: '/feeds' }).output(z.array(Feed)),
  /** Reads the feed once and shows what is in it; nothing is kept. */
  test: procedure
    .route({ method: 'POST', path: '/feeds/test' })
    .input(z.object({ url: z.string().max(4_000) }))
    .output(z.object({ title: z.string(), items: z.array(FeedItem) }))
    .errors(failsWith('BAD_INPUT', 'PROVIDER_FAILED')),
  /** Items that are in the feed already make no drafts; only what comes later does. */
  add: procedure
    .route({ method: 'POST', path: '/feeds' })
    .input(
      z.object({
        url: z.string().max(4_000),
        ...feedChoice,
        template: feedChoice.template.default('{title}\n{link}'),
        everyMinutes: feedChoice.everyMinutes.default(60),
        paused: z.boolean().default(false),
      }),
    )
    .output(Feed)
    .errors(failsWith('BAD_INPUT', 'NOT_FOUND', 'PROVIDER_FAILED', 'CONFLICT')),
  set: procedure
    .route({ method: 'PATCH', path: '/feeds/{feedId}' })
    .input(z.object({ feedId: Id, ...z.object(feedChoice).partial().shape }))
    .output(Feed)
    .errors(failsWith('NOT_FOUND')),
  refresh: procedure
    .route({ method: 'POST', path: '/feeds/{feedId}/refresh' })
    .input(z.object({ feedId: Id }))
    .output(Feed)
    .errors(failsWith('NOT_FOUND')),
  /** Undone by `restore`. */
  remove: procedure
    .route({ method: 'DELETE', path: '/feeds/{feedId}' })
    .input(z.object({ feedId: Id }))
    .output(Nothing)
    .errors(failsWith('NOT_FOUND')),
  restore: procedure
    .route({ method: 'POST', path: '/feeds/{feedId}/restore' })
    .input(z.object({ feedId: Id }))
    .output(Feed)
    .errors(failsWith('NOT_FOUND')),
};
