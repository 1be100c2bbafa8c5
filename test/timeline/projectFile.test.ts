import { describe, expect, test } from 'vitest';
import { Failure } from '../../shared/errors.ts';
import { checkDocument } from '../../shared/timeline/checkDocument.ts';
import { readProjectFile, writeProjectFile } from '../../shared/timeline/projectFile.ts';
import { sampleTimeline } from './sampleTimeline.ts';

type Loose = Record<string, unknown>;

const file = writeProjectFile(sampleTimeline());
/** The sample's file after a change to its plain JSON. */
const changed = (change: (raw: ReturnType<typeof parse>) => void): string => {
  const raw = parse();
  change(raw);
  return JSON.stringify(raw);
};
const parse = () =>
  JSON.parse(file) as Loose & {
    tracks: (Loose & { clips: Loose[] })[];
    transcripts: Record<string, Loose[]>;
    assets: Record<string, Loose>;
  }; // our own text
const refusal = (text: string): [string, string] => {
  try {
    readProjectFile(text);
  } catch (error) {
    if (error instanceof Failure) return [error.code, error.message];
    throw error;
  }
  throw new Error('The file was read');
};

test('a project file says what it is and can be read by a person', () => {
  expect(file.startsWith('{\n  "tidereel": 1,\n  "kind": "project",\n  "id": "sample",\n  "title": "Sample",')).toBe(true);
  expect(file).toContain('\n      { "id": "w1", "text": "w1", "start": 0.6, "end": 0.9 },\n');
  expect(Math.max(...file.split('\n').map((line) => line.length))).toBeLessThan(160);
});

test('a byte order mark and Windows line ends are no trouble', () => {
  expect(readProjectFile(`\uFEFF${file.replaceAll('\n', '\r\n')}`)).toEqual({ timeline: sampleTimeline(), notes: [] });
});

describe('a file that is not right is refused with one sentence that names the place', () => {
  const clip = (change: Loose) => changed(({ tracks }) => Object.assign(tracks[0]?.clips[1] ?? {}, change));
  test.each([
    ['empty', '', 'The project file is empty.'],
    ['half', file.slice(0, file.length / 2), 'The project file is not whole JSON.'],
    ['something else', '[1, 2]', 'This is not a Tidereel project file.'],
    ['another kind', changed((raw) => (raw['kind'] = 'clip')), 'This is not a Tidereel project file.'],
    ['nested without end', '['.repeat(5_000_000), 'The project file is nested far deeper than any project.'],
    ['a text for a number', clip({ start: '12' }), 'damaged at tracks[0].clips[1].start: '],
    ['a negative length', clip({ length: -5 }), 'damaged at tracks[0].clips[1].length: '],
    ['no tracks', changed((raw) => Object.assign(raw, { tracks: undefined })), 'damaged at tracks: '],
    ['a missing asset', clip({ assetId: 'gone' }), 'damaged at tracks[0].clips[1].assetId: names an unknown asset.'],
    ['an asset out of JavaScript', clip({ assetId: 'constructor' }), 'damaged at tracks[0].clips[1].assetId: names an unknown asset.'],
    ['two clips at once', clip({ start: 150 }), 'damaged at tracks[0].clips[1].start: overlaps the clip before.'],
    ['an id twice', clip({ id: 'm1' }), 'damaged at tracks[0].clips[1].id: is used twice.'],
    [
      'a word that ends early',
      changed(({ transcripts }) => Object.assign(transcripts['talk']?.[3] ?? {}, { end: 0 })),
      'damaged at transcripts.talk[3].end: is before its start.',
    ],
    [
      'a word twice',
      changed(({ transcripts }) => Object.assign(transcripts['talk']?.[3] ?? {}, { id: 'w1' })),
      'damaged at transcripts.talk[3].id: is used twice.',
    ],
    [
      'an asset under another name',
      changed(({ assets }) => Object.assign(assets['talk'] ?? {}, { id: 'other' })),
      'damaged at assets.talk.id: differs from its key.',
    ],
    ['a key that is no key', file.replace('"talk": {', '"__proto__": {'), 'names an unknown asset.'],
  ])('%s', (_, text, sentence) => {
    const [code, message] = refusal(text);
    expect(code).toBe('PROJECT_BROKEN');
    expect(message).toContain(sentence);
    expect(message).toMatch(/\. Nothing was changed\.$/);
  });

  test('a newer one', () => {
    expect(refusal(file.replace('"tidereel": 1', '"tidereel": 2'))).toEqual([
      'PROJECT_NEWER',
      expect.stringContaining('newer Tidereel (format 2;'),
    ]);
  });
});

describe('what can be put right without guessing is, and is said', () => {
  test('clips and words out of order', () => {
    const text = changed(({ tracks, transcripts }) => {
      tracks[0]?.clips.reverse();
      transcripts['voice']?.reverse();
    });
    const { timeline, notes } = readProjectFile(text);
    expect(timeline).toEqual(sampleTimeline());
    expect(notes).toEqual(['The clips of track “Main” were put in order.', 'The words of a transcript were put in order.']);
  });

  test('a clip that runs past its file, and words of no file', () => {
    const text = changed(({ tracks, transcripts }) => {
      Object.assign(tracks[0]?.clips[1] ?? {}, { length: 9000 });
      transcripts['nobody'] = [];
    });
    const { timeline, notes } = readProjectFile(text);
    expect(checkDocument(timeline)).toEqual([]);
    expect(timeline.tracks[0]?.clips[1]).toMatchObject({ length: 300 });
    expect(notes).toEqual([
      'A clip on track “Main” ran past the end of its file and was shortened.',
      'A transcript that belongs to no file was left out.',
    ]);
  });

  test('unknown fields are left out and named once each', () => {
    const text = changed((raw) => {
      raw['mood'] = 'sunny';
      for (const clip of raw.tracks[0]?.clips ?? []) clip['sparkle'] = { deep: true };
    });
    const { timeline, notes } = readProjectFile(text);
    expect(timeline).toEqual(sampleTimeline());
    expect(notes).toEqual(['The unknown field tracks[].clips[].sparkle was left out.', 'The unknown field mood was left out.']);
  });
});
