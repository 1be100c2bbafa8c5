import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { canonicalJson } from '../../shared/timeline/canonicalJson.ts';
import { captionLines } from '../../shared/timeline/captionLines.ts';
import { checkDocument } from '../../shared/timeline/checkDocument.ts';
import { Timeline } from '../../shared/timeline/document.ts';
import { Edit } from '../../shared/timeline/edit.ts';
import { readProjectFile, writeProjectFile } from '../../shared/timeline/projectFile.ts';
import { arbitraryEdit } from './arbitraryEdit.ts';
import { sampleTimeline } from './sampleTimeline.ts';

const sequences = fc.array(arbitraryEdit, { minLength: 1, maxLength: 25 });

/** Any change to what goes in is an error, not a surprise later. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freeze(member);
  }
  return value;
}

const run = (edits: readonly Edit[]): Timeline[] => {
  const values = [freeze(sampleTimeline())];
  for (const edit of edits) values.push(freeze(applyEdit(values.at(-1) ?? sampleTimeline(), freeze(edit))));
  return values;
};

describe('any sequence of edits, sensible or not', () => {
  test('is made of edits the schema takes', () => {
    fc.assert(
      fc.property(arbitraryEdit, (edit) => {
        expect(Edit.safeParse(edit).error?.issues).toBeUndefined();
      }),
    );
  });

  test('leaves a sound document after each of them', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        for (const timeline of run(edits)) {
          expect(checkDocument(timeline)).toEqual([]);
          expect(Timeline.safeParse(timeline).error?.issues).toBeUndefined();
        }
      }),
      { numRuns: 400 },
    );
  });

  test('gives the same document wherever it is carried out, and from stored edits too', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const stored = edits.map((edit) => Edit.parse(JSON.parse(JSON.stringify(edit))));
        let copy: Timeline = Timeline.parse(JSON.parse(JSON.stringify(sampleTimeline())));
        for (const edit of stored) copy = applyEdit(copy, edit);
        expect(canonicalJson(copy)).toBe(canonicalJson(run(edits).at(-1)));
      }),
    );
  });

  test('never touches the values before it, so undo is keeping them', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const before = canonicalJson(sampleTimeline());
        const values = run(edits); // frozen: a change to any of them would throw
        expect(canonicalJson(values[0])).toBe(before);
      }),
    );
  });

  test('is the same after export and import', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const timeline = run(edits).at(-1) ?? sampleTimeline();
        const file = writeProjectFile(timeline);
        const { timeline: back, notes } = readProjectFile(file);
        expect(notes).toEqual([]);
        expect(back).toEqual(timeline);
        expect(writeProjectFile(back)).toBe(file);
      }),
    );
  });

  test('keeps caption lines in order, apart, and within what the look allows', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const timeline = run(edits).at(-1) ?? sampleTimeline();
        const { maxLines, maxWordsPerLine } = timeline.captions.look;
        let free = 0;
        for (const { from, to, rows } of captionLines(timeline)) {
          expect(from).toBeGreaterThanOrEqual(free);
          expect(to).toBeGreaterThan(from);
          expect(rows.length).toBeLessThanOrEqual(maxLines);
          for (const row of rows) {
            expect(row.length).toBeGreaterThan(0);
            expect(row.length).toBeLessThanOrEqual(maxWordsPerLine);
          }
          free = to;
        }
      }),
    );
  });
});

test('canonical JSON does not depend on the order in which members were set', () => {
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffle);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, shuffle(member)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(shuffle(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
});
