import type { AssetRef, Clip } from './document.ts';

/** Forgives the rounding that many cuts at odd speeds add up to. */
const SOURCE_SLACK = 1e-6;

/**
 * How many timeline frames a clip could show from its `trimIn` to the end of its asset. An image never ends. A last
 * part of a frame counts as one frame, so that even the shortest recording can be shown; 0 when nothing is left.
 */
export function availableLength({ trimIn, speed }: Pick<Clip, 'trimIn' | 'speed'>, asset: AssetRef, fps: number): number {
  if (asset.kind === 'image') return Number.POSITIVE_INFINITY;
  const left = asset.seconds * fps - trimIn;
  if (left <= SOURCE_SLACK) return 0;
  return Math.max(1, Math.floor(left / speed + SOURCE_SLACK));
}
