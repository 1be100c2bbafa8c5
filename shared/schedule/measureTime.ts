import type { Calendar } from './calendar.ts';
import type { Plan } from './plan.ts';

/** How many of the ascending `times` are before `atMs`. */
export function countBefore(times: readonly number[], atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a time is judged by: the plan, its zone's days, the other posts of the channel, and now. */
export type Surroundings = {
  readonly plan: Pick<Plan, 'minGapMinutes' | 'maxPerDay' | 'jitterMinutes'>;
  readonly calendar: Calendar;
  /** When the channel's other posts go out or went, ascending, ms. */
  readonly times: readonly number[];
  readonly nowMs: number;
};

/** What a time is like: whether it is over, the post nearest to it, and how many posts its day has already. */
export type Measure = { readonly past: boolean; readonly nearestMs: number | null; readonly sameDay: number };

/** Measures a time against the other posts. A day is the calendar day of the plan's zone, so 23 or 25 hours long twice a year. */
export function measureTime(atMs: number, { calendar, times, nowMs }: Surroundings): Measure {
  const place = countBefore(times, atMs);
  const [before = -Infinity, after = Infinity] = [times[place - 1], times[place]];
  const nearest = atMs - before <= after - atMs ? before : after;
  const { startMs, endMs } = calendar.dayOf(atMs);
  return {
    past: atMs < nowMs,
    nearestMs: Number.isFinite(nearest) ? nearest : null,
    sameDay: countBefore(times, endMs) - countBefore(times, startMs),
  };
}
