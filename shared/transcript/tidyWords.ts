import type { Word } from '../timeline/document.ts';
import type { TimedText } from './spreadWords.ts';

/** No word is shorter, in milliseconds: shorter ones cannot be seen and make edits guess. */
const SHORTEST_MS = 10;

/**
 * Words as the document wants them, whatever came in: sorted by start, `start < end`, none overlapping, none empty, none
 * beyond `seconds`, ids w1, w2 and so on. Times are rounded to milliseconds.
 * @param seconds length of the recording; null when it is not known.
 */
export function tidyWords(timed: readonly TimedText[], seconds: number | null): Word[] {
  const limit = seconds === null ? Infinity : Math.floor(seconds * 1000);
  const kept = timed
    .filter(({ text, start, end }) => text.trim() !== '' && Number.isFinite(start) && Number.isFinite(end) && start * 1000 < limit)
    .toSorted((a, b) => a.start - b.start)
    .slice(0, limit === Infinity ? timed.length : Math.floor(limit / SHORTEST_MS))
    .map((word) => ({ word, start: Math.max(0, Math.round(word.start * 1000)), end: Math.round(word.end * 1000) }));
  let free = 0;
  for (const [index, item] of kept.entries()) {
    item.start = Math.max(item.start, free);
    const next = kept[index + 1];
    if (next && item.end > next.start) item.end = next.start;
    item.end = Math.max(item.end, item.start + SHORTEST_MS);
    free = item.end;
  }
  let last = limit; // pushing words apart may have pushed some over the end: push those back
  for (const item of kept.toReversed()) {
    if (item.end <= last) {
      last = item.start;
      continue;
    }
    item.end = last;
    item.start = Math.min(item.start, last - SHORTEST_MS);
    last = item.start;
  }
  return kept.map(({ word, start, end }, index) => ({
    id: `w${index + 1}`,
    text: word.text.trim(),
    start: start / 1000,
    end: end / 1000,
    ...(word.speaker ? { speaker: word.speaker.slice(0, 80) } : {}),
  }));
}
