import { Temporal } from 'temporal-polyfill';

/* Words: a day is `2026-11-20`, without a zone; a span is a run of whole days in the creator's zone. */

export const calendarModes = ['month', 'week', 'day', 'list'] as const;
export type CalendarMode = (typeof calendarModes)[number];

export type Span = {
  readonly firstDay: string;
  readonly lastDay: string;
  /** The instants at which the first day begins and the last one has ended. */
  readonly from: string;
  readonly to: string;
};

type Days = { readonly first: Temporal.PlainDate; readonly last: Temporal.PlainDate };

const weekOf = (date: Temporal.PlainDate): Days => {
  const first = date.subtract({ days: date.dayOfWeek - 1 });
  return { first, last: first.add({ days: 6 }) };
};
const monthOf = (date: Temporal.PlainDate): Days => ({ first: date.with({ day: 1 }), last: date.with({ day: date.daysInMonth }) });

function daysOf(mode: CalendarMode, date: Temporal.PlainDate): Days {
  if (mode === 'day') return { first: date, last: date };
  if (mode === 'week') return weekOf(date);
  const month = monthOf(date);
  return mode === 'list' ? month : { first: weekOf(month.first).first, last: weekOf(month.last).last };
}

/** The days a mode shows around `day`. A month shows the whole weeks it touches, Monday first. */
export function visibleSpan(mode: CalendarMode, day: string, zone: string): Span {
  const { first, last } = daysOf(mode, Temporal.PlainDate.from(day));
  const startOf = (date: Temporal.PlainDate): string => date.toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'millisecond' });
  return { firstDay: first.toString(), lastDay: last.toString(), from: startOf(first), to: startOf(last.add({ days: 1 })) };
}

/** The day one page of the mode further (`by` 1) or back (-1). A month keeps the day where it has one. */
export function stepDay(mode: CalendarMode, day: string, by: 1 | -1): string {
  const date = Temporal.PlainDate.from(day);
  const step = mode === 'day' ? { days: by } : mode === 'week' ? { weeks: by } : { months: by };
  return date.add(step).toString();
}

/** The day an instant falls on in a zone. */
export function dayOfInstant(instant: string, zone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** “November 2026”, “16 – 22 November 2026”, “Friday 20 November 2026”. */
export function nameSpan(mode: CalendarMode, day: string): string {
  const date = Temporal.PlainDate.from(day);
  const write = (at: Temporal.PlainDate, parts: Intl.DateTimeFormatOptions): string =>
    at.toLocaleString('en-GB', parts).replaceAll(',', '');
  if (mode === 'day') return write(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  if (mode !== 'week') return write(date, { month: 'long', year: 'numeric' });
  const { first, last } = weekOf(date);
  const sameYear = first.year === last.year;
  const start = write(first, {
    day: 'numeric',
    ...(first.month !== last.month && { month: 'long' }),
    ...(!sameYear && { year: 'numeric' }),
  });
  return `${start} – ${write(last, { day: 'numeric', month: 'long', year: 'numeric' })}`;
}
