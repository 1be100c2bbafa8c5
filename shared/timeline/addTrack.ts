import { checkDocument } from './checkDocument.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Adds a track at `index` (at the top when that is too high). A track that does not fit the document changes nothing. */
export function addTrack(timeline: Timeline, { track, index }: EditOf<'addTrack'>): Timeline {
  const added = { ...timeline, tracks: timeline.tracks.toSpliced(index, 0, track) };
  return checkDocument(added).length > 0 ? timeline : added;
}
