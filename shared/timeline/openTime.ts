import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { Clip, Id, Overlay, Timeline, Track } from './document.ts';
import { clipEnd } from './findClip.ts';
import { sliceClip } from './sliceClip.ts';

type Opening = { readonly at: number; readonly frames: number };

/**
 * Opens `frames` of empty time at frame `at` on every track. What begins there or later moves on; a clip that runs across is
 * cut in two, so that its second half stays with what it belongs to. A music bed (a ducked track) plays on through the
 * opening as far as its asset reaches instead of falling silent, and an overlay that runs across stays up longer.
 */
export function openTime(timeline: Timeline, { at, frames }: Opening, nextId: () => Id): Timeline {
  if (frames <= 0) return timeline;

  const moveClip = (track: Track, clip: Clip): Clip[] => {
    if (clip.start >= at) return [{ ...clip, start: clip.start + frames }];
    if (clipEnd(clip) <= at) return [clip];
    const asset = assetOf(timeline, clip.assetId);
    if (track.ducked && asset !== null) {
      return [{ ...clip, length: Math.min(clip.length + frames, availableLength(clip, asset, timeline.fps)) }];
    }
    const right = sliceClip(timeline, clip, { from: at, to: clipEnd(clip) });
    return [sliceClip(timeline, clip, { from: clip.start, to: at }), { ...right, id: nextId(), start: at + frames }];
  };
  const moveOverlay = (overlay: Overlay): Overlay => {
    if (overlay.start >= at) return { ...overlay, start: overlay.start + frames };
    if (clipEnd(overlay) <= at) return overlay;
    return { ...overlay, length: overlay.length + frames };
  };
  return {
    ...timeline,
    tracks: timeline.tracks.map((track) => ({ ...track, clips: track.clips.flatMap((clip) => moveClip(track, clip)) })),
    overlays: timeline.overlays.map(moveOverlay),
  };
}
