import { z } from 'zod';
import { dayIn, nextMidnight } from '../../../shared/schedule/zonedDays.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import type { LimitRule } from './types.ts';

const DAY_MS = 86_400_000;
/** Up to this capacity every single use is remembered; above it, a bucket with half the capacity as burst is as safe and smaller. */
const MOST_STAMPS = 120;
/** Nothing is closed for longer than this, the longest day there is: what lies further off was written under a clock that was wrong. */
const LONGEST_MS = 25 * 3_600_000;

/** What is stored of one counter. Instants in ms. */
export const CounterState = z.object({
  label: z.string(),
  /** As the rule has it, so that a list can be drawn before the rule was asked for again. */
  per: z.union([z.object({ ms: z.number() }), z.object({ dayIn: z.string() })]),
  count: z.discriminatedUnion('kind', [
    /** Every use in the sliding time, oldest first. */
    z.object({ kind: z.literal('stamps'), stamps: z.array(z.number()) }),
    z.object({ kind: z.literal('bucket'), tokens: z.number(), at: z.number() }),
    z.object({ kind: z.literal('day'), day: z.string(), used: z.number() }),
  ]),
  /** What the platform said was left, until it starts anew. */
  told: z.object({ left: z.number(), until: z.number() }).nullable(),
  /** After a refusal only this share of the capacity is used for a day. */
  trust: z.object({ share: z.number(), until: z.number() }).nullable(),
});
export type CounterState = z.infer<typeof CounterState>;

/** A counter that was never used. */
export function newCounter({ label, capacity, per }: LimitRule, now: number): CounterState {
  const rest = { label, per, told: null, trust: null };
  if ('dayIn' in per) return { ...rest, count: { kind: 'day', day: dayIn(now, per.dayIn), used: 0 } };
  if (capacity <= MOST_STAMPS) return { ...rest, count: { kind: 'stamps', stamps: [] } };
  return { ...rest, count: { kind: 'bucket', tokens: burst(capacity), at: now } };
}

/** Half of the capacity at once and half over the time: no sliding window of that time ever holds more than the capacity. */
const burst = (capacity: number): number => Math.ceil(capacity / 2);
/** A capacity of one has no second half: the one that was used comes back after the time. */
const refillPerMs = (capacity: number, ms: number): number => Math.max(1, capacity - burst(capacity)) / ms;

/** Whether an instant that was stored lies ahead, and not so far that only a clock set back can explain it. */
export const isAhead = (until: number, now: number): boolean => until > now && until <= now + LONGEST_MS;

export type CounterView = {
  readonly left: number;
  readonly used: number;
  readonly capacity: number;
  /** When all of it is free again; null when it is. */
  readonly resetsAt: number | null;
};

/** How a counter stands at `now`. `capacity` is the documented one, or what the platform said. */
export function viewCounter(
  { count, told, trust }: CounterState,
  { per, capacity }: { per: LimitRule['per']; capacity: number },
  now: number,
): CounterView {
  const share = trust !== null && isAhead(trust.until, now) ? trust.share : 1;
  const usable = Math.max(1, Math.floor(capacity * share));
  const own = ownLeft(count, { per, usable, now });
  const heard = told !== null && isAhead(told.until, now) ? told.left : Number.POSITIVE_INFINITY;
  const left = Math.max(0, Math.min(own.left, heard));
  const resetsAt = Math.max(own.resetsAt ?? 0, heard < usable ? (told?.until ?? 0) : 0);
  const most = count.kind === 'bucket' ? burst(usable) : usable;
  return { left, used: Math.max(0, most - left), capacity: usable, resetsAt: resetsAt > now ? resetsAt : null };
}

type At = { per: LimitRule['per']; usable: number; now: number };

function ownLeft(count: CounterState['count'], { per, usable, now }: At): { left: number; resetsAt: number | null } {
  switch (count.kind) {
    case 'day': {
      const zone = 'dayIn' in per ? per.dayIn : 'UTC';
      const used = count.day === dayIn(now, zone) ? count.used : 0;
      return { left: usable - used, resetsAt: used === 0 ? null : nextMidnight(now, zone) };
    }
    case 'stamps': {
      const live = liveStamps(count.stamps, per, now);
      const last = live.at(-1);
      return { left: usable - live.length, resetsAt: last === undefined ? null : last + lengthOf(per) };
    }
    case 'bucket': {
      const tokens = tokensNow(count, { per, usable, now });
      const missing = burst(usable) - tokens;
      return { left: Math.floor(tokens), resetsAt: missing < 1 ? null : now + missing / refillPerMs(usable, lengthOf(per)) };
    }
    default:
      return unreachable(count);
  }
}

