import { wordsOf } from './assetOf.ts';
import type { Clip, Id, Timeline, Track, Word } from './document.ts';

/** One word as it is captioned: timeline frames [from, to), at least one frame, inside its clip. */
export type CaptionWord = {
  readonly wordId: Id;
  readonly assetId: Id;
  readonly clipId: Id;
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

/** Its sound is in the result. */
export const isHeard = (track: Track, clip: Clip): boolean => !track.muted && clip.volume > 0;

/** The words of one asset, ready to be asked which of them lie in a stretch of it, without reading all of them each time. */
type WordFinder = (clip: Clip) => Word[];

/** Makes a finder for `words` (in order of start). A word belongs to a clip if its middle is inside the clip's stretch of source. */
function wordFinder(words: readonly Word[], fps: number): WordFinder {
  // The latest end so far never falls, so the first word that can reach into a stretch is found by halving.
  const latestEnds: number[] = [];
  let latest = 0;
  for (const { end } of words) latestEnds.push((latest = Math.max(latest, end)));
  return (clip) => {
    const from = clip.trimIn / fps;
    const to = (clip.trimIn + clip.length * clip.speed) / fps;
    const inside: Word[] = [];
    for (let index = firstAtLeast(latestEnds, from); index < words.length; index += 1) {
      const word = words[index];
      if (word === undefined || word.start >= to) break;
      const middle = (word.start + word.end) / 2;
      if (middle >= from && middle < to) inside.push(word);
    }
    return inside;
  };
}

function firstAtLeast(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Timeline frames of a word heard in a clip. */
export function placeWord(clip: Clip, word: Word, fps: number): { from: number; to: number } {
  const frameOf = (seconds: number): number => clip.start + Math.round((seconds * fps - clip.trimIn) / clip.speed);
  const last = clip.start + clip.length - 1;
  const from = Math.min(Math.max(frameOf(word.start), clip.start), last);
  const to = Math.min(Math.max(frameOf(word.end), from + 1), last + 1);
  return { from, to };
}

/** Answers with the finder of each asset, made once. */
export function wordFinders(timeline: Timeline): (assetId: Id) => WordFinder {
  const finders = new Map<Id, WordFinder>();
  return (assetId) => {
    const known = finders.get(assetId);
    if (known !== undefined) return known;
    const finder = wordFinder(wordsOf(timeline, assetId), timeline.fps);
    finders.set(assetId, finder);
    return finder;
  };
}

/** Every word that is captioned, where it is heard, in order of time. Words follow the clips: no cut ever touches them. */
export function captionWords(timeline: Timeline): CaptionWord[] {
  const finderOf = wordFinders(timeline);
  const found = timeline.tracks
    .filter(({ captioned }) => captioned)
    .flatMap((track) => track.clips.filter((clip) => isHeard(track, clip)))
    .flatMap((clip) =>
      finderOf(clip.assetId)(clip)
        .filter(({ hidden }) => hidden !== true)
        .map((word) => ({
          wordId: word.id,
          assetId: clip.assetId,
          clipId: clip.id,
          text: word.text,
          ...placeWord(clip, word, timeline.fps),
        })),
    );
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}
