import type { Waveform } from '../contract/assets.ts';
import type { Word } from '../timeline/document.ts';

/** What is known of a recording: its words (none without a transcript), its levels (null without sound), its length. */
export type Recording = {
  readonly words: readonly Pick<Word, 'text' | 'start' | 'end' | 'speaker'>[];
  readonly waveform: Pick<Waveform, 'rate' | 'levels'> | null;
  readonly seconds: number;
};

export type SpokenWord = Recording['words'][number];

/** How many stretches are wanted, and their shortest and longest length in seconds. */
export type ClipWish = { readonly count: number; readonly min: number; readonly max: number };

/** The words that lie in the recording, in order of start, none of them longer than the recording. */
export function orderWords({ words, seconds }: Recording): SpokenWord[] {
  return words
    .filter(({ start, end }) => Number.isFinite(start) && Number.isFinite(end) && start >= 0 && start < seconds)
    .map((word) => ({ ...word, end: Math.min(seconds, Math.max(word.start, word.end)) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
