import type { Clip, Timeline, Track } from '../timeline/document.ts';
import { timelineLength } from '../timeline/document.ts';

export const SAMPLE_RATE = 48_000;

/** A stretch of one track's sound, in samples of 48 kHz. Without a source it is silence. */
export type SoundPart = {
  readonly samples: number;
  readonly source: {
    readonly assetId: string;
    /** Seconds into the file. */
    readonly at: number;
    readonly speed: number;
    readonly volume: number;
    /** A break in the source at this edge: a few milliseconds of fade keep it from clicking. */
    readonly fadeIn: boolean;
    readonly fadeOut: boolean;
  } | null;
};

export type SoundPlan = {
  /** Whole length in samples. */
  readonly samples: number;
  /** LUFS. */
  readonly loudness: number;
  readonly tracks: readonly { readonly ducked: boolean; readonly speaks: boolean; readonly parts: readonly SoundPart[] }[];
};

/** Frame → sample, exact for every rate that divides 48,000. */
function toSample(frame: number, fps: number): number {
  return Math.round((frame * SAMPLE_RATE) / fps);
}

/** What is heard when. Tracks without a sound are left out; `hasSound` says which assets have any. */
export function planSound(timeline: Timeline, hasSound: (assetId: string) => boolean): SoundPlan {
  const samples = toSample(timelineLength(timeline), timeline.fps);
  const tracks = timeline.tracks
    .filter((track) => !track.muted)
    .map((track) => ({ ducked: track.ducked, speaks: track.captioned, parts: trackParts(track, timeline.fps, samples, hasSound) }))
    .filter(({ parts }) => parts.some(({ source }) => source !== null));
  return { samples, loudness: timeline.audio.loudness, tracks };
}

type Run = { from: number; to: number; assetId: string; at: number; speed: number; volume: number };

function trackParts(track: Track, fps: number, total: number, hasSound: (assetId: string) => boolean): SoundPart[] {
  const runs: Run[] = [];
  for (const clip of track.clips) {
    if (clip.volume === 0 || !hasSound(clip.assetId)) continue;
    const run = runOf(clip, fps);
    const last = runs.at(-1);
    if (last !== undefined && soundsOn(last, run)) last.to = run.to;
    else runs.push(run);
  }
  const parts: SoundPart[] = [];
  let at = 0;
  for (const { from, to, ...source } of runs) {
    if (from > at) parts.push({ samples: from - at, source: null });
    parts.push({ samples: to - from, source: { ...source, fadeIn: source.at > 0, fadeOut: true } });
    at = to;
  }
  if (total > at) parts.push({ samples: total - at, source: null });
  return parts;
}

function runOf(clip: Clip, fps: number): Run {
  const { assetId, speed, volume } = clip;
  return { from: toSample(clip.start, fps), to: toSample(clip.start + clip.length, fps), assetId, at: clip.trimIn / fps, speed, volume };
}

/** Two clips that only were split, and sound on as if they were one. */
function soundsOn(last: Run, next: Run): boolean {
  const end = last.at + ((last.to - last.from) / SAMPLE_RATE) * last.speed;
  return (
    last.to === next.from &&
    last.assetId === next.assetId &&
    last.speed === next.speed &&
    last.volume === next.volume &&
    Math.abs(end - next.at) < 1 / SAMPLE_RATE
  );
}