const lengthOf = (per: LimitRule['per']): number => ('ms' in per ? per.ms : DAY_MS);
const liveStamps = (stamps: readonly number[], per: LimitRule['per'], now: number): readonly number[] =>
  stamps.filter((at) => at > now - lengthOf(per) && at <= now + lengthOf(per)); // a clock set back must not lock us out for ever

function tokensNow({ tokens, at }: { tokens: number; at: number }, { per, usable, now }: At): number {
  if (at > now + lengthOf(per)) return burst(usable); // the clock was set back
  return Math.min(burst(usable), tokens + Math.max(0, now - at) * refillPerMs(usable, lengthOf(per)));
}

/** When `cost` fits beside `reserve`, in ms; `now` when it does at once. A cost above the capacity counts as all of it. */
export function fitsAt(
  state: CounterState,
  { per, capacity, cost, reserve }: { per: LimitRule['per']; capacity: number; cost: number; reserve: number },
  now: number,
): number {
  const view = viewCounter(state, { per, capacity }, now);
  const most = state.count.kind === 'bucket' ? burst(view.capacity) : view.capacity;
  const needed = Math.min(cost + reserve, most);
  if (view.left >= needed) return now;
  const told = state.told !== null && isAhead(state.told.until, now) && state.told.left < needed ? state.told.until : now;
  return Math.max(told, ownFitsAt(state.count, { per, usable: view.capacity, now, needed }));
}

function ownFitsAt(count: CounterState['count'], { per, usable, now, needed }: At & { needed: number }): number {
  switch (count.kind) {
    case 'day': {
      const zone = 'dayIn' in per ? per.dayIn : 'UTC';
      return ownLeft(count, { per, usable, now }).left >= needed ? now : nextMidnight(now, zone);
    }
    case 'stamps': {
      const live = liveStamps(count.stamps, per, now);
      const tooMany = live.length + needed - usable;
      return tooMany <= 0 ? now : (live[tooMany - 1] ?? now) + lengthOf(per);
    }
    case 'bucket': {
      const missing = needed - tokensNow(count, { per, usable, now });
      return missing <= 0 ? now : now + Math.ceil(missing / refillPerMs(usable, lengthOf(per)));
    }
    default:
      return unreachable(count);
  }
}

/** The counter after `cost` was taken. */
export function takeFrom(
  state: CounterState,
  { per, capacity, cost }: { per: LimitRule['per']; capacity: number; cost: number },
  now: number,
): CounterState {
  const told = state.told === null ? null : { ...state.told, left: state.told.left - cost };
  const { capacity: usable } = viewCounter(state, { per, capacity }, now);
  const { count } = state;
  switch (count.kind) {
    case 'day': {
      const day = dayIn(now, 'dayIn' in per ? per.dayIn : 'UTC');
      return { ...state, told, count: { kind: 'day', day, used: (count.day === day ? count.used : 0) + cost } };
    }
    case 'stamps':
      return {
        ...state,
        told,
        count: {
          kind: 'stamps',
          stamps: [...liveStamps(count.stamps, per, now), ...Array.from({ length: cost }, () => now)].slice(-MOST_STAMPS),
        },
      };
    case 'bucket':
      return { ...state, told, count: { kind: 'bucket', tokens: tokensNow(count, { per, usable, now }) - cost, at: now } };
    default:
      return unreachable(count);
  }
}

/** A time a platform named, as far as it is believed; NaN is the furthest. */
export const believed = (until: Date, now: number): number => Math.min(until.getTime() || Number.POSITIVE_INFINITY, now + LONGEST_MS);

/** Until when what a platform told without a date counts. */
export const toldUntil = ({ per }: LimitRule, now: number): number => ('dayIn' in per ? nextMidnight(now, per.dayIn) : now + per.ms);
