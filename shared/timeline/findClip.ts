import type { Clip, Id, Timeline, Track } from './document.ts';

/** First frame after the clip. */
export const clipEnd = ({ start, length }: Pick<Clip, 'start' | 'length'>): number => start + length;

/** A clip with the track it lies on, or null. */
export function findClip(timeline: Timeline, clipId: Id): { track: Track; clip: Clip } | null {
  for (const track of timeline.tracks) {
    const clip = track.clips.find(({ id }) => id === clipId);
    if (clip !== undefined) return { track, clip };
  }
  return null;
}

/** The timeline with other clips on one track, put in order of start. */
export function withClips(timeline: Timeline, trackId: Id, clips: readonly Clip[]): Timeline {
  const ordered = clips.toSorted((a, b) => a.start - b.start);
  return { ...timeline, tracks: timeline.tracks.map((track) => (track.id === trackId ? { ...track, clips: ordered } : track)) };
}

/** The timeline with one clip changed in place. */
export function withClip(timeline: Timeline, clip: Clip): Timeline {
  const found = findClip(timeline, clip.id);
  if (found === null) return timeline;
  return withClips(
    timeline,
    found.track.id,
    found.track.clips.map((other) => (other.id === clip.id ? clip : other)),
  );
}
