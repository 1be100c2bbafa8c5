import type { Listening } from './listen.ts';

/** A moment at which a stretch may begin or end. */
export type CutPoint = {
  readonly time: number;
  /** 0–1: how well a stretch begins (or ends) here. 1 is the border of a sentence. */
  readonly strength: number;
  /** Index of the first word after this moment. */
  readonly word: number;
  /** The borders of the free time it lies in: it may be moved between them without touching a word. */
  readonly from: number;
  readonly to: number;
};

/** Both in order of time. */
export type CutPoints = { readonly starts: readonly CutPoint[]; readonly ends: readonly CutPoint[] };

/** Time without words between two words, or before the first or after the last. */
export type Gap = {
  readonly from: number;
  readonly to: number;
  readonly word: number;
  /** How well a stretch begins after it, and ends before it. */
  readonly startStrength: number;
  readonly endStrength: number;
};

/** A pause this long gets two cut points: one close after the last word, one close before the next. */
const WIDE_GAP_SECONDS = 0.9;
const LEAD_SECONDS = 0.4;
const TRAIL_SECONDS = 0.5;
/** Without a word for longer than this, weak points are laid every second, so that every length can be had. */
const EMPTY_SECONDS = 3;
const WEAK = 0.05;

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Puts cut points into gaps, each at the quietest moment near the words it belongs to. */
export function cutPoints(gaps: readonly Gap[], sound: Listening | null): CutPoints {
  const starts: CutPoint[] = [];
  const ends: CutPoint[] = [];
  const quietest = (from: number, to: number): number => Math.min(to, Math.max(from, round(sound?.quietest(from, to) ?? (from + to) / 2)));
  for (const { from, to, word, startStrength, endStrength } of gaps) {
    const length = to - from;
    const place = { word, from, to };
    if (length < WIDE_GAP_SECONDS && word > 0) {
      const time = quietest(from, to);
      starts.push({ ...place, time, strength: startStrength });
      ends.push({ ...place, time, strength: endStrength });
      continue;
    }
    ends.push({ ...place, time: quietest(Math.min(to, from + 0.1), Math.min(to, from + TRAIL_SECONDS)), strength: endStrength });
    const weak = length > EMPTY_SECONDS ? Math.ceil(length) - 2 : 0;
    for (let second = 1; second <= weak; second++) {
      const at = from + second;
      const time = quietest(at - 0.4, at + 0.4);
      starts.push({ ...place, time, strength: WEAK });
      ends.push({ ...place, time, strength: WEAK });
    }
    starts.push({ ...place, time: quietest(Math.max(from, to - LEAD_SECONDS), Math.max(from, to - 0.05)), strength: startStrength });
  }
  return { starts: starts.sort((a, b) => a.time - b.time), ends: ends.sort((a, b) => a.time - b.time) };
}
