import { Temporal } from 'temporal-polyfill';
import type { Calendar, Day } from './calendar.ts';
import type { Slot } from './plan.ts';

/** A slot on one day. `score` is null where nothing was learned yet. */
export type Occurrence = { readonly slotMs: number; readonly score: number | null };

const MINUTE_MS = 60_000;
const PLAIN_DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * A wall-clock time on a day, as RFC 5545 (3.3.5) has it: a time in the gap of spring moves forward by the gap, and of a
 * doubled time in autumn the first one counts. Temporal calls that "compatible".
 */
function instantOf({ startMs, endMs, date }: Day, time: string, zone: string): number {
  // a day of 24 hours has no change of clocks in it, and counting is a hundred times quicker than asking the calendar
  if (endMs - startMs === PLAIN_DAY_MS) return startMs + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS;
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

const higher = (one: number | null, other: number | null): number | null => (one === null ? other : Math.max(one, other ?? 0));

/**
 * When the slots come round in [fromMs, toMs), oldest first. A slot comes at most once a day; where two slots fall on the
 * same instant, as in the gap of spring, that is one occurrence with the higher score.
 */
export function listOccurrences(
  slots: readonly Slot[],
  { calendar, fromMs, toMs }: { readonly calendar: Calendar; readonly fromMs: number; readonly toMs: number },
): Occurrence[] {
  const found = new Map<number, number | null>();
  if (slots.length === 0 || toMs <= fromMs) return [];
  // from the day before: a time in a gap at midnight moves over into the next day
  for (let day = calendar.dayOf(fromMs - PLAIN_DAY_MS); day.startMs < toMs; day = calendar.dayOf(day.endMs)) {
    for (const { days, time, score } of slots) {
      if (!days.includes(day.weekday)) continue;
      const slotMs = instantOf(day, time, calendar.zone);
      if (slotMs < fromMs || slotMs >= toMs) continue;
      found.set(slotMs, found.has(slotMs) ? higher(found.get(slotMs) ?? null, score) : score);
    }
  }
  return [...found].map(([slotMs, score]) => ({ slotMs, score })).sort((one, other) => one.slotMs - other.slotMs);
}
