import type { Clip } from './document.ts';
import { clipEnd } from './findClip.ts';

/** The free start nearest to `wanted` where a clip of `length` frames fits between `clips` (in order); the earlier one of two. */
export function findRoom(clips: readonly Clip[], { wanted, length }: { wanted: number; length: number }): number {
  let best = Number.POSITIVE_INFINITY;
  let gapStart = 0;
  for (let index = 0; index <= clips.length; index += 1) {
    const next = clips[index];
    const lastStart = (next?.start ?? Number.POSITIVE_INFINITY) - length;
    if (lastStart >= gapStart) {
      const candidate = Math.min(Math.max(wanted, gapStart), lastStart);
      if (Math.abs(candidate - wanted) < Math.abs(best - wanted)) best = candidate;
    }
    if (next !== undefined) gapStart = clipEnd(next);
  }
  return best;
}
