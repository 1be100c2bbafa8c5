import { checkDocument } from './checkDocument.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Takes the whole of another document; the id stays, because it is the project's. A document with problems changes nothing. */
export function replaceDocument(timeline: Timeline, edit: EditOf<'replaceDocument'>): Timeline {
  return checkDocument(edit.timeline).length > 0 ? timeline : { ...edit.timeline, id: timeline.id };
}
