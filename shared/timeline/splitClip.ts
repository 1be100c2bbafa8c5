import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { clipEnd, findClip, withClips } from './findClip.ts';
import { sliceClip } from './sliceClip.ts';

/** Cuts a clip in two at `frame`. A frame outside the clip or on its edge, or a taken id, changes nothing. */
export function splitClip(timeline: Timeline, { clipId, frame, rightId }: EditOf<'splitClip'>): Timeline {
  const found = findClip(timeline, clipId);
  if (found === null || findClip(timeline, rightId) !== null) return timeline;
  const { clip, track } = found;
  if (frame <= clip.start || frame >= clipEnd(clip)) return timeline;
  const left = sliceClip(timeline, clip, { from: clip.start, to: frame });
  const right = { ...sliceClip(timeline, clip, { from: frame, to: clipEnd(clip) }), id: rightId };
  return withClips(
    timeline,
    track.id,
    track.clips.flatMap((other) => (other.id === clipId ? [left, right] : [other])),
  );
}
