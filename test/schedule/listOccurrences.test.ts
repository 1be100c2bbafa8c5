import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { openCalendar } from '../../shared/schedule/calendar.ts';
import { listOccurrences } from '../../shared/schedule/listOccurrences.ts';
import type { Slot } from '../../shared/schedule/plan.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const daily = (time: string, score: number | null = null): Slot => ({ days: EVERY_DAY, time, score });
const list = (slots: readonly Slot[], zone: string, from: string, to: string): string[] =>
  listOccurrences(slots, { calendar: openCalendar(zone), fromMs: Date.parse(from), toMs: Date.parse(to) }).map(({ slotMs }) =>
    new Date(slotMs).toISOString().slice(0, 16),
  );

describe('a plan’s slots over both changes of the clocks', () => {
  // the day, a time in its gap or doubled hour, and the instant that comes of it, by the rules of each zone
  test.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30', 23],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30', 25],
    ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T01:30', 23],
    ['Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30', 25],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30', 23],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30', 25],
    ['America/New_York', '2027-03-14', '02:30', '2027-03-14T07:30', 23],
    ['America/New_York', '2027-11-07', '01:30', '2027-11-07T05:30', 25],
    ['Australia/Sydney', '2026-10-04', '02:30', '2026-10-03T16:30', 23],
    ['Australia/Sydney', '2026-04-05', '02:30', '2026-04-04T15:30', 25],
    ['Australia/Sydney', '2027-10-03', '02:30', '2027-10-02T16:30', 23],
    ['Australia/Sydney', '2027-04-04', '02:30', '2027-04-03T15:30', 25],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45', 24.5],
    ['Australia/Lord_Howe', '2027-10-03', '02:15', '2027-10-02T15:45', 23.5],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45', 24.5],
  ])('in %s, %s at %s is %s UTC, once, on a day of %d hours', (zone, date, time, instant, hours) => {
    const midnight = (day: string): string => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
    const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
    expect(list([daily(time)], zone, midnight(date), midnight(next))).toEqual([instant]);
    const { startMs, endMs } = openCalendar(zone).dayOf(Date.parse(`${instant}Z`));
    expect((endMs - startMs) / 3_600_000).toBe(hours);
  });

  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe'])(
    'in %s, a slot at 18:00 is at 18:00 on every day of two years',
    (zone) => {
      const from = Date.parse('2026-01-01T12:00:00Z');
      const found = listOccurrences([daily('18:00')], { calendar: openCalendar(zone), fromMs: from, toMs: from + 730 * 86_400_000 });
      expect(found).toHaveLength(730);
      const shown = found.map(({ slotMs }) => Temporal.Instant.fromEpochMilliseconds(slotMs).toZonedDateTimeISO(zone));
      expect(new Set(shown.map((at) => at.toPlainTime().toString()))).toEqual(new Set(['18:00:00']));
      expect(new Set(shown.map((at) => at.toPlainDate().toString())).size).toBe(730);
    },
  );

  test('every minute of the day comes round once on the days of both changes, as the calendar itself says', () => {
    for (const [zone, date] of [
      ['Europe/Berlin', '2026-03-29'],
      ['Australia/Lord_Howe', '2026-04-05'],
    ] as const) {
      // prettier-ignore
      const day = Temporal.PlainDate.from(date);
      const two = (number: number): string => String(number).padStart(2, '0');
      for (let minutes = 0; minutes < 1_440; minutes += 7) {
        const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        const expected = day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString().slice(0, 16);
        const [from, to] = [day.toZonedDateTime(zone), day.add({ days: 1 }).toZonedDateTime(zone)];
        expect(list([daily(time)], zone, from.toInstant().toString(), to.toInstant().toString())).toEqual([expected]);
      }
    }
  });
});

describe('a plan’s slots', () => {
  test('two slots that the gap of spring brings together are one, with the higher score', () => {
    const found = listOccurrences([daily('02:30', 0.2), daily('03:30', 0.7)], {
      calendar: openCalendar('Europe/Berlin'),
      fromMs: Date.parse('2026-03-28T23:00:00Z'),
      toMs: Date.parse('2026-03-29T22:00:00Z'),
    });
    expect(found).toEqual([{ slotMs: Date.parse('2026-03-29T01:30:00Z'), score: 0.7 }]);
  });

  test('the first instant belongs to a range, the last does not', () => {
    expect(list([daily('18:00')], 'UTC', '2026-11-20T18:00:00Z', '2026-11-21T18:00:00Z')).toEqual(['2026-11-20T18:00']);
    expect(list([daily('18:00')], 'UTC', '2026-11-20T18:00:00Z', '2026-11-20T18:00:00Z')).toEqual([]);
  });

  test('a weekday is the one of the plan’s zone', () => {
    const monday: Slot = { days: [1], time: '06:00', score: null };
    expect(list([monday], 'Asia/Tokyo', '2026-11-16T00:00:00Z', '2026-11-30T00:00:00Z')).toEqual(['2026-11-22T21:00', '2026-11-29T21:00']);
  });

  test('a zone whose clocks change at midnight loses no slot', () => {
    // In Cairo 2027-04-30 begins at 01:00.
    expect(list([daily('00:15')], 'Africa/Cairo', '2027-04-28T21:00:00Z', '2027-05-01T20:00:00Z')).toEqual([
      '2027-04-28T22:15',
      '2027-04-29T22:15',
      '2027-04-30T21:15',
    ]);
  });
});
