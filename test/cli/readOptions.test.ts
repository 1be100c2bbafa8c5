import { expect, test } from 'vitest';
import { instantOf, numberOf, wholeOf } from '../../electron/cli/readOptions.ts';

test('a number outside of its range is refused, with the range', () => {
  expect(numberOf({ min: '15.5' }, 'min', { least: 1, most: 600 })).toBe(15.5);
  expect(() => numberOf({ min: '601' }, 'min', { least: 1, most: 600 })).toThrow('--min takes a number from 1 to 600, and not “601”.');
  expect(() => wholeOf({ count: '1e20' }, 'count', { least: 1 })).toThrow('whole number');
});

test('a day that is not in the calendar is refused, and not taken for another', () => {
  expect(instantOf({ at: '2028-02-29T10:00:00+02:00' }, 'at')).toBe('2028-02-29T08:00:00.000Z');
  expect(() => instantOf({ at: '2026-02-31T10:00:00Z' }, 'at')).toThrow('--at takes a time');
});
