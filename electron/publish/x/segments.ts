const MIB = 1024 * 1024;
/** X numbers segments from 0 to 999. */
export const MOST_SEGMENTS = 1_000;
/** Half of what X allows, so that smaller segments stay possible when it refuses these. */
const WANTED_SEGMENTS = 500;

/**
 * How large the segments of a file of `bytes` are: 1 MiB, as X's own quick start has it, and whole MiB more only where
 * that would come near to its thousand segments.
 */
export const segmentBytesFor = (bytes: number): number => Math.max(1, Math.ceil(bytes / (WANTED_SEGMENTS * MIB))) * MIB;

/** The next smaller size when X found `segmentBytes` too large; null when no smaller one fits into a thousand segments. */
export function smallerSegmentBytes(segmentBytes: number, bytes: number): number | null {
  const smaller = Math.max(segmentBytes / 2, Math.ceil(bytes / MOST_SEGMENTS));
  return smaller < segmentBytes ? Math.ceil(smaller) : null;
}

/** "0-57,59" as the set of its numbers; nonsense is an empty set, so that everything is sent again. */
export function readSet(text: string): Set<number> {
  const found = new Set<number>();
  for (const [, from, to] of text.matchAll(/(\d+)(?:-(\d+))?/g)) {
    const last = Math.min(Number(to ?? from), MOST_SEGMENTS - 1);
    for (let index = Number(from); index <= last; index += 1) found.add(index);
  }
  return found;
}

/** A set of numbers as "0-57,59". */
export function writeSet(numbers: ReadonlySet<number>): string {
  const sorted = [...numbers].toSorted((one, other) => one - other);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
