import type { Clip, Fit, Timeline } from '../timeline/document.ts';
import { timelineLength } from '../timeline/document.ts';

/** A stretch of picture that comes from one place. `first` and `frames` count output frames. */
export type Part =
  | { readonly kind: 'blank'; readonly first: number; readonly frames: number }
  | {
      readonly kind: 'clip';
      readonly first: number;
      readonly frames: number;
      readonly clipId: string;
      readonly assetId: string;
      /** Where the first frame lies in the source, in output frames (source seconds × output fps). */
      readonly sourceFrame: number;
      readonly speed: number;
      readonly fit: Fit;
    };

/** Timeline frame → output frame. Monotonic, so neighbours stay neighbours at every rate. */
export function toOutputFrame(frame: number, timelineFps: number, outputFps: number): number {
  return Math.round((frame * outputFps) / timelineFps);
}

/**
 * Which picture is seen when: at each frame the clip of the last video track that has one, else the background.
 * Stretches that go on without a break in the source are one part. Linear in clips × tracks.
 */
export function visibleParts(timeline: Timeline, fps: number): Part[] {
  const tracks = timeline.tracks.filter((track) => track.kind === 'video');
  const length = timelineLength(timeline);
  const edges = new Set([0, length]);
  for (const { clips } of tracks) for (const clip of clips) edges.add(clip.start).add(clip.start + clip.length);
  const borders = [...edges].filter((edge) => edge <= length).sort((a, b) => a - b);
  const nextClip = tracks.map(() => 0);
  const parts: Part[] = [];
  for (const [index, from] of borders.slice(0, -1).entries()) {
    const to = borders[index + 1] ?? from;
    let seen: Clip | undefined;
    for (const [trackIndex, { clips }] of tracks.entries()) {
      let at = nextClip[trackIndex] ?? 0;
      while (at < clips.length && endOf(clips[at]) <= from) at += 1;
      nextClip[trackIndex] = at;
      const clip = clips[at];
      if (clip !== undefined && clip.start <= from) seen = clip;
    }
    const first = toOutputFrame(from, timeline.fps, fps);
    const frames = toOutputFrame(to, timeline.fps, fps) - first;
    if (frames > 0) append(parts, partOf(seen, first, frames, timeline.fps, fps));
  }
  return parts;
}

const endOf = (clip: Clip | undefined): number => (clip === undefined ? Infinity : clip.start + clip.length);

function partOf(clip: Clip | undefined, first: number, frames: number, timelineFps: number, fps: number): Part {
  if (clip === undefined) return { kind: 'blank', first, frames };
  const intoClip = (first * timelineFps) / fps - clip.start;
  const sourceFrame = ((clip.trimIn + intoClip * clip.speed) * fps) / timelineFps;
  return {
    kind: 'clip',
    first,
    frames,
    clipId: clip.id,
    assetId: clip.assetId,
    sourceFrame: tidy(sourceFrame),
    speed: clip.speed,
    fit: clip.fit,
  };
}

function append(parts: Part[], next: Part): void {
  const last = parts.at(-1);
  if (last !== undefined && goesOn(last, next)) parts[parts.length - 1] = { ...last, frames: last.frames + next.frames };
  else parts.push(next);
}

function goesOn(last: Part, next: Part): boolean {
  if (last.kind === 'blank' || next.kind === 'blank') return last.kind === next.kind;
  return (
    last.assetId === next.assetId &&
    last.speed === next.speed &&
    last.fit.mode === next.fit.mode &&
    last.fit.focus.x === next.fit.focus.x &&
    last.fit.focus.y === next.fit.focus.y &&
    Math.abs(last.sourceFrame + last.frames * last.speed - next.sourceFrame) < 1e-6
  );
}

/** Takes off the dust of floating point, so that equal places have equal hashes. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** The stretch of a part that lies in output frames [from, to). */
export function sliceParts(parts: readonly Part[], from: number, to: number): Part[] {
  const slices: Part[] = [];
  for (const part of parts) {
    const first = Math.max(from, part.first);
    const frames = Math.min(to, part.first + part.frames) - first;
    if (frames <= 0) continue;
    if (part.kind === 'blank') slices.push({ kind: 'blank', first, frames });
    else slices.push({ ...part, first, frames, sourceFrame: tidy(part.sourceFrame + (first - part.first) * part.speed) });
  }
  return slices;
}
