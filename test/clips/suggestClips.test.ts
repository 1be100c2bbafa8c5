import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestClips } from '../../shared/clips/suggestClips.ts';
import type { ClipWish, Recording, SpokenWord } from '../../shared/clips/recording.ts';
import type { ClipCandidate } from '../../shared/contract/clips.ts';

/** Speaks sentences at 2.5 words a second with half a second between them. */
function speak(text: string, pause = 0.5): { words: SpokenWord[]; seconds: number } {
  const words: SpokenWord[] = [];
  let at = 0.5;
  for (const token of text.split(/\s+/).filter(Boolean)) {
    words.push({ text: token, start: at, end: at + 0.3 });
    at += /[.!?]$/.test(token) ? 0.4 + pause : 0.4;
  }
  return { words, seconds: at + 0.5 };
}

/** Levels that are loud in the words and quiet elsewhere. */
function levelsOf(words: readonly SpokenWord[], seconds: number, rate = 100): Recording['waveform'] {
  const levels = Array.from({ length: Math.round(seconds * rate) }, (_, index) => -62 + (index % 3));
  for (const { start, end } of words) {
    for (let index = Math.round(start * rate); index < Math.round(end * rate); index++) levels[index] = -18 - (index % 7);
  }
  return { rate, levels };
}

function expectKept(clips: readonly ClipCandidate[], { words, seconds }: Recording, { count, min, max }: ClipWish): void {
  expect(clips.length).toBeLessThanOrEqual(count);
  for (const { start, end, score, title, reasons } of clips) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(seconds);
    expect(end - start).toBeGreaterThanOrEqual(Math.min(min, seconds));
    expect(end - start).toBeLessThanOrEqual(max);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(100);
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(60);
    expect(reasons.length).toBeGreaterThan(0);
    for (const edge of [start, end]) {
      expect(words.filter((word) => edge > word.start && edge < Math.min(word.end, seconds))).toEqual([]);
    }
  }
  expect(clips.map(({ score }) => score)).toEqual(clips.map(({ score }) => score).sort((a, b) => b - a));
  const inTime = [...clips].sort((a, b) => a.start - b.start);
  for (const [index, clip] of inTime.entries()) expect(clip.start).toBeGreaterThanOrEqual(inTime[index - 1]?.end ?? 0);
}

const plain = 'the weather was mild and we went along the road for a while talking of this and that as people do. ';

describe('suggestClips', () => {
  test('begins and ends on whole sentences', () => {
    const { words, seconds } = speak(plain.repeat(12));
    const recording = { words, waveform: levelsOf(words, seconds), seconds };
    const clips = suggestClips(recording, { count: 3, min: 15, max: 30 });
    expectKept(clips, recording, { count: 3, min: 15, max: 30 });
    expect(clips).toHaveLength(3);
    for (const { start, end } of clips) {
      const inside = words.filter((word) => word.start >= start && word.end <= end);
      expect(inside[0]?.text).toBe('the');
      expect(inside.at(-1)?.text).toBe('do.');
    }
  });

  test('prefers the place that opens with a question and a figure, and says so', () => {
    const strong =
      'Why did we lose 90 percent of our customers? Because we made the biggest mistake of all: nobody asked them what they need. ' +
      'You must never do that. We changed everything and won them back in one year. ';
    const { words, seconds } = speak(plain.repeat(6) + strong + plain.repeat(6));
    const [best] = suggestClips({ words, waveform: levelsOf(words, seconds), seconds }, { count: 2, min: 12, max: 25 });
    expect(words.find(({ start }) => start >= (best?.start ?? Infinity))?.text).toBe('Why');
    expect(best?.reasons).toContain('Begins with a question');
    expect(best?.reasons).toContain('Ends on a finished sentence');
    expect(best?.title).toBe('Why did we lose 90 percent of our customers?');
  });

  test('does not open on a filler when a better sentence is near', () => {
    const { words, seconds } = speak(`And so um we were there again. Never trust the first number you read. ${plain}`.repeat(5));
    for (const { start } of suggestClips({ words, waveform: null, seconds }, { count: 3, min: 10, max: 30 })) {
      expect(words.find((word) => word.start >= start)?.text).not.toBe('And');
    }
  });

  test('does not take an abbreviation for the end of a sentence', () => {
    const { words, seconds } = speak(
      'Yesterday Dr. Brown met Mr. Green of Acme Inc. in town and they spoke for hours about the plan. '.repeat(8),
      0,
    );
    for (const { end } of suggestClips({ words, waveform: null, seconds }, { count: 3, min: 10, max: 20 })) {
      expect(words.findLast((word) => word.end <= end)?.text).toBe('plan.');
    }
  });

  test('cuts at the quietest moment of a pause', () => {
    const { words, seconds } = speak(plain.repeat(4), 0.6);
    const waveform = { rate: 100, levels: Array.from({ length: Math.round(seconds * 100) }, () => -20) };
    const quiet: number[] = [];
    for (const { text, end } of words) {
      if (!text.endsWith('.')) continue;
      quiet.push(end + 0.4);
      for (const step of [-1, 0, 1]) waveform.levels[Math.round((end + 0.4) * 100) + step] = -70;
    }
    const clips = suggestClips({ words, waveform, seconds }, { count: 1, min: 8, max: 20 });
    const edges = clips.flatMap(({ start, end }) => [start, end]).filter((edge) => edge > 1 && edge < seconds - 1);
    expect(edges.length).toBeGreaterThan(0);
    for (const edge of edges) expect(Math.min(...quiet.map((moment) => Math.abs(moment - edge)))).toBeLessThan(0.03);
  });

  test('goes by pauses when the transcript has no punctuation', () => {
    const { words, seconds } = speak(plain.repeat(8), 0.8);
    const bare = words.map((word) => ({ ...word, text: word.text.replace('.', '') }));
    for (const { start, end } of suggestClips({ words: bare, waveform: null, seconds }, { count: 3, min: 10, max: 25 })) {
      expect(bare.find((word) => word.start >= start)?.text).toBe('the');
      expect(bare.findLast((word) => word.end <= end)?.text).toBe('do');
    }
  });

  test('finds pauses by sound when there is no transcript', () => {
    const talk = [1, 2, 3, 4, 5, 6].map((part) => ({ text: 'x', start: part * 10, end: part * 10 + 8.5 }));
    const recording = { words: [], waveform: levelsOf(talk, 70), seconds: 70 };
    const clips = suggestClips(recording, { count: 3, min: 8, max: 20 });
    expectKept(clips, recording, { count: 3, min: 8, max: 20 });
    expect(clips).toHaveLength(3);
    for (const edge of clips.flatMap(({ start, end }) => [start, end])) {
      expect(talk.filter(({ start, end }) => edge > start + 0.05 && edge < end - 0.05)).toEqual([]);
    }
    expect(clips[0]?.reasons.join()).toContain('sound alone');
  });

  test('divides a video without sound evenly and says so', () => {
    for (const waveform of [null, { rate: 100, levels: Array.from({ length: 9_000 }, () => -100) }]) {
      const clips = suggestClips({ words: [], waveform, seconds: 90 }, { count: 3, min: 15, max: 20 });
      expect(clips.map(({ start, end }) => [start, end])).toEqual([
        [0, 20],
        [30, 50],
        [60, 80],
      ]);
      expect(clips[0]?.reasons[0]).toMatch(/divided evenly/);
    }
  });

  test('offers a recording that is too short as a whole, and none below a second', () => {
    const { words, seconds } = speak('This is all that was said.');
    const [only, ...more] = suggestClips({ words, waveform: null, seconds }, { count: 3, min: 15, max: 60 });
    expect(more).toEqual([]);
    expect(only).toMatchObject({ start: 0, end: seconds, title: 'This is all that was said' });
    expect(only?.reasons[0]).toMatch(/shorter than the 15/);
    expect(suggestClips({ words: [], waveform: null, seconds: 0.4 }, { count: 3, min: 15, max: 60 })).toEqual([]);
  });

  test('fills the count even where whole sentences are too long', () => {
    const { words, seconds } = speak(`${'word '.repeat(200)}end.`);
    const recording = { words, waveform: levelsOf(words, seconds), seconds };
    const clips = suggestClips(recording, { count: 4, min: 15, max: 20 });
    expectKept(clips, recording, { count: 4, min: 15, max: 20 });
    expect(clips).toHaveLength(4);
    expect(clips.some(({ reasons }) => reasons.some((reason) => /inside a sentence/.test(reason)))).toBe(true);
  });

  test('the same recording gives the same clips', () => {
    const { words, seconds } = speak(plain.repeat(20));
    const recording = { words, waveform: levelsOf(words, seconds), seconds };
    const wish = { count: 5, min: 10, max: 40 };
    expect(suggestClips(recording, wish)).toEqual(suggestClips(recording, wish));
  });
});

