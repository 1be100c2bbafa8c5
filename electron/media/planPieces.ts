import type { Waveform } from '../../shared/contract/assets.ts';

export type Piece = { readonly start: number; readonly end: number };

/** Seconds before the wanted place in which a quiet one is looked for. */
const REACH = 60;
/** A pause this long lies around the cut, seconds. */
const PAUSE = 0.3;

/**
 * Cuts a recording into pieces of at most `longest` seconds, each ending in the quietest moment of its last minute, so
 * that no word is cut in two.
 */
export function planPieces({ rate, levels }: Pick<Waveform, 'rate' | 'levels'>, seconds: number, longest: number): Piece[] {
  const window = Math.max(1, Math.round(PAUSE * rate));
  const pieces: Piece[] = [];
  let start = 0;
  while (seconds - start > longest) {
    const last = Math.min(levels.length, Math.floor((start + longest) * rate)) - window;
    const first = Math.max(Math.ceil((start + longest / 2) * rate), last - Math.round(Math.min(REACH, longest / 2) * rate));
    let quietest = { at: start + longest, level: Infinity };
    for (let step = first; step <= last; step += 1) {
      let level = 0;
      for (let index = step; index < step + window; index += 1) level += levels[index] ?? -100;
      // "or equal": of two silences the later makes the piece longer and the bill the same
      if (level <= quietest.level) quietest = { at: (step + window / 2) / rate, level };
    }
    pieces.push({ start, end: quietest.at });
    start = quietest.at;
  }
  pieces.push({ start, end: seconds });
  return pieces;
}
