import { assetOf, wordsOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { Clip, Timeline, Track } from './document.ts';
import type { EditOf } from './edit.ts';
import { canLieOn } from './insertClip.ts';
import { orderWords, withWords } from './withWords.ts';

/**
 * Puts another file in the place of an asset. Clips keep their times and are cut to the new length; those that begin past its end
 * go. Without `words` the old transcript stays. An unknown asset, or a file that cannot stand where the old one stood (an image on
 * an audio track, a recording in an image overlay), changes nothing.
 */
export function replaceMedia(timeline: Timeline, { assetId, asset, words }: EditOf<'replaceMedia'>): Timeline {
  const ordered = words === undefined ? wordsOf(timeline, assetId) : orderWords(words);
  if (assetOf(timeline, assetId) === null || ordered === null) return timeline;
  // `asset.id` may be known already: then its own clips have to fit the new file as well.
  const isAffected = ({ assetId: id }: { assetId: string }): boolean => id === assetId || id === asset.id;
  const misplaced = timeline.tracks.some((track) => track.clips.some(isAffected) && !canLieOn(track, asset));
  const misused = timeline.overlays.some((overlay) => overlay.kind === 'image' && isAffected(overlay) && asset.kind !== 'image');
  if (misplaced || misused) return timeline;

  const replace = (clip: Clip): Clip[] => {
    if (!isAffected(clip)) return [clip];
    const length = Math.min(clip.length, availableLength(clip, asset, timeline.fps));
    return length < 1 ? [] : [{ ...clip, assetId: asset.id, length }];
  };
  const { [assetId]: _old, ...others } = timeline.assets;
  const swapped: Timeline = {
    ...withWords(timeline, assetId, []),
    assets: { ...others, [asset.id]: asset },
    tracks: timeline.tracks.map((track): Track => ({ ...track, clips: track.clips.flatMap(replace) })),
    overlays: timeline.overlays.map((overlay) =>
      overlay.kind === 'image' && isAffected(overlay) ? { ...overlay, assetId: asset.id } : overlay,
    ),
  };
  return withWords(swapped, asset.id, ordered);
}
