import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { captionLines } from '../../shared/timeline/captionLines.ts';
import { captionWords } from '../../shared/timeline/captionWords.ts';
import type { CaptionLook, Timeline, Word } from '../../shared/timeline/document.ts';
import { fromAsset } from '../../shared/timeline/fromAsset.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import { transcriptOf } from '../../shared/timeline/transcriptOf.ts';
import { look, makeAsset, makeWords, vertical } from './sampleTimeline.ts';

/** A timeline of 20 s of talk; words are "text@start-end". */
function talk(spoken: readonly string[], changes: Partial<CaptionLook> = {}): Timeline {
  const words = spoken.map((one, index): Word => {
    const [text = '', times = ''] = one.split('@');
    const [start = 0, end = 0] = times.split('-').map(Number);
    return { id: `w${index}`, text, start, end };
  });
  const empty = newTimeline({ id: 't', title: 'T', format: vertical, look: { ...look, ...changes } });
  return fromAsset(empty, { asset: makeAsset('talk'), words, clipId: 'c' });
}
const show = (timeline: Timeline) =>
  captionLines(timeline).map(
    ({ from, to, rows }) => `${from}-${to} ${rows.map((row) => row.map(({ text }) => text).join(' ')).join(' / ')}`,
  );
const deleteWords = (timeline: Timeline, ...wordIds: string[]) =>
  applyEdit(timeline, { type: 'deleteWords', assetId: 'talk', wordIds, newIds: 'n' });
const heard = (timeline: Timeline) =>
  (timeline.tracks[0]?.clips ?? []).map(({ trimIn, length }) =>
    [trimIn / 30, (trimIn + length) / 30].map((second) => Number(second.toFixed(2))),
  );

describe('caption blocks', () => {
  test('end with a sentence and after a pause, and stay a little where there is room', () => {
    const timeline = talk(['Hello@0-0.4', 'there.@0.4-0.8', 'How@0.9-1.2', 'are@1.2-1.4', 'you@2.1-2.4']);
    expect(show(timeline)).toEqual(['0-27 Hello there.', '27-54 How are', '63-84 you']);
  });

  test('of one sentence are of about equal size, and so are their rows', () => {
    const words = Array.from({ length: 9 }, (_, index) => `word${index}@${index * 0.5}-${index * 0.5 + 0.5}`);
    expect(show(talk(words))).toEqual(['0-75 word0 word1 / word2 word3 word4', '75-147 word5 word6 word7 word8']);
  });

  test('never overlap, even where words lie on top of each other', () => {
    const timeline = talk(['a@1-1', 'b@1-1', 'c@1-1.01', 'd@1-3', 'e@1.5-1.6'], { maxWordsPerLine: 1, maxLines: 1 });
    const lines = captionLines(timeline);
    for (const [index, { from, to }] of lines.entries()) {
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThanOrEqual(lines[index + 1]?.from ?? Number.POSITIVE_INFINITY);
    }
    expect(show(timeline)).toContain('31-45 d');
  });

  test('flow on over a cut filler word, but not over a jump to another place', () => {
    const timeline = talk(['We@0-0.4', 'um@0.4-0.8', 'go@0.8-1.2', 'far@1.2-1.6', 'away@9-9.4']);
    expect(show(deleteWords(timeline, 'w1'))).toEqual(['0-48 We go far', '258-282 away']);
    const jumped = applyEdit(timeline, { type: 'removeSpan', from: 48, to: 269, newIds: 'n' });
    expect(show(jumped)).toEqual(['0-49 We um go far', '49-73 away']);
  });

  test('are not there when captions are off, the track is muted or the word is hidden', () => {
    const timeline = talk(['Hello@0-0.4', 'you@0.4-0.8']);
    expect(show(applyEdit(timeline, { type: 'setCaptions', visible: false }))).toEqual([]);
    expect(show(applyEdit(timeline, { type: 'setTrack', trackId: 'main', muted: true }))).toEqual([]);
    expect(show(applyEdit(timeline, { type: 'setClip', clipId: 'c', volume: 0 }))).toEqual([]);
    expect(show(applyEdit(timeline, { type: 'setWord', assetId: 'talk', wordId: 'w0', hidden: true }))).toEqual(['12-36 you']);
  });
});

