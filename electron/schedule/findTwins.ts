import { z } from 'zod';
import type { ReadDb } from '../store/handles.ts';
import type { PostWish } from './readWish.ts';

const Row = z.object({ channelId: z.string(), film: z.string(), title: z.string(), caption: z.string(), at: z.int().nullable() });

/** Tells which rows of a plan are there already. */
export type Twins = {
  /** Why a row would make a post that is there, in plain words; null when it would not. Remembers the row under its line. */
  meet(wish: PostWish, line: number): string | null;
};

/** Of a draft without film and words the title is all there is. */
const keyOf = (channelId: string, film: string, title: string, caption: string, at: number | string): string =>
  JSON.stringify([channelId, film, film === '' ? title : '', caption, at]);

/**
 * Two rows are the same post when channel, film, caption and time are; where the next free slot is asked for, any time is.
 * Cancelled and failed posts do not count: importing again is a way to have them again.
 */
export function findTwins(db: ReadDb, films: readonly string[]): Twins {
  const rows = db.$client
    .prepare(
      `select channel_id as channelId, video_path as film, title, caption, at from posts
       where state not in ('cancelled', 'failed') and video_path in (select value from json_each(?))`,
    )
    .all(JSON.stringify([...new Set(films)]));
  const known = new Map<string, string>();
  const exists = 'This post exists already.';
  for (const row of rows) {
    const { channelId, film, title, caption, at } = Row.parse(row);
    known.set(keyOf(channelId, film, title, caption, at ?? 'none'), exists);
    known.set(keyOf(channelId, film, title, caption, 'any'), exists);
  }
  return {
    meet({ channel, film, title, caption, when }, line) {
      const key = (at: number | string): string => keyOf(channel.id, film ?? '', title, caption, at);
      const own = when.kind === 'at' ? key(when.ms) : key(when.kind === 'no-time' ? 'none' : 'any');
      const twin = known.get(own) ?? null;
      if (twin === null) for (const one of [own, key('any')]) known.set(one, `Line ${line} asks for the same post.`);
      return twin;
    },
  };
}
