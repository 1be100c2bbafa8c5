import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Like "18:00 on Fri 20 Nov", by the clocks of the calendar's zone. */
export function sayTime(atMs: number, { zone }: Pick<Calendar, 'zone'>): string {
  const { hour, minute, dayOfWeek, day, month } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(hour)}:${two(minute)} on ${WEEKDAYS[dayOfWeek - 1] ?? ''} ${day} ${MONTHS[month - 1] ?? ''}`;
}

/** Like "1 hour 30 minutes". */
export function sayMinutes(minutes: number): string {
  const count = (number: number, unit: string): string => (number === 1 ? `1 ${unit}` : `${number} ${unit}s`);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return count(minutes, 'minute');
  return minutes % 60 === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(minutes % 60, 'minute')}`;
}
