import type { Id, Timeline, Word } from './document.ts';

/** The timeline with another transcript for one asset; no words, no entry. */
export function withWords(timeline: Timeline, assetId: Id, words: readonly Word[]): Timeline {
  const { [assetId]: _old, ...others } = timeline.transcripts;
  return { ...timeline, transcripts: words.length === 0 ? others : { ...others, [assetId]: [...words] } };
}

/** Words in order of start, or null where two share an id or one ends before it starts: such a list cannot be a transcript. */
export function orderWords(words: readonly Word[]): Word[] | null {
  if (new Set(words.map(({ id }) => id)).size !== words.length) return null;
  if (words.some(({ start, end }) => end < start)) return null;
  return words.toSorted((a, b) => a.start - b.start);
}
