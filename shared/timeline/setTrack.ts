import type { Timeline, Track } from './document.ts';
import type { EditOf } from './edit.ts';

/** Names a track, or switches what it does. An unknown track changes nothing. */
export function setTrack(timeline: Timeline, { trackId, name, muted, captioned, ducked }: EditOf<'setTrack'>): Timeline {
  if (!timeline.tracks.some(({ id }) => id === trackId)) return timeline;
  const change = (track: Track): Track => ({
    ...track,
    name: name ?? track.name,
    muted: muted ?? track.muted,
    captioned: captioned ?? track.captioned,
    ducked: ducked ?? track.ducked,
  });
  return { ...timeline, tracks: timeline.tracks.map((track) => (track.id === trackId ? change(track) : track)) };
}
