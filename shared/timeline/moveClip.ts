import { assetOf } from './assetOf.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { findClip, withClips } from './findClip.ts';
import { findRoom } from './findRoom.ts';
import { canLieOn } from './insertClip.ts';

/** Moves a clip to the free place nearest to `start` on a track. An unknown clip or track, or the place it has, changes nothing. */
export function moveClip(timeline: Timeline, { clipId, trackId, start: wanted }: EditOf<'moveClip'>): Timeline {
  const found = findClip(timeline, clipId);
  const target = timeline.tracks.find(({ id }) => id === trackId);
  if (found === null || target === undefined) return timeline;
  const asset = assetOf(timeline, found.clip.assetId);
  if (asset === null || !canLieOn(target, asset)) return timeline;

  const others = target.clips.filter(({ id }) => id !== clipId);
  const start = findRoom(others, { wanted, length: found.clip.length });
  if (target.id === found.track.id && start === found.clip.start) return timeline;
  const lifted = withClips(
    timeline,
    found.track.id,
    found.track.clips.filter(({ id }) => id !== clipId),
  );
  return withClips(lifted, trackId, [...others, { ...found.clip, start }]);
}
