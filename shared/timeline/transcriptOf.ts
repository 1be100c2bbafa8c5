import { isHeard, placeWord, wordFinders } from './captionWords.ts';
import type { Clip, Id, Timeline, Word } from './document.ts';
import { clipEnd } from './findClip.ts';

/** A word as the transcript shows it. One that was cut out stands at the cut it left: `from` and `to` are that frame, `clipId` is null. */
export type TranscriptWord = {
  readonly wordId: Id;
  readonly assetId: Id;
  readonly clipId: Id | null;
  readonly text: string;
  readonly hidden: boolean;
  readonly from: number;
  readonly to: number;
};

/**
 * Everything said on the captioned tracks in spoken order, hidden words too, and between two clips that go on in the same asset also
 * the words that were cut out there.
 */
export function transcriptOf(timeline: Timeline): TranscriptWord[] {
  const finderOf = wordFinders(timeline);
  const parts = timeline.tracks
    .filter(({ captioned }) => captioned)
    .flatMap((track) => {
      const heard = track.clips.filter((clip) => isHeard(track, clip));
      return heard.map((clip, index) => ({ clip, before: heard[index - 1] ?? null }));
    })
    .sort((a, b) => a.clip.start - b.clip.start);

  return parts.flatMap(({ clip, before }) => {
    const finder = finderOf(clip.assetId);
    const cut = before === null ? null : cutBetween(before, clip);
    return [
      ...(cut === null
        ? []
        : finder(cut).map((word) => describe(word, { clip: null, assetId: clip.assetId, from: clip.start, to: clip.start }))),
      ...finder(clip).map((word) => describe(word, { clip, assetId: clip.assetId, ...placeWord(clip, word, timeline.fps) })),
    ];
  });
}

/** The stretch of source that was cut out between two clips, as a clip of its own; null where the second does not go on in the first. */
function cutBetween(before: Clip, after: Clip): Clip | null {
  const sourceEnd = before.trimIn + before.length * before.speed;
  const touches = clipEnd(before) === after.start && before.assetId === after.assetId;
  return touches && after.trimIn > sourceEnd ? { ...after, trimIn: sourceEnd, length: after.trimIn - sourceEnd, speed: 1 } : null;
}

function describe(
  { id, text, hidden }: Word,
  { clip, assetId, from, to }: { clip: Clip | null; assetId: Id; from: number; to: number },
): TranscriptWord {
  return { wordId: id, assetId, clipId: clip?.id ?? null, text, hidden: hidden === true, from, to };
}
