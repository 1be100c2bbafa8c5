import { measureTime, type Surroundings } from './measureTime.ts';

const keepsPlan = (atMs: number, about: Surroundings): boolean => {
  const { past, nearestMs, sameDay } = measureTime(atMs, about);
  const gapMs = about.plan.minGapMinutes * 60_000;
  return !past && sameDay < about.plan.maxPerDay && (nearestMs === null || Math.abs(nearestMs - atMs) >= gapMs);
};

/** The times around a slot at which a post may go out, nearest first: whole minutes, up to the plan's offset, that keep the plan. */
function* timesAround(slotMs: number, about: Surroundings): Generator<number, void, void> {
  if (keepsPlan(slotMs, about)) yield slotMs;
  for (let minutes = 1; minutes <= about.plan.jitterMinutes; minutes += 1) {
    for (const atMs of [slotMs - minutes * 60_000, slotMs + minutes * 60_000]) if (keepsPlan(atMs, about)) yield atMs;
  }
}

/**
 * The time nearest to a slot that keeps the plan; null when there is none. A slot exactly one gap after a post that
 * chance moved back by ten minutes is still of use, ten minutes late.
 */
export function nearestTime(slotMs: number, about: Surroundings): number | null {
  for (const atMs of timesAround(slotMs, about)) return atMs;
  return null;
}

/**
 * Moves a slot by chance (0 ≤ chance < 1), each of the minutes that keep the plan being as likely as the others. Drawing
 * among those, and not cutting off what is drawn, keeps posts from gathering at the edges. Null when none is left.
 */
export function drawTime(slotMs: number, about: Surroundings, chance: number): number | null {
  const times = [...timesAround(slotMs, about)];
  return times[Math.floor(chance * times.length)] ?? null;
}
