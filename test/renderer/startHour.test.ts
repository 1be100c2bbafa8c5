import { expect, test } from 'vitest';
import { startHour } from '../../renderer/calendar/startHour.ts';

const week = { firstDay: '2026-11-09', lastDay: '2026-11-15' };

test('a week begins at the hour before its earliest entry, whatever other weeks hold', () => {
  expect(startHour(['2026-11-10 18:00:00', '2026-11-12 12:30:00', '2026-11-20 05:00:00'], week)).toBe(11);
  expect(startHour(['2026-11-15 00:10:00'], week)).toBe(0);
});

test('an empty week begins in the morning', () => {
  expect(startHour(['2026-11-20 05:00:00'], week)).toBe(7);
});
