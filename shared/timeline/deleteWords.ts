import { isHeard, wordFinders } from './captionWords.ts';
import type { Clip, Id, Timeline, Word } from './document.ts';
import type { EditOf } from './edit.ts';
import { clipEnd } from './findClip.ts';
import { freshIds } from './freshIds.ts';
import { removeTime, type Span } from './removeTime.ts';

/** Kept at the end of the word before and at the start of the word after, because transcripts are not exact. */
const PAD_SECONDS = 0.04;
/** Pauses that differ by less are equally long. */
const SAME_SECONDS = 1e-6;
/** What is left of a clip without a word in it goes too when it is shorter than this. */
const SLIVER_SECONDS = 0.3;

/**
 * Cuts words out wherever they are heard, in picture and sound, on every track. Neighbouring words go in one cut. Where pauses
 * stood on both sides the longer one is kept and the shorter one goes with the words, so that speech neither stumbles nor rushes;
 * the neighbours are never touched. Words that are not heard change nothing.
 */
export function deleteWords(timeline: Timeline, { assetId, wordIds, newIds }: EditOf<'deleteWords'>): Timeline {
  const finder = wordFinders(timeline)(assetId);
  const unwanted = new Set(wordIds);
  const spans = timeline.tracks.flatMap((track) =>
    track.clips
      .filter((clip) => clip.assetId === assetId && isHeard(track, clip))
      .flatMap((clip) => cutsIn(clip, { words: finder(clip), unwanted, fps: timeline.fps })),
  );
  return removeTime(timeline, spans, freshIds(timeline, newIds));
}

type Heard = { readonly words: readonly Word[]; readonly unwanted: ReadonlySet<Id>; readonly fps: number };

function cutsIn(clip: Clip, { words, unwanted, fps }: Heard): Span[] {
  const cuts: Span[] = [];
  for (let first = 0; first < words.length; first += 1) {
    if (!unwanted.has(words[first]?.id ?? '')) continue;
    let last = first;
    while (unwanted.has(words[last + 1]?.id ?? '')) last += 1;
    const run = words.slice(first, last + 1);
    const cut = cutAround(run, {
      before: words[first - 1]?.end ?? null,
      after: words[last + 1]?.start ?? null,
      clipFrom: clip.trimIn / fps,
      clipTo: (clip.trimIn + clip.length * clip.speed) / fps,
    });
    cuts.push(toFrames(clip, cut, fps));
    first = last;
  }
  return cuts;
}

type Surroundings = { readonly before: number | null; readonly after: number | null; readonly clipFrom: number; readonly clipTo: number };

/** The seconds of source to cut for a run of words: see the rule above. */
function cutAround(run: readonly Word[], { before, after, clipFrom, clipTo }: Surroundings): { from: number; to: number } {
  const start = Math.max(clipFrom, run[0]?.start ?? clipFrom);
  const end = Math.min(
    clipTo,
    run.reduce((latest, word) => Math.max(latest, word.end), start),
  );
  const lowest = before ?? clipFrom;
  const highest = after ?? clipTo;
  const pauseBefore = Math.max(0, start - lowest);
  const pauseAfter = Math.max(0, highest - end);
  const fromStart = before === null && pauseBefore < SLIVER_SECONDS;
  const toEnd = after === null && pauseAfter < SLIVER_SECONDS;
  if (fromStart && toEnd) return { from: clipFrom, to: clipTo };
  // At the edge of a clip no pause is wanted: it then begins, or ends, right at the word that is kept.
  if (fromStart) return { from: clipFrom, to: after === null ? end : Math.max(end, after - PAD_SECONDS) };
  if (toEnd) return { from: before === null ? start : Math.min(start, before + PAD_SECONDS), to: clipTo };
  if (pauseAfter <= pauseBefore + SAME_SECONDS) {
    const pad = after === null ? 0 : Math.min(PAD_SECONDS, pauseAfter);
    return { from: Math.max(lowest, start - pad), to: Math.min(highest, Math.max(end, start)) + pauseAfter - pad };
  }
  const pad = before === null ? 0 : Math.min(PAD_SECONDS, pauseBefore);
  return { from: lowest + pad, to: end + pad };
}

/** At least one frame, inside the clip. */
function toFrames(clip: Clip, { from, to }: { from: number; to: number }, fps: number): Span {
  const frameOf = (seconds: number): number => clip.start + Math.round((seconds * fps - clip.trimIn) / clip.speed);
  const first = Math.min(Math.max(frameOf(from), clip.start), clipEnd(clip) - 1);
  return { from: first, to: Math.min(Math.max(frameOf(to), first + 1), clipEnd(clip)) };
}
