import type { CalendarPost, FreeSlot } from '../../shared/contract/schedule.ts';
import { createWallTimes } from './createWallTimes.ts';

/* Words: an entry is one thing drawn in a cell: a post, a free slot, or “+12 more” for what found no room. */

export type Entry = { readonly id: string; /** Wall-clock time, `2026-11-20 18:00:00`. */ readonly start: string } & (
  | { readonly kind: 'post'; readonly post: CalendarPost }
  | { readonly kind: 'slot'; readonly slot: FreeSlot }
  /** `beside`: how many of the cell's posts are drawn. */
  | { readonly kind: 'more'; readonly count: number; readonly beside: number }
);

type Room = {
  readonly zone: string;
  /** What belongs together: `10` letters of the wall time make a day, `13` an hour. */
  readonly letters: 10 | 13;
  /** Most entries in one such cell, the “more” included. */
  readonly most: number;
};

/**
 * The entries of each cell, in order of time. Posts go before free slots; where not all posts find room, the last place
 * says how many are left, so that a cell never holds more than `most`.
 */
export function layOutEvents(posts: readonly CalendarPost[], slots: readonly FreeSlot[], { zone, letters, most }: Room): Entry[] {
  const cells = new Map<string, Entry[]>();
  const put = (entry: Entry): void => {
    const cell = cells.get(entry.start.slice(0, letters));
    if (cell === undefined) cells.set(entry.start.slice(0, letters), [entry]);
    else cell.push(entry);
  };
  const wallTimes = createWallTimes(zone);
  for (const post of posts) put({ kind: 'post', id: post.id, start: wallTimes(post.at), post });
  for (const slot of slots) put({ kind: 'slot', id: `slot:${slot.channelId}:${slot.slotAt}`, start: wallTimes(slot.slotAt), slot });
  return [...cells.values()].flatMap((cell) => fitCell(cell, most));
}

function fitCell(cell: readonly Entry[], most: number): Entry[] {
  const byTime = (a: Entry, b: Entry): number => (a.start === b.start ? a.id.localeCompare(b.id) : a.start < b.start ? -1 : 1);
  const posts = cell.filter(({ kind }) => kind === 'post').sort(byTime);
  if (posts.length > most) {
    const shown = posts.slice(0, most - 1);
    const last = posts[most - 1];
    if (last === undefined) return shown;
    return [
      ...shown,
      { kind: 'more', id: `more:${last.start}`, start: last.start, count: posts.length - shown.length, beside: shown.length },
    ];
  }
  const free = cell.filter(({ kind }) => kind === 'slot').sort(byTime);
  return [...posts, ...free.slice(0, most - posts.length)].sort(byTime);
}
