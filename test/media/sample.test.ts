import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { probe } from '../../electron/media/probe.ts';
import { readSamples } from '../../electron/media/makeWaveform.ts';
import { readTranscript } from '../../shared/transcript/readTranscript.ts';
import { ffmpeg, openLibrary, tempFolder } from './openLibrary.ts';

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name);

test('the sample recording is small, whole, and has a word for all that is said', async () => {
  const found = await probe(sample('sample.mp4'), { ffmpeg, signal: new AbortController().signal });
  expect(found).toMatchObject({
    kind: 'video',
    width: 1280,
    height: 720,
    fps: 30,
    variableRate: false,
    videoCodec: 'h264',
    audioCodec: 'aac',
    notes: [],
  });
  expect((await stat(sample('sample.mp4'))).size).toBeLessThan(2_500_000);
  const exact = readTranscript(await readFile(sample('sample.json'), 'utf8'), found.seconds);
  const subtitles = readTranscript(await readFile(sample('sample.srt'), 'utf8'), found.seconds);
  expect(exact.notes).toEqual([]);
  expect(subtitles.notes).toEqual([]);
  expect(exact.words.map(({ text }) => text)).toEqual(subtitles.words.map(({ text }) => text));
  expect(exact.words.length).toBeGreaterThan(150);
  expect(found.seconds - (exact.words.at(-1)?.end ?? 0)).toBeLessThan(2);
});

test('it comes onto the shelf with its words, and they lie where it is loud', async () => {
  await using temp = await tempFolder();
  await using studio = openLibrary({ home: temp.path });
  const { id: assetId, transcript } = await studio.importAll(sample('sample.mp4'));
  expect(transcript).toMatchObject({ state: 'ready', source: 'sample.json' });
  const words = await studio.assets.service.words({ assetId }, studio.call);
  const { levels } = await studio.assets.service.waveform({ assetId }, studio.call);
  const loudest = (start: number, end: number): number => Math.max(...levels.slice(Math.round(start * 100), Math.round(end * 100)));
  for (const { start, end } of words) expect(loudest(start, end)).toBeGreaterThan(-45);
  const pauses = words.flatMap(({ end }, index) => {
    const next = words[index + 1];
    return next && next.start - end > 0.3 ? [loudest(end + 0.1, next.start - 0.1)] : [];
  });
  expect(pauses.length).toBeGreaterThan(15);
  for (const level of pauses) expect(level).toBeLessThan(-45);
});

test('samples cut in two between pieces of a stream are put together', async () => {
  const samples = Buffer.alloc(160 * 2 * 2); // 20 ms
  samples.writeInt16LE(-32_768, 0);
  samples.writeInt16LE(16_384, 321); // across the border of the two steps when bytes were lost
  async function* pieces(size: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < samples.length; at += size) yield await Promise.resolve(samples.subarray(at, at + size));
  }
  const whole = await readSamples(pieces(samples.length), () => undefined);
  expect(whole.peaks).toHaveLength(2);
  expect(whole.peaks[0]).toBe(255);
  expect(whole.levels[0]).toBe(-22); // one full sample of 160
  for (const size of [1, 3, 7, 321]) expect(await readSamples(pieces(size), () => undefined)).toEqual(whole);
});
