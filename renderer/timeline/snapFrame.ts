import type { Timeline } from '../../shared/timeline/document.ts';

const SNAP_PX = 7;

/** Frames that edges like to meet: every clip's and overlay's edge except the dragged one's, the playhead and the start. */
export function snapPoints(timeline: Timeline, { exceptId, playhead }: { exceptId: string; playhead: number }): number[] {
  const items = [...timeline.tracks.flatMap(({ clips }) => clips), ...timeline.overlays].filter(({ id }) => id !== exceptId);
  return [0, playhead, ...items.flatMap(({ start, length }) => [start, start + length])];
}

/**
 * The whole frame nearest to `frame`, or to a snap point if one of `offsets` (for example an item's start and its end) comes
 * within a few pixels of it.
 */
export function snapFrame(
  frame: number,
  { points, offsets, pxPerFrame }: { points: readonly number[]; offsets: readonly number[]; pxPerFrame: number },
): number {
  let best = Math.round(frame);
  let nearest = SNAP_PX / pxPerFrame;
  for (const offset of offsets)
    for (const point of points) {
      const distance = Math.abs(point - (frame + offset));
      if (distance >= nearest) continue;
      nearest = distance;
      best = point - offset;
    }
  return Math.max(0, best);
}
