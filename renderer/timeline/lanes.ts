import type { Id, Timeline, Track } from '../../shared/timeline/document.ts';

/** One row of the drawn timeline; `top` and `height` in CSS pixels. */
export type Lane =
  | { readonly kind: 'ruler'; readonly top: number; readonly height: number }
  | { readonly kind: 'overlays'; readonly top: number; readonly height: number }
  | { readonly kind: 'captions'; readonly top: number; readonly height: number }
  | { readonly kind: 'track'; readonly top: number; readonly height: number; readonly trackId: Id };

const RULER = 26;
const STRIP = 26;
const GAP = 4;
const heightOf = ({ kind, clips }: Track): number => (clips.length === 0 ? 26 : kind === 'video' ? 58 : 42);

/** The rows from top to bottom: time, titles, video tracks (the one in front first), captions, sound tracks. */
export function layLanes(timeline: Timeline): { lanes: Lane[]; height: number } {
  const lanes: Lane[] = [{ kind: 'ruler', top: 0, height: RULER }];
  let top = RULER + GAP;
  const strip = (kind: 'overlays' | 'captions'): void => {
    lanes.push({ kind, top, height: STRIP });
    top += STRIP + GAP;
  };
  const lay = (track: Track): void => {
    lanes.push({ kind: 'track', top, height: heightOf(track), trackId: track.id });
    top += heightOf(track) + GAP;
  };
  strip('overlays');
  for (const track of timeline.tracks.filter(({ kind }) => kind === 'video').toReversed()) lay(track);
  strip('captions');
  for (const track of timeline.tracks.filter(({ kind }) => kind === 'audio')) lay(track);
  return { lanes, height: top };
}

/** The row at a height, or null between rows. */
export const laneAt = (lanes: readonly Lane[], y: number): Lane | null =>
  lanes.find(({ top, height }) => y >= top && y < top + height) ?? null;
