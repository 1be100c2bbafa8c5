import { assetOf } from './assetOf.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { orderWords, withWords } from './withWords.ts';

/** Gives an asset another transcript, put in order. An unknown asset, or words that share an id, changes nothing. */
export function setTranscript(timeline: Timeline, { assetId, words }: EditOf<'setTranscript'>): Timeline {
  const ordered = orderWords(words);
  if (assetOf(timeline, assetId) === null || ordered === null) return timeline;
  return withWords(timeline, assetId, ordered);
}
