import { wallTimeOfInstant } from '../words/wallTime.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/**
 * How to write many instants as wall-clock times of a zone, `2026-11-20 18:00:00`. Asking a zone is slow, so it is asked
 * once a day of UTC; only on a day whose ends differ once a quarter of an hour, on which zones change their clocks.
 */
export function createWallTimes(zone: string): (instant: string) => string {
  const offsets = new Map<number, number>();
  const offsetAt = (ms: number): number => {
    const known = offsets.get(ms);
    if (known !== undefined) return known;
    const offset = Date.parse(`${wallTimeOfInstant(new Date(ms).toISOString(), zone).replace(' ', 'T')}Z`) - ms;
    offsets.set(ms, offset);
    return offset;
  };
  return (instant) => {
    const ms = Date.parse(instant);
    const day = Math.floor(ms / DAY_MS) * DAY_MS;
    const offset = offsetAt(day);
    const exact = offset === offsetAt(day + DAY_MS) ? offset : offsetAt(Math.floor(ms / QUARTER_MS) * QUARTER_MS);
    return new Date(ms + exact).toISOString().slice(0, 19).replace('T', ' ');
  };
}
