import { wordsOf } from './assetOf.ts';
import type { Timeline, Word } from './document.ts';
import type { EditOf } from './edit.ts';
import { withWords } from './withWords.ts';

/** Corrects the text of a word, or hides it from the captions. An unknown word changes nothing. */
export function setWord(timeline: Timeline, { assetId, wordId, text, hidden }: EditOf<'setWord'>): Timeline {
  const words = wordsOf(timeline, assetId);
  if ((text === undefined && hidden === undefined) || !words.some(({ id }) => id === wordId)) return timeline;
  const change = ({ hidden: wasHidden, ...word }: Word): Word => ({
    ...word,
    text: text ?? word.text,
    ...((hidden ?? wasHidden ?? false) ? { hidden: true } : {}),
  });
  return withWords(
    timeline,
    assetId,
    words.map((word) => (word.id === wordId ? change(word) : word)),
  );
}
