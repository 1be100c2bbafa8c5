import { eq } from 'drizzle-orm';
import { fillTemplate } from '../../shared/schedule/fillTemplate.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import type { WriteDb } from '../store/handles.ts';
import { feedItems, feeds } from '../store/schema.ts';
import type { FeedTrouble } from './feedTrouble.ts';
import type { FetchedFeed } from './fetchFeed.ts';
import type { FeedEntry } from './parseFeed.ts';
import { makerOf, readFeed, type FeedRow } from './readFeeds.ts';

type Needs = {
  readonly write: WriteDb;
  readonly maker: PostMaker;
  readonly now: () => Date;
  /** Runs `work` as one transaction of the ledger, so that posts are told of once they stand. */
  readonly together: <T>(work: () => T) => T;
};

/** A feed that suddenly shows hundreds of new entries has most likely changed their ids; the newest become drafts. */
const DRAFTS_AT_ONCE = 50;
const CAPTION_AT_MOST = 10_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Keeps what a feed showed: entries not seen before become drafts, the oldest first. An entry's row and its drafts are one
 * transaction, so a crash never drafts one twice and never forgets one; two checks at once cannot either. Answers how many
 * drafts were made.
 */
export function keepFeed({ write, maker, now, together }: Needs, feedId: string, found: FetchedFeed): number {
  return together(() => {
    const feed = readFeed(write, feedId);
    if (feed.removedAt !== null) return 0;
    const at = now().getTime();
    const kept = { checkedAt: at, nextAt: at + feed.everyMinutes * 60_000, problem: null, failures: 0 };
    if (found.kind === 'same') {
      write.update(feeds).set(kept).where(eq(feeds.id, feedId)).run();
      return 0;
    }
    const fresh = found.items.filter((item) => note(write, feedId, item, at));
    const drafted = fresh.slice(0, DRAFTS_AT_ONCE).toReversed(); // feeds have the newest first
    for (const item of drafted) draft(maker, feed, item);
    const heads = { title: found.title === '' ? feed.title : found.title, etag: found.etag, lastModified: found.lastModified };
    write
      .update(feeds)
      .set({ ...kept, ...heads })
      .where(eq(feeds.id, feedId))
      .run();
    return drafted.length * feed.channelIds.length;
  });
}

/** Answers whether it was not seen before. */
const note = (write: WriteDb, feedId: string, { key, title }: FeedEntry, at: number): boolean =>
  write.insert(feedItems).values({ feedId, itemKey: key, title, seenAt: at, draftedAt: at }).onConflictDoNothing().run().changes === 1;

function draft(maker: PostMaker, { id, channelIds, template }: FeedRow, { title, summary, link }: FeedEntry): void {
  const caption = fillTemplate(template, { title, summary, link: link ?? '' }, CAPTION_AT_MOST);
  for (const channelId of channelIds) maker.draft({ channelId, title, caption, madeBy: makerOf(id) });
}

/**
 * Keeps why a feed could not be read. The next look is later each time, doubling up to a day, and never before the server
 * wants it. A feed that is gone for good is paused.
 */
export function keepTrouble({ write, now }: Pick<Needs, 'write' | 'now'>, feedId: string, trouble: FeedTrouble): void {
  const feed = readFeed(write, feedId);
  const at = now().getTime();
  const failures = feed.failures + 1;
  const every = feed.everyMinutes * 60_000;
  const waitMs = Math.max(every, Math.min(every * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS));
  const nextAt = Math.max(at + waitMs, trouble.notBefore?.getTime() ?? 0);
  const paused = feed.paused || trouble.gone;
  write.update(feeds).set({ checkedAt: at, nextAt, problem: trouble.message, failures, paused }).where(eq(feeds.id, feedId)).run();
}
