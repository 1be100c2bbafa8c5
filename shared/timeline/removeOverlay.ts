import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Takes an overlay away. An unknown id changes nothing. */
export function removeOverlay(timeline: Timeline, { overlayId }: EditOf<'removeOverlay'>): Timeline {
  const overlays = timeline.overlays.filter(({ id }) => id !== overlayId);
  return overlays.length === timeline.overlays.length ? timeline : { ...timeline, overlays };
}
