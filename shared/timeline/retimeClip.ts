import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { clipEnd, findClip, withClip, withClips } from './findClip.ts';
import { freshIds } from './freshIds.ts';
import { openTime } from './openTime.ts';
import { removeTime } from './removeTime.ts';

/**
 * Plays a clip at another speed. It shows the same stretch of its asset in more or fewer frames; everything after it moves by the
 * difference, on every track. An image only keeps its length. An unknown clip or the speed it has changes nothing.
 */
export function retimeClip(timeline: Timeline, { clipId, speed }: EditOf<'retimeClip'>): Timeline {
  const found = findClip(timeline, clipId);
  const asset = found === null ? null : assetOf(timeline, found.clip.assetId);
  if (found === null || asset === null || asset.kind === 'image' || found.clip.speed === speed) return timeline;
  const { clip, track } = found;
  const wanted = Math.max(1, Math.round((clip.length * clip.speed) / speed));
  const length = Math.max(1, Math.min(wanted, availableLength({ trimIn: clip.trimIn, speed }, asset, timeline.fps)));
  const retimed = { ...clip, speed, length };
  const nextId = freshIds(timeline, clipId);

  if (length >= clip.length) {
    return withClip(openTime(timeline, { at: clipEnd(clip), frames: length - clip.length }, nextId), retimed);
  }
  // Lifted off while time is taken out, or the cut would shorten the clip a second time.
  const lifted = withClips(
    timeline,
    track.id,
    track.clips.filter(({ id }) => id !== clipId),
  );
  const closed = removeTime(lifted, [{ from: clip.start + length, to: clipEnd(clip) }], nextId);
  const others = closed.tracks.find(({ id }) => id === track.id)?.clips ?? [];
  return withClips(closed, track.id, [...others, retimed]);
}
