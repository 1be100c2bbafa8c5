import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Takes a track away with its clips. An unknown track changes nothing. */
export function removeTrack(timeline: Timeline, { trackId }: EditOf<'removeTrack'>): Timeline {
  const tracks = timeline.tracks.filter(({ id }) => id !== trackId);
  return tracks.length === timeline.tracks.length ? timeline : { ...timeline, tracks };
}
