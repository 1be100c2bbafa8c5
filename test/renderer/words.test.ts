import { describe, expect, test } from 'vitest';
import { curvePoints } from '../../renderer/words/curvePoints.ts';
import { formatBytes } from '../../renderer/words/formatBytes.ts';
import { formatInstant } from '../../renderer/words/formatInstant.ts';
import { formatRemaining, formatSeconds } from '../../renderer/words/formatSeconds.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../renderer/words/wallTime.ts';

test('lengths read as a clock', () => {
  expect([0, 7.4, 59.6, 754, 3723].map((seconds) => formatSeconds(seconds))).toEqual(['0:00', '0:07', '1:00', '12:34', '1:02:03']);
  expect(formatSeconds(59.96, { tenths: true })).toBe('0:59.9');
  expect(formatSeconds(61.25, { tenths: true })).toBe('1:01.2');
});

test('what is left is said no finer than it is known', () => {
  expect([0.2, 34, 130, 7200].map(formatRemaining)).toEqual(['1 s left', '34 s left', 'about 2 min left', 'about 2 h left']);
});

test('file sizes are said in the unit people know', () => {
  expect([500, 12_400_000, 3_100_000_000].map(formatBytes)).toEqual(['1 kB', '12.4 MB', '3.1 GB']);
});

describe('instants', () => {
  const where = { zone: 'Europe/Berlin', now: new Date('2026-11-20T22:30:00Z') }; // 23:30 in Berlin

  test('near days have names, in the creator’s zone and not in UTC', () => {
    expect(formatInstant('2026-11-20T22:45:00Z', where)).toBe('Today 23:45');
    expect(formatInstant('2026-11-20T23:15:00Z', where)).toBe('Tomorrow 00:15');
    expect(formatInstant('2026-11-19T13:00:00Z', where)).toBe('Yesterday 14:00');
  });

  test('far days have dates, and another year is said', () => {
    expect(formatInstant('2026-12-04T08:00:00Z', where)).toBe('Fri 4 Dec, 09:00');
    expect(formatInstant('2027-01-04T08:00:00Z', where)).toBe('Mon 4 Jan 2027, 09:00');
  });

  test('a wall-clock time becomes the instant it names in its zone, summer and winter', () => {
    expect(instantOfWallTime('2026-12-04 09:00:00', 'Europe/Berlin')).toBe('2026-12-04T08:00:00.000Z');
    expect(instantOfWallTime('2026-07-04 09:00:00', 'Europe/Berlin')).toBe('2026-07-04T07:00:00.000Z');
    expect(wallTimeOfInstant('2026-12-04T08:00:00Z', 'Europe/Berlin')).toBe('2026-12-04 09:00:00');
  });

  test('a time that daylight saving skips moves on instead of failing', () => {
    expect(instantOfWallTime('2027-03-28 02:30:00', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
  });
});

test('a curve spans its box from the first sample to the last', () => {
  const points = curvePoints(
    [
      { at: '2026-01-01T00:00:00Z', value: 0 },
      { at: '2026-01-01T01:00:00Z', value: 5 },
      { at: '2026-01-01T04:00:00Z', value: 10 },
    ],
    { width: 400, height: 100 },
  );
  expect(points).toEqual([
    { x: 0, y: 100 },
    { x: 100, y: 50 },
    { x: 400, y: 0 },
  ]);
});
