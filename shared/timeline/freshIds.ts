import type { Id, Timeline } from './document.ts';

const LONGEST_ID = 80;

/**
 * Gives the clip ids `${prefix}-1`, `${prefix}-2`, …, leaving out those the timeline already has. Only the timeline and
 * the prefix decide, so the same edit makes the same ids wherever it is applied.
 */
export function freshIds(timeline: Timeline, prefix: Id): () => Id {
  let used: Set<Id> | null = null;
  let count = 0;
  return () => {
    used ??= new Set(timeline.tracks.flatMap(({ clips }) => clips.map(({ id }) => id)));
    for (;;) {
      count += 1;
      const ending = `-${count}`;
      const id = prefix.slice(0, LONGEST_ID - ending.length) + ending;
      if (!used.has(id)) return id;
    }
  };
}
