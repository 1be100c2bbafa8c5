import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { timelineLength, type Clip, type Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { makeAsset, makeClip, makeWords, sampleTimeline } from './sampleTimeline.ts';

const edit = (...edits: Edit[]): Timeline => edits.reduce(applyEdit, sampleTimeline());
/** [id, start, end, trimIn] of each clip of a track. */
const clipsOf = (timeline: Timeline, trackId: string) =>
  (timeline.tracks.find(({ id }) => id === trackId)?.clips ?? []).map(({ id, start, length, trimIn }) => [
    id,
    start,
    start + length,
    trimIn,
  ]);
const spanOf = (timeline: Timeline, overlayId: string) =>
  timeline.overlays.filter(({ id }) => id === overlayId).map(({ start, length }) => [start, start + length])[0];
const insert = (clip: Clip, trackId: string, ripple: boolean): Edit => ({ type: 'insertClip', trackId, clip, ripple, newIds: 'n' });

test('an edit that makes no sense gives back the very same timeline', () => {
  const timeline = sampleTimeline();
  const nonsense: Edit[] = [
    insert(makeClip('new'), 'nobody', true),
    insert(makeClip('new', { assetId: 'nobody' }), 'main', true),
    insert(makeClip('new', { assetId: 'constructor' }), 'main', false),
    insert(makeClip('m1'), 'main', false),
    insert(makeClip('new', { trimIn: 700 }), 'main', false),
    insert(makeClip('new', { assetId: 'logo' }), 'music', false),
    insert(makeClip('new', { start: 30_000_000 }), 'main', false),
    { type: 'moveClip', clipId: 'nobody', trackId: 'main', start: 0 },
    { type: 'moveClip', clipId: 'b2', trackId: 'voice', start: 0 },
    { type: 'moveClip', clipId: 'm1', trackId: 'main', start: 0 },
    { type: 'trimClip', clipId: 'nobody', edge: 'end', frame: 3, ripple: true },
    { type: 'trimClip', clipId: 'm1', edge: 'end', frame: 200, ripple: true },
    { type: 'splitClip', clipId: 'm1', frame: 0, rightId: 'new' },
    { type: 'splitClip', clipId: 'm1', frame: 200, rightId: 'new' },
    { type: 'splitClip', clipId: 'm1', frame: 100, rightId: 'm2' },
    { type: 'deleteClip', clipId: 'nobody', ripple: true, newIds: 'n' },
    { type: 'removeSpan', from: 100, to: 100, newIds: 'n' },
    { type: 'removeSpan', from: 350, to: 400, newIds: 'n' },
    { type: 'deleteWords', assetId: 'talk', wordIds: ['nobody'], newIds: 'n' },
    { type: 'deleteWords', assetId: 'nobody', wordIds: ['w1'], newIds: 'n' },
    { type: 'retimeClip', clipId: 'm1', speed: 1 },
    { type: 'retimeClip', clipId: 'b2', speed: 2 },
    { type: 'setWord', assetId: 'talk', wordId: 'nobody', text: 'x' },
    { type: 'retimeWord', assetId: 'talk', wordId: 'w3', start: 9, end: 10 },
    { type: 'setTranscript', assetId: 'nobody', words: [] },
    { type: 'setTranscript', assetId: 'talk', words: [...makeWords(1), ...makeWords(1)] },
    { type: 'addAsset', asset: makeAsset('talk'), words: [] },
    { type: 'replaceMedia', assetId: 'song', asset: makeAsset('pic', { kind: 'image' }) },
    { type: 'replaceMedia', assetId: 'logo', asset: makeAsset('film') },
    { type: 'removeTrack', trackId: 'nobody' },
    { type: 'setTrack', trackId: 'nobody', muted: true },
    { type: 'addOverlay', overlay: { ...sampleTimeline().overlays[0]! } },
    { type: 'removeOverlay', overlayId: 'nobody' },
    { type: 'replaceDocument', timeline: { ...timeline, assets: {} } },
  ];
  for (const one of nonsense) expect(applyEdit(timeline, one), JSON.stringify(one)).toBe(timeline);
});

describe('inserting', () => {
  test('without ripple goes to the nearest place with room', () => {
    expect(clipsOf(edit(insert(makeClip('new', { start: 90, length: 8 }), 'broll', false)), 'broll')[1]).toEqual(['new', 110, 118, 0]);
    expect(clipsOf(edit(insert(makeClip('new', { start: 90, length: 11 }), 'broll', false)), 'broll')[0]).toEqual(['new', 39, 50, 0]);
    expect(clipsOf(edit(insert(makeClip('new', { start: 90, length: 50 }), 'broll', false)), 'broll')[2]).toEqual(['new', 160, 210, 0]);
  });

  test('with ripple moves everything later on every track and keeps together what belongs together', () => {
    const timeline = edit(insert(makeClip('new', { start: 100, length: 40, trimIn: 500 }), 'main', true));
    expect(clipsOf(timeline, 'main')).toEqual([
      ['m1', 0, 100, 0],
      ['new', 100, 140, 500],
      ['n-1', 140, 240, 100],
      ['m2', 240, 390, 300],
    ]);
    expect(clipsOf(timeline, 'broll')).toEqual([
      ['b1', 50, 100, 0],
      ['n-2', 140, 150, 75],
      ['b2', 160, 200, 0],
    ]);
    expect(clipsOf(timeline, 'voice')).toEqual([['v1', 220, 310, 15]]);
    expect(spanOf(timeline, 'o1')).toEqual([10, 150]);
    expect(spanOf(timeline, 'o2')).toEqual([230, 260]);
  });

  test('with ripple lets a music bed play on as far as it reaches', () => {
    expect(clipsOf(edit(insert(makeClip('new', { start: 100, length: 40 }), 'main', true)), 'music')).toEqual([['s1', 0, 380, 0]]);
    expect(clipsOf(edit(insert(makeClip('new', { start: 100, length: 80 }), 'main', true)), 'music')).toEqual([['s1', 0, 390, 0]]);
  });

  test('shows no more of an asset than there is', () => {
    const timeline = edit(insert(makeClip('new', { assetId: 'forest', start: 400, length: 999, trimIn: 200 }), 'main', false));
    expect(clipsOf(timeline, 'main').at(-1)).toEqual(['new', 400, 433, 200]); // 7.77 s at 30 are 233.1 frames
  });
});

describe('trimming', () => {
  test('stops at neighbours, at the end of the asset, and at one frame', () => {
    const trim = (clipId: string, edge: 'start' | 'end', frame: number) => edit({ type: 'trimClip', clipId, edge, frame, ripple: false });
    expect(clipsOf(trim('m1', 'end', 260), 'main')[0]).toEqual(['m1', 0, 200, 0]);
    expect(clipsOf(trim('m2', 'end', 900), 'main')[1]).toEqual(['m2', 200, 500, 300]);
    expect(clipsOf(trim('m2', 'end', 0), 'main')[1]).toEqual(['m2', 200, 201, 300]);
    expect(clipsOf(trim('m2', 'start', 0), 'main')[1]).toEqual(['m2', 200, 350, 300]);
    expect(clipsOf(trim('m2', 'start', 210), 'main')[1]).toEqual(['m2', 210, 350, 310]);
    expect(clipsOf(trim('v1', 'start', 0), 'voice')[0]).toEqual(['v1', 160, 270, 0]);
    expect(clipsOf(trim('b2', 'start', 0), 'broll')[1]).toEqual(['b2', 110, 160, 0]);
  });

  test('with ripple closes the time on every track', () => {
    const timeline = edit({ type: 'trimClip', clipId: 'm1', edge: 'end', frame: 150, ripple: true });
    expect(clipsOf(timeline, 'main')).toEqual([
      ['m1', 0, 150, 0],
      ['m2', 150, 300, 300],
    ]);
    expect(clipsOf(timeline, 'broll')[1]).toEqual(['b2', 120, 150, 0]);
    expect(clipsOf(timeline, 'voice')).toEqual([['v1', 150, 220, 30]]);
    const front = edit({ type: 'trimClip', clipId: 'm2', edge: 'start', frame: 230, ripple: true });
    expect(clipsOf(front, 'main')[1]).toEqual(['m2', 200, 320, 330]);
  });

  test('with ripple opens the time on every track', () => {
    const back = edit({ type: 'trimClip', clipId: 'm1', edge: 'end', frame: 230, ripple: true });
    expect(clipsOf(back, 'main')).toEqual([
      ['m1', 0, 230, 0],
      ['m2', 230, 380, 300],
    ]);
    expect(clipsOf(back, 'voice')).toEqual([
      ['v1', 180, 200, 15],
      ['m1-1', 230, 300, 30],
    ]);
    const front = edit({ type: 'trimClip', clipId: 'm2', edge: 'start', frame: 180, ripple: true });
    expect(clipsOf(front, 'main')[1]).toEqual(['m2', 200, 370, 280]);
  });
});

test('splitting shows the same frames in two clips', () => {
  expect(clipsOf(edit({ type: 'splitClip', clipId: 'b1', frame: 61, rightId: 'new' }), 'broll').slice(0, 2)).toEqual([
    ['b1', 50, 61, 0],
    ['new', 61, 110, 16.5],
  ]);
  expect(clipsOf(edit({ type: 'splitClip', clipId: 'b2', frame: 130, rightId: 'new' }), 'broll')[2]).toEqual(['new', 130, 160, 0]);
});

test('deleting leaves a gap, or closes it on every track', () => {
  const gap = edit({ type: 'deleteClip', clipId: 'm1', ripple: false, newIds: 'n' });
  expect(clipsOf(gap, 'main')).toEqual([['m2', 200, 350, 300]]);
  const closed = edit({ type: 'deleteClip', clipId: 'm1', ripple: true, newIds: 'n' });
  expect(clipsOf(closed, 'main')).toEqual([['m2', 0, 150, 300]]);
  expect(clipsOf(closed, 'broll')).toEqual([]);
  expect(clipsOf(closed, 'music')).toEqual([['s1', 0, 140, 0]]);
  expect(spanOf(closed, 'o1')).toBeUndefined();
});

test('a removed stretch takes one hole out of everything that runs across it, but for music', () => {
  const timeline = edit({ type: 'removeSpan', from: 60, to: 130, newIds: 'n' });
  expect(clipsOf(timeline, 'main')).toEqual([
    ['m1', 0, 60, 0],
    ['n-1', 60, 130, 130],
    ['m2', 130, 280, 300],
  ]);
  expect(clipsOf(timeline, 'broll')).toEqual([
    ['b1', 50, 60, 0],
    ['b2', 60, 90, 0],
  ]);
  expect(clipsOf(timeline, 'music')).toEqual([['s1', 0, 270, 0]]); // plays on without a jump and ends earlier
  expect(spanOf(timeline, 'o1')).toEqual([10, 60]);
});

describe('another speed', () => {
  test('keeps the stretch that is shown and moves what comes after, on every track', () => {
    const faster = edit({ type: 'retimeClip', clipId: 'm1', speed: 2 });
    expect(clipsOf(faster, 'main')).toEqual([
      ['m1', 0, 100, 0],
      ['m2', 100, 250, 300],
    ]);
    expect(clipsOf(faster, 'voice')).toEqual([['v1', 100, 170, 30]]);
    const slower = edit({ type: 'retimeClip', clipId: 'm1', speed: 0.5 });
    expect(clipsOf(slower, 'main')).toEqual([
      ['m1', 0, 400, 0],
      ['m2', 400, 550, 300],
    ]);
    expect(timelineLength(slower)).toBe(550);
  });
});

test('another speed never plays past the end of the asset', () => {
  const last = insert(makeClip('new', { start: 500, length: 3, trimIn: 597 }), 'main', false);
  expect(clipsOf(edit(last, { type: 'retimeClip', clipId: 'new', speed: 2 }), 'main').at(-1)).toEqual(['new', 500, 501, 597]);
});

test('moving snaps to the nearest gap that holds the clip, also on another track', () => {
  const move = (clipId: string, trackId: string, start: number) => edit({ type: 'moveClip', clipId, trackId, start });
  expect(clipsOf(move('b1', 'broll', 100), 'broll')[0]).toEqual(['b1', 60, 120, 0]);
  expect(clipsOf(move('b1', 'broll', 135), 'broll')[1]).toEqual(['b1', 160, 220, 0]);
  const moved = move('b1', 'main', 330);
  expect(clipsOf(moved, 'main')[2]).toEqual(['b1', 350, 410, 0]);
  expect(clipsOf(moved, 'broll')).toHaveLength(1);
});

test('a shorter file in the place of another shortens its clips and drops those past its end', () => {
  const timeline = edit({ type: 'replaceMedia', assetId: 'talk', asset: makeAsset('take2', { seconds: 5 }) });
  expect(clipsOf(timeline, 'main')).toEqual([['m1', 0, 150, 0]]);
  expect(Object.keys(timeline.assets)).not.toContain('talk');
  expect(timeline.transcripts['take2']).toEqual(makeWords(38));
});

test('words can be corrected, hidden, moved between their neighbours and replaced', () => {
  const words = (timeline: Timeline) => timeline.transcripts['talk'] ?? [];
  const hidden = edit({ type: 'setWord', assetId: 'talk', wordId: 'w1', text: 'other', hidden: true });
  expect(words(hidden)[1]).toEqual({ ...makeWords(2)[1], text: 'other', hidden: true });
  expect(words(applyEdit(hidden, { type: 'setWord', assetId: 'talk', wordId: 'w1', hidden: false }))[1]).not.toHaveProperty('hidden');
  const moved = edit({ type: 'retimeWord', assetId: 'talk', wordId: 'w1', start: 0, end: 1 });
  expect(words(moved)[1]).toMatchObject({ start: 0.4, end: 1 });
  expect(words(edit({ type: 'setTranscript', assetId: 'talk', words: makeWords(3).toReversed() }))).toEqual(makeWords(3));
});
