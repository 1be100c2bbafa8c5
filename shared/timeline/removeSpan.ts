import { timelineLength, type Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { freshIds } from './freshIds.ts';
import { removeTime } from './removeTime.ts';

/** Takes [from, to) out of every track and closes the gap. An empty stretch, or one after the end, changes nothing. */
export function removeSpan(timeline: Timeline, { from, to, newIds }: EditOf<'removeSpan'>): Timeline {
  if (to <= from || from >= timelineLength(timeline)) return timeline;
  return removeTime(timeline, [{ from, to }], freshIds(timeline, newIds));
}
