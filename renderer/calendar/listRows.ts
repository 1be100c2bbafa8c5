import type { CalendarPost } from '../../shared/contract/schedule.ts';
import { createWallTimes } from './createWallTimes.ts';

/** A line of the list: the heading of a day, or a post in it. */
export type ListRow =
  { readonly kind: 'day'; readonly day: string; readonly count: number } | { readonly kind: 'post'; readonly post: CalendarPost };

/** Posts by day, soonest first, each day under its heading. */
export function listRows(posts: readonly CalendarPost[], zone: string): ListRow[] {
  const sorted = [...posts].sort((a, b) => (a.at === b.at ? a.id.localeCompare(b.id) : a.at < b.at ? -1 : 1));
  const days = new Map<string, CalendarPost[]>();
  const wallTime = createWallTimes(zone);
  for (const post of sorted) {
    const day = wallTime(post.at).slice(0, 10);
    const list = days.get(day);
    if (list === undefined) days.set(day, [post]);
    else list.push(post);
  }
  return [...days].flatMap(([day, own]): ListRow[] => [
    { kind: 'day', day, count: own.length },
    ...own.map((post) => ({ kind: 'post', post }) as const),
  ]);
}

/** The posts between two of a list, both included, in the order of the list: what a click with Shift takes. */
export function between(rows: readonly ListRow[], a: string, b: string): string[] {
  const ids = rows.flatMap((row) => (row.kind === 'post' ? [row.post.id] : []));
  const [from, to] = [ids.indexOf(a), ids.indexOf(b)].sort((one, other) => one - other);
  return from === undefined || to === undefined || from < 0 ? [b] : ids.slice(from, to + 1);
}
