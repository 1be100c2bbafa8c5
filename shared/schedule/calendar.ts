import { Temporal } from 'temporal-polyfill';

/** A calendar day of a zone: [startMs, endMs), 23 or 25 hours long where the clocks change. `weekday` as in ISO 8601. */
export type Day = { readonly startMs: number; readonly endMs: number; readonly date: string; readonly weekday: number };

export type Calendar = { readonly zone: string; dayOf(atMs: number): Day };

const DAY_MS = 86_400_000;

function findDay(atMs: number, zone: string): Day {
  const start = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).startOfDay();
  const end = start.add({ days: 1 }).startOfDay();
  return {
    startMs: start.epochMilliseconds,
    endMs: end.epochMilliseconds,
    date: start.toPlainDate().toString(),
    weekday: start.dayOfWeek,
  };
}

/** The days of a zone. Days once found are kept, since a month of slots asks for the same ones again and again. @throws RangeError when there is no such zone. */
export function openCalendar(zone: string): Calendar {
  const known = new Map<number, Day[]>();
  return {
    zone,
    dayOf(atMs) {
      const near = Math.floor(atMs / DAY_MS); // at most three local days touch one day of UTC
      const days = known.get(near) ?? [];
      const found = days.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
      if (found !== undefined) return found;
      const day = findDay(atMs, zone);
      known.set(near, [...days, day]);
      return day;
    },
  };
}
