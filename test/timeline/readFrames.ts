import type { Timeline } from '../../shared/timeline/document.ts';

/** What one frame of a track shows: an asset and the source frame, or nothing. */
export type Shown = { readonly assetId: string; readonly source: number } | null;

/**
 * A timeline written out frame by frame, the plainest model there is: cutting time is cutting a list. Without the ducked
 * tracks: music plays on over a cut.
 */
export function readFrames(timeline: Timeline, frames: number): Record<string, Shown[]> {
  const cutTracks = timeline.tracks.filter((track) => !track.ducked);
  return Object.fromEntries(
    cutTracks.map((track) => {
      const list: Shown[] = Array.from({ length: frames }, () => null);
      for (const clip of track.clips) {
        const isImage = timeline.assets[clip.assetId]?.kind === 'image';
        for (let index = 0; index < clip.length; index += 1) {
          list[clip.start + index] = { assetId: clip.assetId, source: isImage ? 0 : clip.trimIn + index * clip.speed };
        }
      }
      return [track.id, list];
    }),
  );
}

/** Source positions may differ by what adding fractions in another order does. */
export const roundFrames = (frames: Record<string, Shown[]>): Record<string, (string | null)[]> =>
  Object.fromEntries(
    Object.entries(frames).map(([id, list]) => [id, list.map((shown) => shown && `${shown.assetId} ${shown.source.toFixed(4)}`)]),
  );
