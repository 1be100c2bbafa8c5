/* Words: a view is the stretch of the timeline that a canvas shows. x is in CSS pixels from the canvas's left edge. */

export type TimelineView = {
  readonly pxPerFrame: number;
  /** Frame at the left edge; may be fractional. */
  readonly scroll: number;
  /** Canvas width in CSS pixels. */
  readonly width: number;
};

const LARGEST_PX_PER_FRAME = 40;
/** Room kept free behind the last frame, as a share of the width. */
const TAIL = 0.08;

export const xOfFrame = (frame: number, view: TimelineView): number => (frame - view.scroll) * view.pxPerFrame;

export const frameAtX = (x: number, view: TimelineView): number => view.scroll + x / view.pxPerFrame;

/** The view that shows the whole timeline. */
export function fitView(frames: number, width: number): TimelineView {
  const usable = Math.max(1, width * (1 - TAIL));
  return { pxPerFrame: Math.min(LARGEST_PX_PER_FRAME, usable / Math.max(1, frames)), scroll: 0, width };
}

/** Keeps a view where there is something to see: never before frame 0, never far behind the end, never further out than everything. */
export function holdView(view: TimelineView, frames: number): TimelineView {
  const smallest = fitView(frames, view.width).pxPerFrame;
  const pxPerFrame = Math.min(LARGEST_PX_PER_FRAME, Math.max(smallest, view.pxPerFrame));
  const shown = view.width / pxPerFrame;
  const furthest = Math.max(0, frames - shown * (1 - TAIL));
  return { ...view, pxPerFrame, scroll: Math.min(furthest, Math.max(0, view.scroll)) };
}

/** Zooms by `factor` and keeps what is at `x` where it is. */
export function zoomView(view: TimelineView, { factor, x, frames }: { factor: number; x: number; frames: number }): TimelineView {
  const anchor = frameAtX(x, view);
  const zoomed = holdView({ ...view, pxPerFrame: view.pxPerFrame * factor }, frames);
  return holdView({ ...zoomed, scroll: anchor - x / zoomed.pxPerFrame }, frames);
}

/** Scrolls just enough to bring a frame into sight. */
export function revealFrame(view: TimelineView, frame: number, frames: number): TimelineView {
  const x = xOfFrame(frame, view);
  if (x >= 0 && x <= view.width * (1 - TAIL)) return view;
  return holdView({ ...view, scroll: frame - (view.width * 0.2) / view.pxPerFrame }, frames);
}
