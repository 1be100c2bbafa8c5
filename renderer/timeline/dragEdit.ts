import type { Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import type { Hit } from './hitTest.ts';
import { snapFrame, snapPoints } from './snapFrame.ts';

export type Drag = {
  readonly hit: Extract<Hit, { on: 'clip' | 'overlay' }>;
  /** Frame under the pointer when the drag began, and now. */
  readonly from: number;
  readonly to: number;
  /** Track under the pointer now. */
  readonly trackId: string | null;
};
type How = { readonly timeline: Timeline; readonly playhead: number; readonly pxPerFrame: number; readonly ripple: boolean };

/** The edit that dropping here would make, or null when a clip cannot lie there. */
export function dragEdit({ hit, from, to, trackId }: Drag, { timeline, playhead, pxPerFrame, ripple }: How): Edit | null {
  const item = hit.on === 'clip' ? hit.clip : hit.overlay;
  const points = snapPoints(timeline, { exceptId: item.id, playhead });
  const moved = to - from;
  const end = item.start + item.length;
  const edge = (at: number): number => snapFrame(at + moved, { points, offsets: [0], pxPerFrame });
  const start = snapFrame(item.start + moved, { points, offsets: [0, item.length], pxPerFrame });
  if (hit.on === 'overlay') {
    if (hit.grip === 'body') return { type: 'setOverlay', overlay: { ...hit.overlay, start } };
    const left = hit.grip === 'start' ? Math.min(edge(item.start), end - 1) : item.start;
    const right = hit.grip === 'end' ? Math.max(edge(end), item.start + 1) : end;
    return { type: 'setOverlay', overlay: { ...hit.overlay, start: left, length: right - left } };
  }
  if (hit.grip !== 'body')
    return { type: 'trimClip', clipId: item.id, edge: hit.grip, frame: edge(hit.grip === 'start' ? item.start : end), ripple };
  const kindOf = (id: string): string | undefined => timeline.tracks.find((track) => track.id === id)?.kind;
  const target = trackId ?? hit.trackId;
  return { type: 'moveClip', clipId: item.id, trackId: kindOf(target) === kindOf(hit.trackId) ? target : hit.trackId, start };
}