describe('deleting words', () => {
  test('cuts from the word to the next one when no pause follows', () => {
    expect(heard(deleteWords(talk(['a@1-1.5', 'b@1.5-2', 'c@2-2.5']), 'w1'))).toEqual([
      [0, 1.5],
      [2, 20],
    ]);
  });

  test('keeps the longer of two pauses and lets the shorter go', () => {
    expect(heard(deleteWords(talk(['a@1-1.5', 'b@2.5-3', 'c@3.2-3.5']), 'w1'))).toEqual([
      [0, 2.47], // the pause before is kept, less a pad that stays before the next word
      [3.17, 20],
    ]);
    expect(heard(deleteWords(talk(['a@1-1.5', 'b@1.7-2', 'c@3-3.5']), 'w1'))).toEqual([
      [0, 1.53],
      [2.03, 20],
    ]);
  });

  test('takes neighbouring words in one cut, and never a neighbour that overlaps', () => {
    expect(heard(deleteWords(talk(['a@1-1.5', 'b@1.5-2', 'c@2-2.5', 'd@2.5-3']), 'w1', 'w2'))).toEqual([
      [0, 1.5],
      [2.5, 20],
    ]);
    const overlapping = deleteWords(talk(['a@1-1.6', 'b@1.5-2.1', 'c@2-2.5']), 'w1');
    expect(heard(overlapping)).toEqual([
      [0, 1.6],
      [2, 20],
    ]);
  });

  test('at the edge of a clip leaves no sliver and no pause there', () => {
    const timeline = applyEdit(talk(['a@1-1.5', 'b@2-2.5', 'c@3-3.4']), { type: 'removeSpan', from: 108, to: 600, newIds: 'n' });
    const trimmed = applyEdit(timeline, { type: 'removeSpan', from: 0, to: 27, newIds: 'n' });
    expect(heard(trimmed)).toEqual([[0.9, 3.6]]);
    expect(heard(deleteWords(trimmed, 'w0'))).toEqual([[1.97, 3.6]]);
    expect(heard(deleteWords(trimmed, 'w2'))).toEqual([[0.9, 2.53]]);
    expect(heard(deleteWords(trimmed, 'w0', 'w1', 'w2'))).toEqual([]);
  });

  test('leaves a longer picture without words standing', () => {
    expect(heard(deleteWords(talk(['a@1-1.5']), 'w0'))).toEqual([[1.5, 20]]);
  });

  test('cuts every place where they are heard, and none where they are not', () => {
    const twice = applyEdit(talk(['a@1-1.5', 'b@1.5-2', 'c@2-2.5']), {
      type: 'insertClip',
      trackId: 'main',
      clip: {
        id: 'again',
        assetId: 'talk',
        start: 600,
        length: 90,
        trimIn: 0,
        speed: 1,
        volume: 1,
        fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
      },
      ripple: false,
      newIds: 'n',
    });
    expect(heard(deleteWords(twice, 'w1'))).toEqual([
      [0, 1.5],
      [2, 20],
      [0, 1.5],
      [2, 3],
    ]);
    const muted = applyEdit(twice, { type: 'setTrack', trackId: 'main', muted: true });
    expect(deleteWords(muted, 'w1')).toBe(muted);
  });

  test('cuts at least one frame for the shortest word', () => {
    const before = talk(['a@1-1.5', 'b@1.501-1.502', 'c@1.503-2']);
    const length = (timeline: Timeline) => (timeline.tracks[0]?.clips ?? []).reduce((sum, clip) => sum + clip.length, 0);
    expect(length(before) - length(deleteWords(before, 'w1'))).toBe(1);
  });
});

test('a word is captioned in the clip that holds its middle, and stays inside it', () => {
  const timeline = applyEdit(talk(['one@1-2', 'two@2-3']), { type: 'removeSpan', from: 0, to: 40, newIds: 'n' });
  expect(captionWords(timeline).map(({ text, from, to }) => [text, from, to])).toEqual([
    ['one', 0, 20],
    ['two', 20, 50],
  ]);
  const less = applyEdit(timeline, { type: 'removeSpan', from: 0, to: 6, newIds: 'n' });
  expect(captionWords(less).map(({ text }) => text)).toEqual(['two']);
});

test('the transcript shows what is said in order, and what was cut out where it was', () => {
  const empty = newTimeline({ id: 't', title: 'T', format: vertical, look });
  const timeline = deleteWords(fromAsset(empty, { asset: makeAsset('talk'), words: makeWords(6), clipId: 'c' }), 'w2', 'w3');
  expect(transcriptOf(timeline).map(({ text, clipId, from }) => [text, clipId, from])).toEqual([
    ['w0', 'c', 3],
    ['w1', 'c', 18],
    ['w2', null, 32],
    ['w3', null, 32],
    ['w4', 'n-1', 33],
    ['w5', 'n-1', 48],
  ]);
});
