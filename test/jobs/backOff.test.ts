import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOff, LONGEST_BACKOFF_MS } from '../../electron/jobs/backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a retry comes within a bound that doubles with each attempt, up to a quarter of an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), chance, (attempt, random) => {
      const delay = backOff(attempt, random);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(Math.min(900_000, 5_000 * 2 ** Math.min(attempt - 1, 30)));
      expect(Number.isInteger(delay)).toBe(true);
    }),
  );
  expect(LONGEST_BACKOFF_MS).toBe(900_000);
});

test('the whole bound is used, so that jobs which failed together part', () => {
  expect([0, 0.25, 0.5, 0.75].map((random) => backOff(3, random))).toEqual([0, 5_000, 10_000, 15_000]);
});
