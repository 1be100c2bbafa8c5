import { describe, expect, test } from 'vitest';
import { between, listRows } from '../../renderer/calendar/listRows.ts';
import { layOutEvents } from '../../renderer/calendar/layOutEvents.ts';
import { dayOfInstant, nameSpan, stepDay, visibleSpan } from '../../renderer/calendar/span.ts';
import { windowRows } from '../../renderer/calendar/windowRows.ts';
import { calendarPost } from './calendarPost.ts';

describe('the days that are shown', () => {
  test('a month shows the whole weeks it touches, from midnight to midnight of the zone', () => {
    expect(visibleSpan('month', '2026-11-20', 'Europe/Berlin')).toEqual({
      firstDay: '2026-10-26',
      lastDay: '2026-12-06',
      from: '2026-10-25T23:00:00.000Z',
      to: '2026-12-06T23:00:00.000Z',
    });
  });

  test('a week in which the clocks change is an hour longer', () => {
    const { from, to } = visibleSpan('week', '2026-10-25', 'Europe/Berlin');
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBe(7 * 24 + 1);
  });

  test('a list shows the days of the month alone, a day only itself', () => {
    expect(visibleSpan('list', '2026-02-10', 'UTC')).toMatchObject({ firstDay: '2026-02-01', lastDay: '2026-02-28' });
    expect(visibleSpan('day', '2026-02-10', 'UTC')).toMatchObject({ firstDay: '2026-02-10', lastDay: '2026-02-10' });
  });

  test('a step goes one page of the mode', () => {
    expect(stepDay('month', '2026-01-31', 1)).toBe('2026-02-28');
    expect(stepDay('week', '2026-01-01', -1)).toBe('2025-12-25');
    expect(stepDay('day', '2026-12-31', 1)).toBe('2027-01-01');
  });

  test('an instant falls on the day of the creator, not of London', () => {
    expect(dayOfInstant('2026-11-20T03:00:00Z', 'America/Los_Angeles')).toBe('2026-11-19');
  });

  test('a span has a name for people, with both months and years where they differ', () => {
    expect(nameSpan('month', '2026-11-20')).toBe('November 2026');
    expect(nameSpan('week', '2026-11-20')).toBe('16 – 22 November 2026');
    expect(nameSpan('week', '2026-12-31')).toBe('28 December 2026 – 3 January 2027');
    expect(nameSpan('day', '2026-11-20')).toBe('Friday 20 November 2026');
  });
});

describe('what finds room in a cell', () => {
  const slot = { channelId: 'c', slotAt: '2026-11-20T17:00:00.000Z', score: null };
  const day = { zone: 'UTC', letters: 10, most: 3 } as const;
  const posts = [8, 9, 10, 11, 12].map((hour) => calendarPost(`p${hour}`, `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`));

  test('the last place says how many posts are left', () => {
    const entries = layOutEvents(posts, [slot], day);
    expect(entries.map(({ kind }) => kind)).toEqual(['post', 'post', 'more']);
    expect(entries[2]).toMatchObject({ count: 3, beside: 2, start: '2026-11-20 10:00:00' });
  });

  test('posts go before free slots, and both stand in order of time', () => {
    const early = { ...slot, slotAt: '2026-11-20T07:00:00.000Z' };
    const entries = layOutEvents(posts.slice(0, 2), [slot, early], day);
    expect(entries.map(({ start }) => start.slice(11, 13))).toEqual(['07', '08', '09']);
  });

  test('times are those of the zone, also on the day the clocks change', () => {
    const around = ['2026-03-29T00:59:00.000Z', '2026-03-29T01:00:00.000Z'].map((at, index) => calendarPost(`p${index}`, at));
    const entries = layOutEvents(around, [], { zone: 'Europe/Berlin', letters: 13, most: 9 });
    expect(entries.map(({ start }) => start)).toEqual(['2026-03-29 01:59:00', '2026-03-29 03:00:00']);
  });

  test('ten thousand posts leave no more entries than there is room', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      calendarPost(`p${index}`, new Date(Date.UTC(2026, 10, 1) + index * 250_000).toISOString()),
    );
    const entries = layOutEvents(many, [], { ...day, most: 4 });
    const days = new Set(entries.map(({ start }) => start.slice(0, 10)));
    expect(entries.length).toBe(days.size * 4);
    const left = entries.reduce((sum, entry) => sum + (entry.kind === 'more' ? entry.count : 1), 0);
    expect(left).toBe(10_000);
  });
});

describe('the list', () => {
  const rows = listRows(
    [
      calendarPost('late', '2026-11-21T10:00:00.000Z'),
      calendarPost('b', '2026-11-20T10:00:00.000Z'),
      calendarPost('a', '2026-11-20T10:00:00.000Z'),
    ],
    'UTC',
  );

  test('stands by day, soonest first, under headings that count', () => {
    expect(rows.map((row) => (row.kind === 'day' ? `${row.day} ${row.count}` : row.post.id))).toEqual([
      '2026-11-20 2',
      'a',
      'b',
      '2026-11-21 1',
      'late',
    ]);
  });

  test('a click with Shift takes all between, whichever way', () => {
    expect(between(rows, 'late', 'a')).toEqual(['a', 'b', 'late']);
    expect(between(rows, 'gone', 'b')).toEqual(['b']);
  });

  test('draws only the rows in sight and a few around', () => {
    const { first, end } = windowRows({ top: 46_000, height: 920, rowHeight: 46, count: 10_000 });
    expect(first).toBeLessThanOrEqual(1_000);
    expect(end).toBeGreaterThanOrEqual(1_020);
    expect(end - first).toBeLessThan(60);
    expect(windowRows({ top: 999_999, height: 920, rowHeight: 46, count: 3 })).toEqual({ first: 3, end: 3 });
  });
});
