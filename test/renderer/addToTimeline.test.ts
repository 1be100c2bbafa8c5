import { expect, test } from 'vitest';
import type { Asset } from '../../shared/contract/assets.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import { assetRefOf, placeOf } from '../../renderer/views/studio/addToTimeline.ts';

const asset = (id: string, kind: Asset['kind'], seconds: number): Asset => ({
  id,
  name: `${id}.mp4`,
  kind,
  hash: 'a'.repeat(64),
  bytes: 1,
  seconds,
  width: kind === 'audio' ? 0 : 640,
  height: kind === 'audio' ? 0 : 360,
  hasAudio: kind !== 'image',
  path: `/media/${id}`,
  present: true,
  details: {
    container: 'mp4',
    videoCodec: null,
    audioCodec: null,
    fps: null,
    variableRate: false,
    rotation: 0,
    hdr: false,
    audioTracks: 1,
  },
  state: 'ready',
  problem: null,
  notes: [],
  hasPoster: false,
  hasWaveform: false,
  hasProxy: false,
  transcript: { state: 'none', words: 0, source: null, problem: null },
  importedAt: '2026-01-01T00:00:00Z',
});
const look = {
  name: 'Plain',
  font: 'Anton',
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

function add(timeline: typeof empty, file: Asset, as: 'footage' | 'music') {
  const { edits, clipId } = placeOf({ asset: file, timeline, as });
  const after = [{ type: 'addAsset' as const, asset: assetRefOf(file), words: [] }, ...edits].reduce(applyEdit, timeline);
  const track = after.tracks.find(({ clips }) => clips.some(({ id }) => id === clipId));
  return { after, track, clip: track?.clips.find(({ id }) => id === clipId) };
}

test('footage goes behind what is there, music under it and no longer than it', () => {
  const first = add(empty, asset('talk', 'video', 10), 'footage');
  const second = add(first.after, asset('more', 'video', 5), 'footage');
  const music = add(second.after, asset('song', 'audio', 200), 'music');
  expect(second.clip).toMatchObject({ start: 300, length: 150 });
  expect(music.track).toMatchObject({ kind: 'audio', ducked: true });
  expect(music.clip).toMatchObject({ start: 0, length: 450 });
});

test('a picture without length stays for four seconds', () => {
  expect(add(empty, asset('photo', 'image', 0), 'footage').clip).toMatchObject({ length: 120 });
});

test('a project that has lost its music track gets one', () => {
  const bare = { ...empty, tracks: empty.tracks.filter(({ ducked }) => !ducked) };
  expect(add(bare, asset('song', 'audio', 20), 'music').track).toMatchObject({ name: 'Music', captioned: false, ducked: true });
});
