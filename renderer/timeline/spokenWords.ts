import { isHeard, placeWord, wordFinders } from '../../shared/timeline/captionWords.ts';
import type { Timeline } from '../../shared/timeline/document.ts';

/** A word as the transcript panel shows it: timeline frames [from, to); `cutBefore` when the source jumps ahead of it. */
export type SpokenWord = {
  readonly wordId: string;
  readonly assetId: string;
  readonly clipId: string;
  readonly text: string;
  readonly hidden: boolean;
  readonly from: number;
  readonly to: number;
  readonly cutBefore: boolean;
};

/** Every word that is heard on captioned tracks in order of time, the ones hidden from captions too. */
export function spokenWords(timeline: Timeline): SpokenWord[] {
  const finderOf = wordFinders(timeline);
  const words = timeline.tracks
    .filter(({ captioned }) => captioned)
    .flatMap((track) => track.clips.filter((clip) => isHeard(track, clip)))
    .flatMap((clip) =>
      finderOf(clip.assetId)(clip).map((word) => ({
        wordId: word.id,
        assetId: clip.assetId,
        clipId: clip.id,
        text: word.text,
        hidden: word.hidden === true,
        ...placeWord(clip, word, timeline.fps),
      })),
    )
    .sort((a, b) => a.from - b.from);
  return words.map((word, index) => ({ ...word, cutBefore: index > 0 && words[index - 1]?.clipId !== word.clipId }));
}

/** Index of the word that sounds at a frame, or -1. */
export function wordAt(words: readonly SpokenWord[], frame: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.from ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  const word = words[low - 1];
  return word !== undefined && frame < word.to ? low - 1 : -1;
}
