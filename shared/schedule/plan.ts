import { z } from 'zod';

/*
Words: a plan says when a channel may post. A slot is a wall-clock time on some days of the week in the plan's zone; an
occurrence is a slot on one day, an instant. Weekdays are counted as in ISO 8601: 1 is Monday, 7 Sunday.
*/

export const WallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const Slot = z.object({
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  time: WallClock,
  /** How well posts do then, 0–1; null where nothing was learned yet. */
  score: z.number().min(0).max(1).nullable(),
});
export type Slot = z.infer<typeof Slot>;

export const Plan = z.object({
  /** IANA zone; null follows the studio's. */
  zone: z.string().nullable(),
  slots: z.array(Slot).max(100),
  minGapMinutes: z.int().min(0).max(10_080),
  maxPerDay: z.int().min(1).max(100),
  /** A post goes out up to this long before or after its slot, by chance, fixed when it is scheduled. */
  jitterMinutes: z.int().min(0).max(120),
});
export type Plan = z.infer<typeof Plan>;

/** At most three posts a day, three hours apart, and no slots yet. */
export const defaultPlan: Plan = { zone: null, slots: [], minGapMinutes: 180, maxPerDay: 3, jitterMinutes: 15 };
