import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, constant, double, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../shared/errors.ts';
import type { Word } from '../../shared/timeline/document.ts';
import { readTranscript } from '../../shared/transcript/readTranscript.ts';
import { spreadWords } from '../../shared/transcript/spreadWords.ts';
import { tidyWords } from '../../shared/transcript/tidyWords.ts';

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

/** What every list of words must be, whatever it was read from. */
function expectTidy(words: readonly Word[], seconds: number | null = null): void {
  words.forEach((word, index) => {
    expect(word.id).toBe(`w${index + 1}`);
    expect(word.text.trim()).not.toBe('');
    expect(word.end).toBeGreaterThan(word.start);
    expect(word.start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0);
    if (seconds !== null) expect(word.end).toBeLessThanOrEqual(seconds);
  });
}

const failureOf = (text: string): Failure => {
  try {
    readTranscript(text, null);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('SubRip', () => {
  const srt = '1\n00:00:01,000 --> 00:00:02,000\nHello <i>there</i>,\nfriend\n\n2\n00:00:02,500 --> 00:00:03,500\nBye &amp; see you\n';

  test('words share the time of their cue and keep its borders', () => {
    const { words, notes } = readTranscript(srt, 10);
    expect(textOf(words)).toBe('Hello there, friend Bye see you');
    expect(words[0]?.start).toBe(1);
    expect(words[2]?.end).toBe(2);
    expect(words[3]?.start).toBe(2.5);
    expect(notes).toEqual([]);
    expectTidy(words, 10);
  });

  test.each([
    ['Windows line ends', srt.replaceAll('\n', '\r\n')],
    ['old Mac line ends', srt.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${srt}`],
    ['no numbers', srt.replaceAll(/^\d\n/gm, '')],
    ['no empty lines between cues', srt.replaceAll('\n\n', '\n')],
    ['points instead of commas', srt.replaceAll(/(\d),(\d)/g, '$1.$2')],
    ['no hours', srt.replaceAll('00:00:0', '00:0')],
  ])('%s make no difference', (_name, text) => {
    expect(readTranscript(text, 10).words).toEqual(readTranscript(srt, 10).words);
  });

  test('cues in the wrong order are sorted, and that is said', () => {
    const { words, notes } = readTranscript('2\n00:00:05,000 --> 00:00:06,000\ntwo\n\n1\n00:00:01,000 --> 00:00:02,000\none\n', null);
    expect(textOf(words)).toBe('one two');
    expect(notes.join()).toContain('wrong order');
  });

  test('a cue that runs into the next ends where the next begins', () => {
    const { words, notes } = readTranscript('1\n00:00:01,000 --> 00:00:04,000\none\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n', null);
    expect(words.map(({ start, end }) => [start, end])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(notes.join()).toContain('overlapped');
  });

  test('two cues at the same time are said one after the other, not word by word in turns', () => {
    const { words } = readTranscript(
      '1\n00:00:01,000 --> 00:00:03,000\nfirst of all\n\n2\n00:00:01,000 --> 00:00:03,000\nsecond of all\n',
      null,
    );
    expect(textOf(words)).toBe('first of all second of all');
    expectTidy(words);
  });

  test('zero and negative lengths get the time it takes to say the text', () => {
    const { words, notes } = readTranscript('1\n00:00:05,000 --> 00:00:05,000\nhello\n\n2\n00:00:09,000 --> 00:00:08,000\nbye\n', null);
    expect(words.map(({ start }) => start)).toEqual([5, 9]);
    expectTidy(words);
    expect(notes.join()).toContain('2 cues had no length');
  });

  test('what lies beyond the recording is left out, and that is said', () => {
    const { words, notes } = readTranscript('1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:01:01,000 --> 00:01:02,000\nlate\n', 1.5);
    expect(textOf(words)).toBe('one');
    expectTidy(words, 1.5);
    expect(notes).toEqual(['Left out 1 cue after the end of the recording.']);
  });

  test('a line with unreadable times is named, the rest is read', () => {
    const { words, notes } = readTranscript('1\n00:00:01,000 --> nonsense\none\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n', null);
    expect(textOf(words)).toBe('two');
    expect(notes.join()).toContain('line 2');
  });

  test('nobody says the sounds in brackets', () => {
    const { words, notes } = readTranscript(
      '1\n00:00:01,000 --> 00:00:02,000\n[Music]\n\n2\n00:00:02,000 --> 00:00:03,000\n- Yes!\n',
      null,
    );
    expect(textOf(words)).toBe('Yes!');
    expect(notes.join()).toContain('[Music]');
  });
});

describe('WebVTT', () => {
  test('times inside the text become the times of the words', () => {
    const { words } = readTranscript(
      'WEBVTT\n\nNOTE a remark\n\nSTYLE\n::cue { color: red }\n\nname\n00:01.000 --> 00:04.000 align:start\n<v Ada>One <00:00:02.000><c>two</c> <00:00:03.500>three\n',
      null,
    );
    expect(words).toEqual([
      { id: 'w1', text: 'One', start: 1, end: 2, speaker: 'Ada' },
      { id: 'w2', text: 'two', start: 2, end: 3.5, speaker: 'Ada' },
      { id: 'w3', text: 'three', start: 3.5, end: 4, speaker: 'Ada' },
    ]);
  });

  test('live captions that repeat the line before are read once', () => {
    const line = (n: number): string => `<00:00:0${n}.300><c> of</c><00:00:0${n}.600><c> ${n}</c>`;
    const cues = [1, 2, 3, 4].map(
      (n) =>
        `00:00:0${n}.000 --> 00:00:0${n}.990\n${n > 1 ? `line of ${n - 1}` : ' '}\nline${line(n)}\n\n00:00:0${n}.990 --> 00:00:0${n + 1}.000\nline of ${n}\n \n`,
    );
    const { words, notes } = readTranscript(`WEBVTT\nKind: captions\n\n${cues.join('\n')}`, null);
    expect(textOf(words)).toBe('line of 1 line of 2 line of 3 line of 4');
    expect(words[1]?.start).toBe(1.3);
    expect(notes.join()).toContain('repeated');
  });
});

describe('ASS', () => {
  const ass = (format: string, events: string): string => `[Script Info]\nTitle: x\n\n[Events]\nFormat: ${format}\n${events}`;

  test('commas in the text, overrides, line breaks and speakers are understood', () => {
    const { words } = readTranscript(
      ass(
        'Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
        'Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not me\nDialogue: 0,0:00:01.00,0:00:02.50,Default,Ada,0,0,0,,{\\b1}Well,{\\b0}\\Nyes\nDialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1',
      ),
      null,
    );
    expect(textOf(words)).toBe('Well, yes');
    expect(words[0]).toMatchObject({ start: 1, speaker: 'Ada' });
  });

  test('the Format line decides which column is which', () => {
    const { words } = readTranscript(ass('Start, End, Text', 'Dialogue: 0:00:01.00,0:00:02.00,a, b'), null);
    expect(words[0]).toMatchObject({ text: 'a,', start: 1 });
  });
});

describe('JSON', () => {
  test.each([
    [
      'our own list',
      [
        { text: 'Hi', start: 1, end: 1.5 },
        { text: 'you', start: 1.5, end: 2 },
      ],
    ],
    [
      'OpenAI verbose_json',
      {
        text: 'Hi you',
        words: [
          { word: 'Hi', start: 1, end: 1.5 },
          { word: 'you', start: 1.5, end: 2 },
        ],
      },
    ],
    [
      'OpenAI with segments',
      {
        words: [
          { word: 'hi', start: 1, end: 1.5 },
          { word: 'you', start: 1.5, end: 2 },
        ],
        segments: [{ text: ' Hi you', start: 1, end: 2 }],
      },
    ],
    [
      'Whisper segments with words',
      {
        segments: [
          {
            text: ' Hi you',
            start: 1,
            end: 2,
            words: [
              { word: ' Hi', start: 1, end: 1.5 },
              { word: ' you', start: 1.5, end: 2 },
            ],
          },
        ],
      },
    ],
    [
      'whisper.cpp -oj',
      {
        transcription: [
          { timestamps: { from: '00:00:01,000', to: '00:00:01,500' }, offsets: { from: 1000, to: 1500 }, text: ' Hi' },
          { offsets: { from: 1500, to: 2000 }, text: ' you' },
        ],
      },
    ],
    [
      'whisper.cpp -ojf',
      {
        transcription: [
          {
            offsets: { from: 1000, to: 2000 },
            text: ' Hi you',
            tokens: [
              { text: '[_BEG_]', offsets: { from: 1000, to: 1000 } },
              { text: ' H', offsets: { from: 1000, to: 1200 } },
              { text: 'i', offsets: { from: 1200, to: 1500 } },
              { text: ' you', offsets: { from: 1500, to: 2000 } },
            ],
          },
        ],
      },
    ],
    [
      'Vosk',
      [
        {
          content: 'Hi you',
          start: 1,
          end: 2,
          words: [
            { word: 'Hi', start: 1, end: 1.5, conf: 1 },
            { word: 'you', start: 1.5, end: 2, conf: 1 },
          ],
        },
      ],
    ],
    [
      'Kaldi',
      {
        retval: {
          words: [
            { word: 'hi', punct: 'Hi', start: 1, end: 1.5 },
            { word: 'you', punct: 'you', start: 1.5, end: 2 },
          ],
        },
      },
    ],
    [
      'IBM',
      {
        results: [
          {
            speaker_labels: [{ speaker: 1, from: 1, to: 2 }],
            results: [
              {
                alternatives: [
                  {
                    transcript: 'Hi you',
                    timestamps: [
                      ['Hi', 1, 1.5],
                      ['you', 1.5, 2],
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    [
      'Speechmatics',
      {
        words: [
          { name: 'Hi', time: '1.0', duration: '0.5' },
          { name: 'you', time: '1.50', duration: '0.50' },
        ],
      },
    ],
    [
      'autoEdit',
      {
        text: [
          {
            paragraph: [
              {
                line: [
                  { text: 'Hi', startTime: 1, endTime: 1.5 },
                  { text: 'you', startTime: 1.5, endTime: 2 },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('%s is read', (_name, value) => {
    const { words } = readTranscript(JSON.stringify(value, null, 2), null);
    expect(words).toEqual([
      { id: 'w1', text: 'Hi', start: 1, end: 1.5 },
      { id: 'w2', text: 'you', start: 1.5, end: 2 },
    ]);
  });

  test('cut JSON names the line where it ends', () => {
    const failure = failureOf('[\n{"text":"Hi","start":1,"end":2},\n{"text":');
    expect(failure).toMatchObject({ code: 'TRANSCRIPT_BROKEN' });
    expect(failure.message).toContain('line 3');
  });
});

describe('bad input', () => {
  test.each([
    ['an empty file', ''],
    ['white space only', '\n\n  \n'],
    ['prose', 'Dear diary,\ntoday nothing happened.'],
    ['a WebVTT head alone', 'WEBVTT\n\n'],
    ['JSON without times', '{"hello":"world"}'],
    ['binary', '\u0001\u0002\ufffd\ufffdPNG'],
  ])('%s fails with TRANSCRIPT_BROKEN', (_name, text) => {
    expect(failureOf(text).code).toBe('TRANSCRIPT_BROKEN');
  });
});

describe('properties', () => {
  const time = double({ min: -5, max: 120, noNaN: true });
  const cue = record({ line: constant(1), text: string({ unit: 'grapheme', maxLength: 60 }), start: time, end: time });

  test('words are sorted, apart, not empty and inside the recording, whatever the times were', () => {
    assert(
      property(array(cue, { maxLength: 60 }), double({ min: 0.02, max: 100, noNaN: true }), (cues, seconds) => {
        expectTidy(tidyWords(cues.flatMap(spreadWords), seconds), seconds);
      }),
    );
  });

  test('a file of random cues gives tidy words or says why not', () => {
    const clock = (seconds: number): string => new Date(Math.max(0, seconds) * 1000).toISOString().slice(11, 23).replace('.', ',');
    assert(
      property(array(cue, { minLength: 1, maxLength: 40 }), (cues) => {
        const srt = cues.map(({ text, start, end }, index) => `${index + 1}\n${clock(start)} --> ${clock(end)}\n${text}\n`).join('\n');
        try {
          expectTidy(readTranscript(srt, 100).words, 100);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(error.code).toBe('TRANSCRIPT_BROKEN');
        }
      }),
    );
  });
});

describe('files from other programs', () => {
  const folder = join(import.meta.dirname, '../../../shared/samples');
  const found = existsSync(folder)
    ? ['captions', 'media/word-timed', 'transcripts/formats'].flatMap((part) =>
        readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(srt|vtt|ass|ssa|json)$/.test(name) && !/webvtt.*\.json$/.test(name))
          .map((name) => join(folder, part, name)),
      )
    : [];

  test('each is read into tidy words, or refused in words', () => {
    for (const path of found) {
      try {
        expectTidy(readTranscript(readFileSync(path, 'utf8'), null).words);
      } catch (error) {
        if (!(error instanceof Failure)) throw new Error(`${path}: ${String(error)}`, { cause: error });
        expect(error.code).toBe('TRANSCRIPT_BROKEN');
      }
    }
    const own = readTranscript('1\n00:00:00,000 --> 00:00:01,000\nour own line\n', null);
    expectTidy(own.words);
  });
});
