import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { findClip, withClip } from './findClip.ts';

/** Sets a clip's volume or fit. An unknown clip changes nothing. */
export function setClip(timeline: Timeline, { clipId, volume, fit }: EditOf<'setClip'>): Timeline {
  const found = findClip(timeline, clipId);
  if (found === null || (volume === undefined && fit === undefined)) return timeline;
  const { clip } = found;
  return withClip(timeline, { ...clip, volume: volume ?? clip.volume, fit: fit ?? clip.fit });
}
