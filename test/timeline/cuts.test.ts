import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { captionWords } from '../../shared/timeline/captionWords.ts';
import { timelineLength, type Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { readFrames, roundFrames, type Shown } from './readFrames.ts';
import { makeWords, sampleTimeline } from './sampleTimeline.ts';

const FRAMES = 800; // longer than anything here grows to

const span = fc.tuple(fc.nat(360), fc.integer({ min: 1, max: 60 })).map(([from, length]) => ({ from, to: from + length }));
const someWords = fc.array(fc.constantFrom(...makeWords(38).map(({ id }) => id)), { minLength: 1, maxLength: 6 });
const cut = fc.oneof(
  span.map((edge): Edit => ({ type: 'removeSpan', ...edge, newIds: 'cut' })),
  someWords.map((wordIds): Edit => ({ type: 'deleteWords', assetId: 'talk', wordIds, newIds: 'word' })),
  fc
    .record({ clipId: fc.constantFrom('m1', 'm2', 'b1', 'v1'), frame: fc.nat(350) })
    .map(({ clipId, frame }): Edit => ({ type: 'splitClip', clipId, frame, rightId: `split-${clipId}-${frame}` })),
);

test('removing time is cutting the same stretch out of every track', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 8 }), (spans) => {
      let timeline = sampleTimeline();
      const model = readFrames(timeline, FRAMES);
      for (const { from, to } of spans) {
        if (from < timelineLength(timeline)) for (const list of Object.values(model)) list.splice(from, to - from);
        timeline = applyEdit(timeline, { type: 'removeSpan', from, to, newIds: 'cut' });
      }
      for (const list of Object.values(model)) list.push(...Array.from({ length: FRAMES - list.length }, () => null));
      expect(roundFrames(readFrames(timeline, FRAMES))).toEqual(roundFrames(model));
    }),
  );
});

describe('after any sequence of cuts', () => {
  test('what is seen and heard together was together before', () => {
    const together = (timeline: Timeline): string[] => {
      const rounded = roundFrames(readFrames(timeline, FRAMES));
      return Array.from({ length: FRAMES }, (_, frame) => JSON.stringify(Object.values(rounded).map((list) => list[frame])));
    };
    const before = new Set(together(sampleTimeline()));
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 10 }), (edits) => {
        let timeline = sampleTimeline();
        for (const edit of edits) timeline = applyEdit(timeline, edit);
        expect(together(timeline).filter((moment) => !before.has(moment))).toEqual([]);
      }),
    );
  });

  test('every caption stays within one frame of its word, and no word that is heard is left out', () => {
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 12 }), fc.constantFrom(0.5, 0.8, 1, 1.3, 2), (edits, speed) => {
        let timeline = applyEdit(sampleTimeline(), { type: 'retimeClip', clipId: 'm1', speed });
        const frames = readFrames(timeline, FRAMES);
        // The model is cut by hand along with the document; captions are then judged by the model alone.
        for (const edit of edits) {
          const edited = applyEdit(timeline, edit);
          for (const { from, to } of removedSpans(timeline, edited, edit).toReversed()) {
            for (const list of Object.values(frames)) list.splice(from, to - from);
          }
          timeline = edited;
        }
        for (const trackId of ['main', 'voice']) judge(timeline, { trackId, frames: frames[trackId] ?? [] });
      }),
      { numRuns: 200 },
    );
  });
});

/** Which frames an edit took out, read off the main track: what was shown there before and is not any more. */
function removedSpans(before: Timeline, after: Timeline, edit: Edit): { from: number; to: number }[] {
  if (edit.type === 'removeSpan') return edit.from < timelineLength(before) ? [edit] : [];
  if (edit.type !== 'deleteWords') return [];
  const key = (timeline: Timeline): string[] => {
    const rounded = roundFrames(readFrames(timeline, FRAMES));
    return Array.from({ length: FRAMES }, (_, frame) => JSON.stringify(Object.values(rounded).map((list) => list[frame])));
  };
  const kept = key(after);
  const spans: { from: number; to: number }[] = [];
  let at = 0;
  for (const [frame, moment] of key(before).entries()) {
    if (kept[at] === moment) {
      at += 1;
      continue;
    }
    const last = spans.at(-1);
    if (last?.to === frame) last.to = frame + 1;
    else spans.push({ from: frame, to: frame + 1 });
  }
  return spans.filter(({ from }) => from < timelineLength(before));
}

function judge(timeline: Timeline, { trackId, frames }: { trackId: string; frames: readonly Shown[] }): void {
  const clips = timeline.tracks.find(({ id }) => id === trackId)?.clips ?? [];
  const captions = captionWords(timeline).filter(({ clipId }) => clips.some(({ id }) => id === clipId));
  const sourceAt = (frame: number): Shown => frames[frame] ?? null;
  for (const { wordId, assetId, from, to, clipId } of captions) {
    const clip = clips.find(({ id }) => id === clipId);
    const word = timeline.transcripts[assetId]?.find(({ id }) => id === wordId);
    if (clip === undefined || word === undefined) throw new Error('A caption names a clip or word that is not there');
    const first = sourceAt(from);
    const last = sourceAt(to - 1);
    expect(first?.assetId).toBe(assetId);
    expect(last?.assetId).toBe(assetId);
    const begin = Math.max(word.start * timeline.fps, sourceAt(clip.start)?.source ?? 0);
    const end = Math.min(word.end * timeline.fps, (sourceAt(clip.start + clip.length - 1)?.source ?? 0) + clip.speed);
    expect(Math.abs((first?.source ?? Number.NaN) - begin)).toBeLessThanOrEqual(clip.speed + 1e-6);
    expect(Math.abs((last?.source ?? Number.NaN) + clip.speed - end)).toBeLessThanOrEqual(clip.speed + 1e-6);
  }
  // A word is heard where its middle is: every such place has its caption.
  const heard = clips.flatMap((clip) =>
    (timeline.transcripts[clip.assetId] ?? [])
      .filter(({ start, end }) => {
        const middle = ((start + end) / 2) * timeline.fps;
        const begin = sourceAt(clip.start)?.source ?? 0;
        return middle > begin + 1e-6 && middle < begin + clip.length * clip.speed - 1e-6;
      })
      .map(({ id }) => `${clip.id} ${id}`),
  );
  const captioned = captions.map(({ clipId, wordId }) => `${clipId} ${wordId}`);
  expect(heard.filter((place) => !captioned.includes(place))).toEqual([]);
}
