import { assetOf } from './assetOf.ts';
import type { Overlay, Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** An image overlay shows an image the document knows; the other kinds need nothing. */
export const canShow = (timeline: Timeline, overlay: Overlay): boolean =>
  overlay.kind !== 'image' || assetOf(timeline, overlay.assetId)?.kind === 'image';

/** Lays an overlay over the picture. A taken id, or an image the document does not know, changes nothing. */
export function addOverlay(timeline: Timeline, { overlay }: EditOf<'addOverlay'>): Timeline {
  if (timeline.overlays.some(({ id }) => id === overlay.id) || !canShow(timeline, overlay)) return timeline;
  return { ...timeline, overlays: [...timeline.overlays, overlay] };
}
