/*
Words: a recording is words, levels and a length. A stretch is a piece of it that could stand alone. A cut point is a
moment at which a stretch may begin or end: never inside a word, and where it is quietest.
*/
import type { Waveform } from '../contract/assets.ts';

/** Silences shorter than this are part of speaking. */
const SHORTEST_SILENCE_SECONDS = 0.2;
/** Below this distance between quiet and loud there is nothing to tell apart: constant noise, or music throughout. */
const CLEAR_DB = 6;

type Silence = { readonly start: number; readonly end: number };

export type Listening = {
  /** Level in dBFS below which a moment counts as silent; null when quiet and loud cannot be told apart. */
  readonly threshold: number | null;
  /** Mean level of what is not silent, dBFS. */
  readonly level: number;
  /** How much that level moves (standard deviation, dB). */
  readonly liveliness: number;
  /** In order, at least 0.2 s each. */
  readonly silences: readonly Silence[];
  /** The quietest moment in [from, to], seconds; among equals the one nearest to the middle. */
  quietest(from: number, to: number): number;
  /** The same measures for one stretch; `soundShare` is the part of its time that is not silent. */
  measure(from: number, to: number): { readonly soundShare: number; readonly level: number; readonly liveliness: number };
};

/** The level that `share` of all values lie below. Levels are whole dB from -100 to 0. */
function percentile(counts: readonly number[], total: number, share: number): number {
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen > total * share) return index - 100;
  }
  return 0;
}

/** Between the noise floor and the level of speech, nearer to the floor: breaths and room stay on the silent side. */
function findThreshold(levels: readonly number[]): number | null {
  const counts = Array.from({ length: 101 }, () => 0);
  for (const level of levels) {
    const index = Math.min(100, Math.max(0, Math.round(level) + 100));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const loud = percentile(counts, levels.length, 0.9);
  // Digital silence says nothing about the room, so the floor is taken as at most 45 dB below speech.
  const floor = Math.max(percentile(counts, levels.length, 0.1), loud - 45);
  return loud - floor < CLEAR_DB ? null : floor + 0.35 * (loud - floor);
}

function findSilences(levels: readonly number[], rate: number, threshold: number): Silence[] {
  const silences: Silence[] = [];
  let from = -1;
  for (let index = 0; index <= levels.length; index++) {
    const level = levels[index];
    if (level !== undefined && level < threshold) {
      if (from < 0) from = index;
      continue;
    }
    if (from >= 0 && index - from >= SHORTEST_SILENCE_SECONDS * rate) silences.push({ start: from / rate, end: index / rate });
    from = -1;
  }
  return silences;
}

/** Works through the levels once; every later question about a stretch is answered from running sums. */
export function listen({ rate, levels }: Pick<Waveform, 'rate' | 'levels'>): Listening {
  const threshold = findThreshold(levels);
  const count = new Float64Array(levels.length + 1);
  const sum = new Float64Array(levels.length + 1);
  const squares = new Float64Array(levels.length + 1);
  for (const [index, level] of levels.entries()) {
    const heard = threshold === null || level >= threshold ? 1 : 0;
    count[index + 1] = (count[index] ?? 0) + heard;
    sum[index + 1] = (sum[index] ?? 0) + heard * level;
    squares[index + 1] = (squares[index] ?? 0) + heard * level * level;
  }
  const between = (values: Float64Array, from: number, to: number): number => (values[to] ?? 0) - (values[from] ?? 0);
  const indexAt = (seconds: number): number => Math.min(levels.length, Math.max(0, Math.round(seconds * rate)));
  const measure: Listening['measure'] = (from, to) => {
    const [first, last] = [indexAt(from), indexAt(to)];
    const heard = between(count, first, last);
    if (heard === 0) return { soundShare: 0, level: -100, liveliness: 0 };
    const level = between(sum, first, last) / heard;
    const variance = Math.max(0, between(squares, first, last) / heard - level * level);
    return { soundShare: heard / Math.max(1, last - first), level, liveliness: Math.sqrt(variance) };
  };
  /** Mean of a value and its neighbours, so that one zero crossing does not pass for a pause. */
  const smooth = (index: number): number => {
    const middle = levels[index] ?? -100;
    return ((levels[index - 1] ?? middle) + middle + (levels[index + 1] ?? middle)) / 3;
  };
  return {
    threshold,
    ...measure(0, levels.length / rate),
    silences: threshold === null ? [] : findSilences(levels, rate, threshold),
    quietest(from, to) {
      const middle = (from + to) / 2;
      let best = middle;
      let lowest = Infinity;
      for (let index = Math.floor(from * rate); index <= Math.floor(to * rate); index++) {
        const at = Math.min(to, Math.max(from, (index + 0.5) / rate));
        const level = smooth(index);
        if (level > lowest || (level === lowest && Math.abs(at - middle) >= Math.abs(best - middle))) continue;
        lowest = level;
        best = at;
      }
      return best;
    },
    measure,
  };
}
