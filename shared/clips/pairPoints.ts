import type { CutPoint, CutPoints } from './cutPoints.ts';

/** A stretch before it is judged. */
export type Stretch = { readonly start: CutPoint; readonly end: CutPoint };
type Lengths = { readonly min: number; readonly max: number };

/** For every start, the range of lengths is cut into this many parts and the best end of each part is tried. */
const PARTS = 12;

/** Index of the first item whose time is at or after `time`. */
function firstFrom(points: readonly CutPoint[], time: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Answers which of the points in a range is strongest, the earliest among equals, in constant time (sparse table). */
function strongestIn(points: readonly CutPoint[]): (from: number, to: number) => number {
  const stronger = (a: number, b: number): number => ((points[b]?.strength ?? -1) > (points[a]?.strength ?? -1) ? b : a);
  const levels: Int32Array[] = [Int32Array.from(points, (_, index) => index)];
  for (let width = 1; width * 2 <= points.length; width *= 2) {
    const below = levels.at(-1) ?? new Int32Array();
    levels.push(
      Int32Array.from({ length: points.length - width * 2 + 1 }, (_, index) => stronger(below[index] ?? 0, below[index + width] ?? 0)),
    );
  }
  return (from, to) => {
    const depth = 31 - Math.clz32(to - from);
    const level = levels[depth] ?? new Int32Array();
    return stronger(level[from] ?? from, level[to - 2 ** depth] ?? from);
  };
}

const fits = (start: CutPoint, end: CutPoint, { min, max }: Lengths): boolean =>
  end.time - start.time >= min && end.time - start.time <= max;

/** The best ends for every start that is at least `strength` strong: some `12 × starts` pairs, never all of them. */
export function pairBest({ starts, ends }: CutPoints, lengths: Lengths, strength: number): Stretch[] {
  const strongest = strongestIn(ends);
  const part = (lengths.max - lengths.min) / PARTS;
  const pairs: Stretch[] = [];
  for (const start of starts) {
    if (start.strength < strength) continue;
    let tried = -1;
    for (let index = 0; index < PARTS; index++) {
      const from = firstFrom(ends, start.time + lengths.min + part * index);
      const to = firstFrom(ends, start.time + lengths.min + part * (index + 1) + 1e-9);
      if (from >= to) continue;
      const best = strongest(from, to);
      const end = ends[best];
      if (end === undefined || best === tried || !fits(start, end, lengths)) continue;
      pairs.push({ start, end });
      tried = best;
    }
  }
  return pairs;
}

/**
 * For every start: the strongest end, the earliest end, and the earliest end when an end point may be moved within its
 * free time. With the earliest ends among them, as many stretches as fit one after the other can be found.
 */
export function pairAny({ starts, ends }: CutPoints, lengths: Lengths): Stretch[] {
  const strongest = strongestIn(ends);
  const pairs: Stretch[] = [];
  for (const start of starts) {
    const sum = start.time + lengths.min;
    const shortest = sum - start.time < lengths.min ? sum + 1e-9 : sum; // floating point: never a hair too short
    const from = firstFrom(ends, shortest);
    const to = firstFrom(ends, start.time + lengths.max + 1e-9);
    const natural = from < to ? [ends[strongest(from, to)], ends[from]] : [];
    // The end before the range may reach into it, as may the first one in it: moving costs no word, only the quiet place.
    const moved = [ends[from - 1], ends[from]].flatMap((end) => {
      if (end === undefined || end.to < shortest || end.from > start.time + lengths.max) return [];
      return [{ ...end, time: Math.max(end.from, shortest), strength: end.strength * 0.9 }];
    });
    for (const end of new Set([...natural, ...moved])) if (end !== undefined && fits(start, end, lengths)) pairs.push({ start, end });
  }
  return pairs;
}
