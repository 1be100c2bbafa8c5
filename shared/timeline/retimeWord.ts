import { assetOf, wordsOf } from './assetOf.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { withWords } from './withWords.ts';

/** Gives a word other times in its asset, held between its neighbours. No room there, or an end before the start, changes nothing. */
export function retimeWord(timeline: Timeline, { assetId, wordId, ...wanted }: EditOf<'retimeWord'>): Timeline {
  const asset = assetOf(timeline, assetId);
  const words = wordsOf(timeline, assetId);
  const index = words.findIndex(({ id }) => id === wordId);
  const word = words[index];
  if (asset === null || word === undefined) return timeline;
  const lowest = words[index - 1]?.end ?? 0;
  const highest = words[index + 1]?.start ?? asset.seconds;
  const start = Math.max(lowest, Math.min(wanted.start, highest));
  const end = Math.max(lowest, Math.min(wanted.end, highest));
  if (end <= start) return timeline;
  return withWords(timeline, assetId, words.with(index, { ...word, start, end }));
}
