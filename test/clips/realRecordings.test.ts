import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { endsSentence } from '../../shared/clips/language.ts';
import type { SpokenWord } from '../../shared/clips/recording.ts';
import { suggestClips } from '../../shared/clips/suggestClips.ts';

const samples = join(import.meta.dirname, '../../../shared/samples');
const calls = join(samples, 'transcripts/earnings-calls');
const manifesto = join(samples, 'media/word-timed/manifesto.json');

/** One token a line: token|speaker|start|end|punctuation|…|case; tokens the aligner missed have no times and are left out. */
function readCall(path: string): SpokenWord[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('|'))
    .filter(([, , start, end]) => start && end)
    .map(([token = '', speaker = '', start, end, punctuation = '', , letters]) => ({
      text: (letters === 'UC' ? token.charAt(0).toUpperCase() + token.slice(1) : token) + punctuation,
      speaker,
      start: Number(start),
      end: Number(end),
    }));
}

const callFiles = existsSync(calls) ? readdirSync(calls).filter((name) => name.endsWith('.nlp')) : [];

/** Without the real calls: an hour of made-up talk of the same size. */
function inventCall(): SpokenWord[] {
  return Array.from({ length: 10_000 }, (_, index) => {
    const start = index * 0.36 + (index % 17) * 0.004;
    return { text: index % 14 === 13 ? 'quarter.' : 'growth', speaker: String(Math.floor(index / 900) % 3), start, end: start + 0.28 };
  });
}

const recordings: [string, SpokenWord[]][] =
  callFiles.length > 0 ? callFiles.map((name) => [name, readCall(join(calls, name))]) : [['invented hour', inventCall()]];

test.each(recordings)('an hour-long call gives eight whole clips: %s', (_, words) => {
  const seconds = (words.at(-1)?.end ?? 0) + 1;
  const clips = suggestClips({ words, waveform: null, seconds }, { count: 8, min: 20, max: 60 });
  expect(clips).toHaveLength(8);
  for (const { start, end, score } of clips) {
    expect(end - start).toBeGreaterThanOrEqual(20);
    expect(end - start).toBeLessThanOrEqual(60);
    expect(words.filter((word) => (start > word.start && start < word.end) || (end > word.start && end < word.end))).toEqual([]);
    const last = words.findLastIndex((word) => word.start < end);
    const [before, after] = [words[last], words[last + 1]];
    const paused = (after?.start ?? seconds) - (before?.end ?? 0) >= 1.2; // also where the aligner lost words
    expect(endsSentence(before?.text ?? '') || paused || before?.speaker !== after?.speaker).toBe(true);
    expect(score).toBeGreaterThan(40);
  }
});

test('the work grows about as the recording does, not with its square', () => {
  const countReads = (times: number): number => {
    let reads = 0;
    const hour = inventCall().slice(0, 2_000);
    const words = Array.from({ length: times }, (_, part) =>
      hour.map((word) => ({
        ...word,
        start: word.start + part * 730,
        end: word.end + part * 730,
        get text() {
          reads++;
          return word.text;
        },
      })),
    ).flat();
    suggestClips({ words, waveform: null, seconds: times * 730 }, { count: 5, min: 15, max: 60 });
    return reads;
  };
  expect(countReads(8)).toBeLessThan(countReads(1) * 8 * 1.6);
});

test.runIf(existsSync(manifesto))('a narrated video without punctuation is cut at its pauses', () => {
  const segments = z
    .array(z.object({ words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })) }))
    .parse(JSON.parse(readFileSync(manifesto, 'utf8')));
  const words = segments.flatMap((segment) => segment.words.map(({ word, start, end }) => ({ text: word, start, end })));
  const clips = suggestClips({ words, waveform: null, seconds: 88 }, { count: 3, min: 15, max: 40 });
  expect(clips).toHaveLength(3);
  for (const { start } of clips.filter((clip) => clip.start > 2)) {
    const next = words.findIndex((word) => word.start >= start);
    expect((words[next]?.start ?? 0) - (words[next - 1]?.end ?? 0)).toBeGreaterThan(0.2);
  }
});
