import { asc, eq, isNull } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import { z } from 'zod';
import type { Feed } from '../../shared/contract/schedule.ts';
import { Failure } from '../../shared/errors.ts';
import type { ReadDb } from '../store/handles.ts';
import { feeds } from '../store/schema.ts';

export type FeedRow = Omit<InferSelectModel<typeof feeds>, 'channelIds'> & { readonly channelIds: readonly string[] };

const parse = (row: InferSelectModel<typeof feeds>): FeedRow => ({
  ...row,
  channelIds: z.array(z.string()).parse(JSON.parse(row.channelIds)),
});

export const makerOf = (feedId: string): string => `feed:${feedId}`;

/** Those that were not removed, oldest first. */
export const listFeeds = (db: ReadDb): FeedRow[] =>
  db.select().from(feeds).where(isNull(feeds.removedAt)).orderBy(asc(feeds.createdAt), asc(feeds.id)).all().map(parse);

/** One feed, removed or not. Throws NOT_FOUND. */
export function readFeed(db: ReadDb, feedId: string): FeedRow {
  const row = db.select().from(feeds).where(eq(feeds.id, feedId)).get();
  if (row === undefined) throw new Failure('NOT_FOUND', 'This feed does not exist.', 'Load the list again.');
  return parse(row);
}

/** As the contract shows it. */
export function asFeed(db: ReadDb, row: FeedRow): Feed {
  const { id, url, title, channelIds, template, everyMinutes, paused, checkedAt, nextAt, problem } = row;
  const drafts = z.int().parse(db.$client.prepare('select count(*) from posts where made_by = ?').pluck().get(makerOf(id)));
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const times = { checkedAt: iso(checkedAt), nextAt: paused ? null : iso(nextAt) };
  return { id, url, title, channelIds: [...channelIds], template, everyMinutes, paused, problem, drafts, ...times };
}
