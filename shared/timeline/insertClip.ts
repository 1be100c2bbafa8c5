import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { AssetRef, Timeline, Track } from './document.ts';
import type { EditOf } from './edit.ts';
import { findClip, withClips } from './findClip.ts';
import { findRoom } from './findRoom.ts';
import { freshIds } from './freshIds.ts';
import { openTime } from './openTime.ts';

/** A picture without sound has nothing to do on an audio track. */
export const canLieOn = (track: Track, asset: AssetRef): boolean => track.kind === 'video' || asset.kind !== 'image';

/**
 * Lays a clip down, shortened to what its asset has. With `ripple` it lands exactly at its start and everything later moves on;
 * without, it goes to the nearest place with room. An unknown track or asset, a taken id, or a stretch past the asset's end
 * changes nothing.
 */
export function insertClip(timeline: Timeline, { trackId, clip, ripple, newIds }: EditOf<'insertClip'>): Timeline {
  const track = timeline.tracks.find(({ id }) => id === trackId);
  const asset = assetOf(timeline, clip.assetId);
  if (track === undefined || asset === null || !canLieOn(track, asset) || findClip(timeline, clip.id) !== null) return timeline;
  const length = Math.min(clip.length, availableLength(clip, asset, timeline.fps));
  if (length < 1) return timeline;

  if (!ripple) {
    const start = findRoom(track.clips, { wanted: clip.start, length });
    return withClips(timeline, trackId, [...track.clips, { ...clip, start, length }]);
  }
  const opened = openTime(timeline, { at: clip.start, frames: length }, idsBeside(timeline, { newIds, taken: clip.id }));
  const target = opened.tracks.find(({ id }) => id === trackId);
  if (target === undefined) return timeline;
  // A music bed plays on through the opening; a clip laid onto that very track takes its place there.
  const start = findRoom(target.clips, { wanted: clip.start, length });
  return withClips(opened, trackId, [...target.clips, { ...clip, start, length }]);
}

/** Fresh ids that also leave out one that is about to be used. */
function idsBeside(timeline: Timeline, { newIds, taken }: { newIds: string; taken: string }): () => string {
  const next = freshIds(timeline, newIds);
  return () => {
    const id = next();
    return id === taken ? next() : id;
  };
}
