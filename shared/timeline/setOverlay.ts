import { canShow } from './addOverlay.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Replaces the overlay of the same id. An unknown id, or an image the document does not know, changes nothing. */
export function setOverlay(timeline: Timeline, { overlay }: EditOf<'setOverlay'>): Timeline {
  if (!timeline.overlays.some(({ id }) => id === overlay.id) || !canShow(timeline, overlay)) return timeline;
  return { ...timeline, overlays: timeline.overlays.map((old) => (old.id === overlay.id ? overlay : old)) };
}
