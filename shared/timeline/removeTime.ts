import type { Clip, Id, Overlay, Timeline } from './document.ts';
import { clipEnd } from './findClip.ts';
import { sliceClip } from './sliceClip.ts';

/** Timeline frames from `from` up to, not including, `to`. */
export type Span = { readonly from: number; readonly to: number };

/** Puts spans in order and joins those that touch or overlap. */
function joinSpans(spans: readonly Span[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to);
      continue;
    }
    joined.push({ from, to });
  }
  return joined;
}

/** What is left of [from, to) once `spans` (joined) are gone, still at its old place. */
function leftOf({ from, to }: Span, spans: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = from;
  for (const span of spans) {
    if (span.to <= at) continue;
    if (span.from >= to) break;
    if (span.from > at) left.push({ from: at, to: span.from });
    at = span.to;
  }
  if (at < to) left.push({ from: at, to });
  return left;
}

/** Number of removed frames before `frame`. */
function removedBefore(frame: number, spans: readonly Span[]): number {
  let removed = 0;
  for (const { from, to } of spans) {
    if (from >= frame) break;
    removed += Math.min(to, frame) - from;
  }
  return removed;
}

/**
 * Takes stretches of time out of every track and overlay and closes the gaps, so that what was heard and seen together
 * still is. A clip with a hole in it becomes several (the first keeps its id); an overlay becomes shorter, and so does music
 * on a ducked track: it plays on without a jump and ends earlier.
 */
export function removeTime(timeline: Timeline, spans: readonly Span[], nextId: () => Id): Timeline {
  const gone = joinSpans(spans.filter(({ from, to }) => to > from));
  if (gone.length === 0) return timeline;

  const cutClip = (clip: Clip): Clip[] =>
    leftOf({ from: clip.start, to: clipEnd(clip) }, gone).map((piece, index) => {
      const slice = sliceClip(timeline, clip, piece);
      return { ...slice, id: index === 0 ? clip.id : nextId(), start: piece.from - removedBefore(piece.from, gone) };
    });
  const shorten = <Piece extends Clip | Overlay>(piece: Piece): Piece[] => {
    const start = piece.start - removedBefore(piece.start, gone);
    const end = clipEnd(piece) - removedBefore(clipEnd(piece), gone);
    return end > start ? [{ ...piece, start, length: end - start }] : [];
  };
  return {
    ...timeline,
    tracks: timeline.tracks.map((track) => ({
      ...track,
      clips: track.clips.flatMap((clip) => (track.ducked ? shorten(clip) : cutClip(clip))),
    })),
    overlays: timeline.overlays.flatMap((overlay) => shorten(overlay)),
  };
}
