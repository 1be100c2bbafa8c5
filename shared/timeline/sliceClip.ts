import { assetOf } from './assetOf.ts';
import type { Clip, Timeline } from './document.ts';

/** The part of a clip that is seen in the timeline frames [from, to), with the source it shows there. It stays where it is. */
export function sliceClip(timeline: Timeline, clip: Clip, { from, to }: { from: number; to: number }): Clip {
  const isImage = assetOf(timeline, clip.assetId)?.kind === 'image'; // an image has no source time to move along
  const trimIn = isImage ? clip.trimIn : clip.trimIn + (from - clip.start) * clip.speed;
  return { ...clip, start: from, length: to - from, trimIn };
}
