import { z } from 'zod';
import type { ReadDb } from '../store/handles.ts';
import { planOf, type ChannelRow } from './readChannels.ts';

/** From this delay on a post counts as caught up rather than on time. */
const CAUGHT_UP_MS = 15 * 60_000;

export const KEEPS_GAP = 'Its time passed before it could be sent. It goes out a little later, to keep your gap between posts.';

type Late = { readonly postId: string; readonly now: number };

/**
 * When a post whose time has passed goes out: now, unless the channel posted within its gap or is about to; then in the
 * first hole that keeps the gap on both sides. Otherwise all that was missed would go out at once.
 */
export function catchUpAt(read: ReadDb, channel: Pick<ChannelRow, 'id' | 'platform' | 'plan'>, { postId, now }: Late): number {
  const gapMs = planOf(channel).minGapMinutes * 60_000;
  if (gapMs === 0) return now;
  const went = readTimes(
    read,
    `select max(release_asked_at, coalesce(at, 0)) from posts where channel_id = :channelId and id <> :postId
       and release_asked_at is not null and max(release_asked_at, coalesce(at, 0)) > :from
     union all select :now from posts where channel_id = :channelId and id <> :postId and state = 'sending'`,
    { channelId: channel.id, postId, now, from: now - gapMs },
  );
  const planned = readTimes(
    read,
    "select at from posts where channel_id = :channelId and id <> :postId and state = 'scheduled' and at >= :now",
    { channelId: channel.id, postId, now },
  );
  // what is planned comes soon enough by itself: a post that is late by minutes is not put behind the next one for that
  if (went.every((at) => Math.abs(at - now) >= gapMs) && planned.every((at) => at - now >= gapMs / 2)) return now;
  let free = now;
  for (const busy of [...went, ...planned].toSorted((one, other) => one - other)) {
    if (Math.abs(busy - free) < gapMs) free = busy + gapMs;
  }
  return free;
}

const readTimes = (read: ReadDb, query: string, about: object): number[] =>
  z.array(z.number()).parse(read.$client.prepare(query).pluck().all(about));

/**
 * Whether a post is late: its time passed long ago, or its platform held it up since it was first tried. What goes out at
 * the time that a person or a slot gave it is not: that was weighed when it was planned.
 */
export function isLate(read: ReadDb, { id, at }: { readonly id: string; readonly at: number | null }, now: number): boolean {
  if (at === null) return false;
  if (now - at >= CAUGHT_UP_MS) return true;
  const triedAt = read.$client
    .prepare(
      `select min(at) from ledger where post_id = :id and state = 'sending' and sequence >
         (select coalesce(max(sequence), 0) from ledger where post_id = :id and state = 'scheduled' and raw is null)`,
    )
    .pluck()
    .get({ id });
  return typeof triedAt === 'number' && now - triedAt >= CAUGHT_UP_MS;
}
