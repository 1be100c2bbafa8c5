import type { CaptionLine } from '../../shared/timeline/captionLines.ts';
import type { Clip, Overlay, Timeline } from '../../shared/timeline/document.ts';
import { laneAt, type Lane } from './lanes.ts';
import { frameAtX, xOfFrame, type TimelineView } from './view.ts';
import { visibleItems } from './visibleItems.ts';

type Grip = 'start' | 'end' | 'body';

/** What is under the pointer. */
export type Hit =
  | { readonly on: 'ruler' }
  | { readonly on: 'clip'; readonly clip: Clip; readonly trackId: string; readonly grip: Grip }
  | { readonly on: 'overlay'; readonly overlay: Overlay; readonly grip: Grip }
  | { readonly on: 'caption'; readonly line: CaptionLine }
  | { readonly on: 'nothing' };

type Scene = {
  readonly timeline: Timeline;
  readonly lanes: readonly Lane[];
  readonly lines: readonly CaptionLine[];
  readonly view: TimelineView;
};

const EDGE_PX = 8;

/** Which part of an item `x` is on. Narrow items keep a body in their middle third. */
function gripAt(x: number, item: { start: number; length: number }, view: TimelineView): Grip {
  const left = xOfFrame(item.start, view);
  const right = xOfFrame(item.start + item.length, view);
  const edge = Math.min(EDGE_PX, (right - left) / 3);
  if (x - left <= edge) return 'start';
  return right - x <= edge ? 'end' : 'body';
}

const covers =
  (frame: number) =>
  (item: { start: number; length: number }): boolean =>
    frame >= item.start && frame < item.start + item.length;

/** Finds what a point of the canvas is on. */
export function hitTest({ x, y }: { x: number; y: number }, { timeline, lanes, lines, view }: Scene): Hit {
  const lane = laneAt(lanes, y);
  const frame = frameAtX(x, view);
  if (lane === null) return { on: 'nothing' };
  if (lane.kind === 'ruler') return { on: 'ruler' };
  if (lane.kind === 'overlays') {
    const overlay = timeline.overlays.findLast(covers(frame)); // the last one lies on top
    return overlay === undefined ? { on: 'nothing' } : { on: 'overlay', overlay, grip: gripAt(x, overlay, view) };
  }
  if (lane.kind === 'captions') {
    const line = lines.find(({ from, to }) => frame >= from && frame < to);
    return line === undefined ? { on: 'nothing' } : { on: 'caption', line };
  }
  const clips = timeline.tracks.find(({ id }) => id === lane.trackId)?.clips ?? [];
  const clip = visibleItems(clips, view).find(covers(frame));
  return clip === undefined ? { on: 'nothing' } : { on: 'clip', clip, trackId: lane.trackId, grip: gripAt(x, clip, view) };
}
