import { nearestTime } from './drawTime.ts';
import { listOccurrences, type Occurrence } from './listOccurrences.ts';
import { countBefore, type Surroundings } from './measureTime.ts';
import type { Plan } from './plan.ts';

/** A slot for one more post, and the time nearest to it that keeps the plan. */
export type Chosen = Occurrence & { readonly atMs: number };

export type Choice = Surroundings & {
  readonly plan: Plan;
  /** Slots that posts were given already, ms. */
  readonly taken: ReadonlySet<number>;
  readonly fromMs: number;
  readonly toMs: number;
};

const isTaken = ({ slotMs }: Occurrence, { taken, times }: Choice): boolean =>
  taken.has(slotMs) || times[countBefore(times, slotMs)] === slotMs;

/** Every slot in [fromMs, toMs) that one more post could have, oldest first. */
export function listFreeSlots(choice: Choice): Occurrence[] {
  return listOccurrences(choice.plan.slots, { ...choice, fromMs: Math.max(choice.fromMs, choice.nowMs) }).filter(
    (occurrence) => !isTaken(occurrence, choice) && nearestTime(occurrence.slotMs, choice) !== null,
  );
}

/** Highest score first, then the earlier; a slot of which nothing was learned counts as an average one of the plan. */
function orderByScore(slots: readonly Occurrence[], plan: Plan): Occurrence[] {
  const known = plan.slots.flatMap(({ score }) => (score === null ? [] : [score]));
  const average = known.length === 0 ? 0 : known.reduce((sum, score) => sum + score, 0) / known.length;
  return slots.toSorted((one, other) => (other.score ?? average) - (one.score ?? average) || one.slotMs - other.slotMs);
}

/**
 * Up to `count` slots for as many posts, which keep the plan among one another and with the posts there are: the next
 * ones, or with `best` those that do best, best first.
 */
export function chooseSlots(choice: Choice, { count, best = false }: { readonly count: number; readonly best?: boolean }): Chosen[] {
  const free = listFreeSlots(choice);
  const times = [...choice.times];
  const chosen: Chosen[] = [];
  for (const occurrence of best ? orderByScore(free, choice.plan) : free) {
    if (chosen.length === count) break;
    const atMs = nearestTime(occurrence.slotMs, { ...choice, times });
    if (atMs === null) continue;
    times.splice(countBefore(times, atMs), 0, atMs);
    chosen.push({ ...occurrence, atMs });
  }
  return chosen;
}
