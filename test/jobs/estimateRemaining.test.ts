import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateRemaining, followPace, startPace, type Pace } from '../../electron/jobs/estimateRemaining.ts';

const follow = (reports: readonly (readonly [seconds: number, share: number])[]): Pace =>
  reports.reduce((pace, [seconds, share]) => followPace(pace, share, seconds * 1000), startPace(0));

test('a steady pace gives the exact rest', () => {
  expect(estimateRemaining(follow([[10, 0.1], [20, 0.2], [30, 0.3]]))).toBe(70); // prettier-ignore
});

test('nothing is claimed before the first sign of a pace', () => {
  expect(estimateRemaining(startPace(0))).toBeNull();
  expect(estimateRemaining(follow([[5, 0]]))).toBeNull();
});

test('one quick chunk moves the estimate only a little, a lasting change of pace moves it there', () => {
  const steady = follow([[10, 0.1], [20, 0.2]]); // prettier-ignore
  const jump = estimateRemaining(followPace(steady, 0.25, 21_000)) ?? 0;
  expect(jump).toBeGreaterThan(50); // the quick second alone would say 15
  const lasting = Array.from({ length: 60 }, (_, index) => [21 + index, 0.2 + (index + 1) * 0.01] as const);
  expect(estimateRemaining(follow([[10, 0.1], [20, 0.2], ...lasting]))).toBeCloseTo(20, 0); // prettier-ignore
});

test('a step that starts over starts the estimate over', () => {
  expect(estimateRemaining(follow([[10, 0.9], [11, 0]]))).toBeNull(); // prettier-ignore
});

test('the rest is never negative and zero only at the end', () => {
  const report = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(report, { maxLength: 20 }), (reports) => {
      const remaining = estimateRemaining(follow(reports.toSorted(([a], [b]) => a - b)));
      expect(remaining === null || remaining >= 0).toBe(true);
    }),
  );
});
