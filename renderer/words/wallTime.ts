import { Temporal } from 'temporal-polyfill';

/** The instant of a wall-clock time (`2026-12-04 09:00:00`) in a zone. A time skipped by daylight saving moves on. */
export function instantOfWallTime(wallTime: string, zone: string): string {
  return Temporal.PlainDateTime.from(wallTime.replace(' ', 'T'))
    .toZonedDateTime(zone)
    .toInstant()
    .toString({ smallestUnit: 'millisecond' });
}

/** The wall-clock time of an instant in a zone, in the form the date picker takes. */
export function wallTimeOfInstant(instant: string, zone: string): string {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  return time.toString({ smallestUnit: 'second' }).replace('T', ' ');
}