const spokenWords = fc
  .array(
    fc.record({
      text: fc.constantFrom('one', 'word', 'and', 'Why', 'end.', 'really?', 'never', 'Dr.', '42', 'well,', '…', 'ünü!'),
      gap: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.double({ min: -0.3, max: 3, noNaN: true }),
      ),
      length: fc.double({ min: 0, max: 0.9, noNaN: true }),
    }),
    { maxLength: 300 },
  )
  .map((tokens) => {
    let at = 0;
    return tokens.map(({ text, gap, length }): SpokenWord => {
      const start = Math.max(0, at + gap);
      at = start + length;
      return { text, start, end: at };
    });
  });

const recordings = fc.record({
  words: fc.oneof(spokenWords, fc.constant([])),
  tail: fc.double({ min: -5, max: 60, noNaN: true }),
  levels: fc.option(fc.array(fc.integer({ min: -100, max: 0 }), { maxLength: 400 })),
  count: fc.integer({ min: 1, max: 12 }),
  min: fc.double({ min: 1, max: 30, noNaN: true }),
  range: fc.double({ min: 0.1, max: 40, noNaN: true }),
});

test('whatever is said, lengths are kept, no word is cut, nothing overlaps and the best comes first', () => {
  fc.assert(
    fc.property(recordings, ({ words, tail, levels, count, min, range }) => {
      const seconds = Math.max(0.1, (words.at(-1)?.end ?? 20) + tail);
      const wish = { count, min, max: min + range };
      const recording = { words, waveform: levels && { rate: 10, levels }, seconds };
      expectKept(suggestClips(recording, wish), recording, wish);
    }),
    { numRuns: 400 },
  );
});

test('with a gap after every word and room to spare, the count is always reached', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 5, max: 20 }), fc.integer({ min: 0, max: 1000 }), (count, min, seed) => {
      const seconds = count * (min + 1.5) + 2;
      const words: SpokenWord[] = [];
      for (let at = 0; at < seconds - 1; at += 0.5) {
        const text = (Math.floor(at * 7) + seed) % 11 === 0 ? 'stop.' : 'word';
        words.push({ text, start: at, end: at + 0.4 });
      }
      const recording = { words, waveform: null, seconds };
      const wish = { count, min, max: min * 3 };
      const clips = suggestClips(recording, wish);
      expectKept(clips, recording, wish);
      expect(clips).toHaveLength(count);
    }),
    { numRuns: 100 },
  );
});
