import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { clipEnd, findClip, withClips } from './findClip.ts';
import { freshIds } from './freshIds.ts';
import { removeTime } from './removeTime.ts';

/** Takes a clip away; with `ripple` its time goes from every track. An unknown clip changes nothing. */
export function deleteClip(timeline: Timeline, { clipId, ripple, newIds }: EditOf<'deleteClip'>): Timeline {
  const found = findClip(timeline, clipId);
  if (found === null) return timeline;
  const { clip, track } = found;
  if (ripple) return removeTime(timeline, [{ from: clip.start, to: clipEnd(clip) }], freshIds(timeline, newIds));
  return withClips(
    timeline,
    track.id,
    track.clips.filter(({ id }) => id !== clipId),
  );
}
