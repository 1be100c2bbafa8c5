import { addAsset } from './addAsset.ts';
import type { AssetRef, Id, Timeline, Word } from './document.ts';
import { insertClip } from './insertClip.ts';
import { trackIds } from './newTimeline.ts';

const IMAGE_SECONDS = 5;

type Stretch = {
  readonly asset: AssetRef;
  readonly words: readonly Word[];
  /** Seconds in the asset; all of it when left out. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly clipId: Id;
};

/**
 * Lays one stretch of an asset at the beginning of a new timeline: on the main track, or on the voice track when there is no
 * picture. An image stands for 5 s. The whole transcript comes along, so that the stretch can be made longer later. Gives back
 * the same timeline when the asset has nothing in that stretch.
 */
export function fromAsset(timeline: Timeline, { asset, words, from = 0, to, clipId }: Stretch): Timeline {
  const isImage = asset.kind === 'image';
  const trimIn = isImage ? 0 : Math.round(from * timeline.fps);
  const end = Math.round((isImage ? IMAGE_SECONDS : (to ?? asset.seconds)) * timeline.fps);
  const known = addAsset(timeline, { type: 'addAsset', asset, words: [...words] });
  const laid = insertClip(known, {
    type: 'insertClip',
    trackId: asset.kind === 'audio' ? trackIds.voice : trackIds.main,
    clip: {
      id: clipId,
      assetId: asset.id,
      start: 0,
      length: Math.max(1, end - trimIn),
      trimIn,
      speed: 1,
      volume: 1,
      fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
    },
    ripple: false,
    newIds: clipId,
  });
  return laid === known ? timeline : laid;
}
