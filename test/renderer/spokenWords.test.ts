import { expect, test } from 'vitest';
import { spokenWords, wordAt } from '../../renderer/timeline/spokenWords.ts';
import type { AssetRef, Word } from '../../shared/timeline/document.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import { fromAsset } from '../../shared/timeline/fromAsset.ts';

const asset: AssetRef = {
  id: 'a',
  name: 'talk.mp4',
  kind: 'video',
  hash: 'a'.repeat(64),
  bytes: 1,
  seconds: 10,
  width: 640,
  height: 360,
  hasAudio: true,
};
const words: Word[] = ['one', 'two', 'three', 'four'].map((text, index) => ({ id: text, text, start: index * 2, end: index * 2 + 1 }));
const look = {
  name: 'Plain',
  font: 'Poppins',
  size: 0.05,
  colour: '#ffffff',
  highlight: { mode: 'none' as const, colour: '#ffffff' },
  outline: { colour: '#000000', width: 0.1 },
  y: 0.7,
  uppercase: false,
  maxWordsPerLine: 4,
  maxLines: 2,
};
const empty = newTimeline({ id: 't', title: 'T', format: { name: '9:16', width: 1080, height: 1920, fps: 30 }, look });
const talk = fromAsset(empty, { asset, words, clipId: 'c' });

test('the transcript shows every word where it is heard', () => {
  expect(spokenWords(talk).map(({ text, from, to }) => [text, from, to])).toEqual([
    ['one', 0, 30],
    ['two', 60, 90],
    ['three', 120, 150],
    ['four', 180, 210],
  ]);
});

test('a word hidden from captions stays in the transcript, marked', () => {
  const hidden = applyEdit(talk, { type: 'setWord', assetId: 'a', wordId: 'two', hidden: true });
  expect(spokenWords(hidden).map(({ hidden }) => hidden)).toEqual([false, true, false, false]);
});

test('a deleted word leaves a cut mark before the next one', () => {
  const cut = applyEdit(talk, { type: 'deleteWords', assetId: 'a', wordIds: ['two'], newIds: 'n' });
  const left = spokenWords(cut);
  expect(left.map(({ text }) => text)).toEqual(['one', 'three', 'four']);
  expect(left.map(({ cutBefore }) => cutBefore)).toEqual([false, true, false]);
});

test('the word at a frame is found, and silence is no word', () => {
  const all = spokenWords(talk);
  expect(wordAt(all, 75)).toBe(1);
  expect(wordAt(all, 100)).toBe(-1);
  expect(wordAt(all, 9_999)).toBe(-1);
});
