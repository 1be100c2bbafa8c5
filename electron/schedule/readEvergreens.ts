import { asc, eq, isNull } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import { z } from 'zod';
import type { Evergreen } from '../../shared/contract/schedule.ts';
import { Failure } from '../../shared/errors.ts';
import { chooseCaption } from '../../shared/schedule/chooseCaption.ts';
import { planOf, readChannel } from '../publish/readChannels.ts';
import type { ReadDb } from '../store/handles.ts';
import { evergreens, posts } from '../store/schema.ts';
import { readUses } from './readUses.ts';

export type EvergreenRow = Omit<InferSelectModel<typeof evergreens>, 'channelIds' | 'captions'> & {
  readonly channelIds: readonly string[];
  readonly captions: readonly string[];
};

const Texts = z.array(z.string());
const parse = (row: InferSelectModel<typeof evergreens>): EvergreenRow => ({
  ...row,
  channelIds: Texts.parse(JSON.parse(row.channelIds)),
  captions: Texts.parse(JSON.parse(row.captions)),
});

/** Those that were not removed, oldest first. */
export function listEvergreens(db: ReadDb): EvergreenRow[] {
  return db
    .select()
    .from(evergreens)
    .where(isNull(evergreens.removedAt))
    .orderBy(asc(evergreens.createdAt), asc(evergreens.id))
    .all()
    .map(parse);
}

/** One evergreen, removed or not. Throws NOT_FOUND. */
export function readEvergreen(db: ReadDb, evergreenId: string): EvergreenRow {
  const row = db.select().from(evergreens).where(eq(evergreens.id, evergreenId)).get();
  if (row === undefined) throw new Failure('NOT_FOUND', 'This evergreen does not exist.', 'Load the list again.');
  return parse(row);
}

/** What one channel's next copy would be: when it may be made at the earliest, and its words. */
export type NextCopy = { readonly dueMs: number; readonly caption: string; readonly underWay: boolean };

/**
 * The next copy for a channel; null when there is none to come: the channel is signed out, has no posting times, or all the
 * captions say what was said last. A copy is due when the cool-down since the last one's time is over; it is made then, so
 * its own time is never sooner.
 */
export function nextCopy(db: ReadDb, evergreen: EvergreenRow, channelId: string): NextCopy | null {
  const channel = readChannel(db, channelId);
  if (channel.standing === 'signed-out' || planOf(channel).slots.length === 0) return null;
  const { lastMs, lastCaption, copies, underWay } = readUses(db, evergreen, channelId);
  const caption = chooseCaption(evergreen.captions, copies, lastCaption);
  if (caption === null) return null;
  const dueMs = lastMs === null ? evergreen.createdAt : lastMs + evergreen.cooldownDays * 86_400_000;
  return { dueMs, caption, underWay };
}

/** As the contract shows it. */
export function asEvergreen(db: ReadDb, row: EvergreenRow): Evergreen {
  const { id, postId, channelIds, captions, cooldownDays, approved, paused, uses, lastUsedAt } = row;
  const title = db.select({ title: posts.title }).from(posts).where(eq(posts.id, postId)).get()?.title ?? '';
  const due = channelIds.flatMap((channelId) => nextCopy(db, row, channelId)?.dueMs ?? []);
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    id,
    postId,
    title,
    cooldownDays,
    approved,
    paused,
    uses,
    channelIds: [...channelIds],
    captions: [...captions],
    nextAt: paused || due.length === 0 ? null : iso(Math.min(...due)),
    lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
  };
}
