import { Temporal } from 'temporal-polyfill';

/** The next start of a day in a zone, after `now` (both ms since 1970). Days are 23 or 25 hours long where the clocks change. */
export function nextMidnight(now: number, zone: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  return today.add({ days: 1 }).startOfDay().epochMilliseconds;
}

/** The calendar day of an instant in a zone, like "2026-11-20". */
export const dayIn = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The first instant of the month of `at` in a zone, ms. */
export function startOfMonth(at: number, zone: string): number {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return day.with({ day: 1 }).startOfDay().epochMilliseconds;
}

/** The first instant of the day of `at` in a zone, ms. */
export const startOfDay = (at: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds;
