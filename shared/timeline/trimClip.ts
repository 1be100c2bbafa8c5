import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { AssetRef, Clip, Timeline, Track } from './document.ts';
import type { EditOf } from './edit.ts';
import { clipEnd, findClip, withClip } from './findClip.ts';
import { freshIds } from './freshIds.ts';
import { openTime } from './openTime.ts';
import { removeTime } from './removeTime.ts';

/**
 * Moves one edge of a clip as near to `frame` as the clip (one frame stays), its asset and its neighbours allow. With `ripple`
 * neighbours do not limit it: the time is taken out of, or opened on, every track. An unknown clip changes nothing.
 */
export function trimClip(timeline: Timeline, { clipId, edge, frame, ripple }: EditOf<'trimClip'>): Timeline {
  const found = findClip(timeline, clipId);
  const asset = found === null ? null : assetOf(timeline, found.clip.assetId);
  if (found === null || asset === null) return timeline;
  const { clip, track } = found;
  const room = ripple ? { before: 0, after: Number.POSITIVE_INFINITY } : roomAround(track, clip);
  const nextId = freshIds(timeline, clipId);

  if (edge === 'end') {
    const end = Math.max(clip.start + 1, Math.min(frame, clip.start + availableLength(clip, asset, timeline.fps), room.after));
    const change = end - clipEnd(clip);
    if (change === 0) return timeline;
    const longer = { ...clip, length: clip.length + change };
    if (!ripple) return withClip(timeline, longer);
    if (change < 0) return removeTime(timeline, [{ from: end, to: clipEnd(clip) }], nextId);
    return withClip(openTime(timeline, { at: clipEnd(clip), frames: change }, nextId), longer);
  }

  const lead = asset.kind === 'image' ? Number.POSITIVE_INFINITY : Math.floor(clip.trimIn / clip.speed + 1e-6);
  const earliest = ripple ? clip.start - lead : Math.max(room.before, clip.start - lead);
  const start = Math.min(clipEnd(clip) - 1, Math.max(frame, earliest));
  const change = clip.start - start; // frames the clip grows by
  if (change === 0) return timeline;
  const grown = { ...clip, length: clip.length + change, trimIn: movedTrim(clip, asset, -change) };
  if (!ripple) return withClip(timeline, { ...grown, start });
  if (change < 0) return removeTime(timeline, [{ from: clip.start, to: start }], nextId);
  return withClip(openTime(timeline, { at: clip.start, frames: change }, nextId), grown);
}

function roomAround(track: Track, clip: Clip): { before: number; after: number } {
  const index = track.clips.indexOf(clip);
  const before = track.clips[index - 1];
  return { before: before === undefined ? 0 : clipEnd(before), after: track.clips[index + 1]?.start ?? Number.POSITIVE_INFINITY };
}

const movedTrim = (clip: Clip, asset: AssetRef, frames: number): number =>
  asset.kind === 'image' ? clip.trimIn : Math.max(0, clip.trimIn + frames * clip.speed);
