import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { openCalendar } from '../../shared/schedule/calendar.ts';
import { chooseSlots, listFreeSlots, type Choice } from '../../shared/schedule/chooseSlots.ts';
import { drawTime } from '../../shared/schedule/drawTime.ts';
import { judgeTime } from '../../shared/schedule/judgeTime.ts';
import { defaultPlan, type Plan, type Slot } from '../../shared/schedule/plan.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const daily = (time: string, score: number | null = null): Slot => ({ days: EVERY_DAY, time, score });

const choiceOf = (plan: Partial<Plan>, about: { zone?: string; now: string; days?: number; times?: string[] }): Choice => {
  const nowMs = Date.parse(about.now);
  return {
    plan: { ...defaultPlan, ...plan },
    calendar: openCalendar(about.zone ?? 'UTC'),
    times: (about.times ?? []).map((time) => Date.parse(time)),
    taken: new Set(),
    nowMs,
    fromMs: nowMs,
    toMs: nowMs + (about.days ?? 14) * DAY_MS,
  };
};
const shown = (slots: readonly { slotMs: number }[]): string[] => slots.map(({ slotMs }) => new Date(slotMs).toISOString().slice(0, 16));

const slots = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    time: fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
  { minLength: 1, maxLength: 8 },
);
const plans = fc.record({
  zone: fc.constant(null),
  slots,
  minGapMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 600 })),
  maxPerDay: fc.integer({ min: 1, max: 5 }),
  jitterMinutes: fc.integer({ min: 0, max: 120 }),
});
// around both changes of 2026 in every zone
const starts = fc
  .constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30', '2026-07-01')
  .chain((day) => fc.integer({ min: 0, max: 3 * DAY_MS - 1 }).map((more) => Date.parse(day) + more));
const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe', 'UTC');
const worlds = fc
  .record({ plan: plans, zone: zones, nowMs: starts, posts: fc.array(fc.integer({ min: -2 * 1440, max: 8 * 1440 }), { maxLength: 12 }) })
  .map(({ plan, zone, nowMs, posts }): Choice => ({
    plan,
    calendar: openCalendar(zone),
    nowMs,
    fromMs: nowMs,
    toMs: nowMs + 7 * DAY_MS,
    times: posts.map((minutes) => nowMs + minutes * MINUTE_MS).sort((one, other) => one - other),
    taken: new Set(),
  }));
const runs = { numRuns: 400 };

/** Asked of the calendar itself, and not of the code under test. */
const dateOf = (atMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString();

/** Gives slots to posts one after the other, as the studio does. */
function fill(world: Choice, chances: readonly number[]): { slotMs: number; atMs: number }[] {
  const given: { slotMs: number; atMs: number }[] = [];
  for (const chance of chances) {
    const times = [...world.times, ...given.map(({ atMs }) => atMs)].sort((one, other) => one - other);
    const about = { ...world, times, taken: new Set(given.map(({ slotMs }) => slotMs)) };
    const [next] = chooseSlots(about, { count: 1 });
    if (next === undefined) break;
    const atMs = drawTime(next.slotMs, about, chance);
    expect(atMs).not.toBeNull();
    given.push({ slotMs: next.slotMs, atMs: atMs ?? 0 });
  }
  return given;
}

describe('over random plans, posts and zones', () => {
  const chances = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 15 });

  test('no post that is given a slot breaks the gap, the day’s maximum or the offset, none is in the past, and no slot is given twice', () => {
    fc.assert(
      fc.property(worlds, chances, (world, drawn) => {
        const { plan, calendar, nowMs, times } = world;
        const given = fill(world, drawn);
        expect(new Set(given.map(({ slotMs }) => slotMs)).size).toBe(given.length);
        const all = [...times, ...given.map(({ atMs }) => atMs)];
        for (const { slotMs, atMs } of given) {
          expect(atMs).toBeGreaterThanOrEqual(nowMs);
          expect(Math.abs(atMs - slotMs)).toBeLessThanOrEqual(plan.jitterMinutes * MINUTE_MS);
          expect(Number.isInteger((atMs - slotMs) / MINUTE_MS)).toBe(true);
          const others = all.filter((time, index) => index !== all.indexOf(atMs) || time !== atMs);
          for (const other of others) expect(Math.abs(other - atMs)).toBeGreaterThanOrEqual(plan.minGapMinutes * MINUTE_MS);
          const thatDay = all.filter((time) => dateOf(time, calendar.zone) === dateOf(atMs, calendar.zone));
          expect(thatDay.length).toBeLessThanOrEqual(plan.maxPerDay);
        }
      }),
      runs,
    );
  });

  test('slots chosen together keep the plan among one another, best first or next first', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), fc.integer({ min: 1, max: 10 }), (world, best, count) => {
        const chosen = chooseSlots({ ...world, plan: { ...world.plan, jitterMinutes: 0 } }, { count, best });
        expect(chosen.length).toBeLessThanOrEqual(count);
        expect(new Set(chosen.map(({ slotMs }) => slotMs)).size).toBe(chosen.length);
        for (const { slotMs } of chosen) {
          const times = [...world.times, ...chosen.map((other) => other.slotMs).filter((other) => other !== slotMs)].sort((a, b) => a - b);
          expect(judgeTime(slotMs, { ...world, times })).toEqual([]);
        }
        if (!best) expect(chosen).toEqual(chosen.toSorted((one, other) => one.slotMs - other.slotMs));
      }),
      runs,
    );
  });

  test('the same question has the same answer, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(worlds, chances, (world, drawn) => {
        const before = JSON.stringify(world.times);
        const fresh = { ...world, calendar: openCalendar(world.calendar.zone) };
        expect(fill(world, drawn)).toEqual(fill(fresh, drawn));
        expect(JSON.stringify(world.times)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  test('a free slot is one that a post can have, and every other one is taken, or has no minute left', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { slotMs } of listFreeSlots(world)) {
          const atMs = drawTime(slotMs, world, 0.5);
          expect(atMs).not.toBeNull();
          expect(judgeTime(atMs ?? 0, world)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('choosing slots', () => {
  const now = '2026-11-20T12:00:00Z';

  test('the next slots come in order, and what is over or taken is left out', () => {
    const world = choiceOf({ slots: [daily('09:00'), daily('18:00')] }, { now, times: ['2026-11-20T18:00:00Z'] });
    expect(shown(chooseSlots(world, { count: 3 }))).toEqual(['2026-11-21T09:00', '2026-11-21T18:00', '2026-11-22T09:00']);
  });

  test('a slot given to a post that chance moved stays taken, also where the plan knows no gap', () => {
    const plan = { slots: [daily('18:00')], minGapMinutes: 0 };
    const world = choiceOf(plan, { now, times: ['2026-11-20T18:12:00Z'], days: 1 });
    expect(shown(chooseSlots(world, { count: 5 }))).toEqual(['2026-11-20T18:00']);
    expect(chooseSlots({ ...world, taken: new Set([Date.parse('2026-11-20T18:00:00Z')]) }, { count: 5 })).toEqual([]);
  });

  test('slots exactly one gap apart can all be used, although chance moves the posts', () => {
    const world = choiceOf({ slots: [daily('12:00'), daily('15:00'), daily('18:00')] }, { now: '2026-11-20T00:00:00Z', days: 3 });
    for (const chance of [0, 0.3, 0.999]) expect(fill(world, Array(9).fill(chance))).toHaveLength(9);
  });

  test('the best come first, and a slot of which nothing is known counts as an average one', () => {
    const world = choiceOf(
      { slots: [daily('06:00', 0.1), daily('12:00', 0.9), daily('18:00')], minGapMinutes: 0, maxPerDay: 9, jitterMinutes: 0 },
      { now: '2026-11-20T00:00:00Z', days: 1 },
    );
    expect(shown(chooseSlots(world, { count: 3, best: true }))).toEqual(['2026-11-20T12:00', '2026-11-20T18:00', '2026-11-20T06:00']);
  });

  test('a day of 25 hours is one day until its end, and a day of 23 hours ends before its 24th', () => {
    const plan = { slots: [daily('00:30'), daily('23:30')], minGapMinutes: 0, maxPerDay: 1, jitterMinutes: 0 };
    // Berlin: 2026-10-25 lasts from 22:00 UTC of the 24th to 23:00 UTC, 2026-03-29 from 23:00 UTC of the 28th to 22:00 UTC
    const long = choiceOf(plan, { zone: 'Europe/Berlin', now: '2026-10-24T22:00:00Z', days: 2, times: ['2026-10-24T22:10:00Z'] });
    expect(shown(chooseSlots(long, { count: 9 }))).toEqual(['2026-10-25T23:30']);
    const short = choiceOf(plan, { zone: 'Europe/Berlin', now: '2026-03-28T23:00:00Z', days: 2, times: ['2026-03-28T23:10:00Z'] });
    expect(shown(chooseSlots(short, { count: 9 }))).toEqual(['2026-03-29T22:30', '2026-03-30T22:30']);
  });
});

describe('judging a time', () => {
  const world = (plan: Partial<Plan>, times: string[]) =>
    choiceOf({ slots: [], ...plan }, { zone: 'Europe/Berlin', now: '2026-11-20T12:00:00Z', times });
  const codes = (time: string, about: Choice): string[] => judgeTime(Date.parse(time), about).map(({ code }) => code);

  test('it says what is too close, to the post before as to the one after, and a gap of exactly the minimum is enough', () => {
    const about = world({}, ['2026-11-21T12:00:00Z']);
    expect(codes('2026-11-21T09:01:00Z', about)).toEqual(['gap']);
    expect(codes('2026-11-21T14:59:00Z', about)).toEqual(['gap']);
    expect(codes('2026-11-21T09:00:00Z', about)).toEqual([]);
    expect(codes('2026-11-21T15:00:00Z', about)).toEqual([]);
    expect(judgeTime(Date.parse('2026-11-21T13:30:00Z'), about)[0]?.message).toBe(
      'Only 1 hour 30 minutes from the post of 13:00 on Sat 21 Nov; this channel keeps 3 hours between two posts.',
    );
  });

  test('a time that is over, and a full day, are said too', () => {
    expect(codes('2026-11-20T11:59:00Z', world({}, []))).toEqual(['past']);
    const full = world({ minGapMinutes: 0, maxPerDay: 2 }, ['2026-11-21T23:00:00Z', '2026-11-22T10:00:00Z']);
    expect(codes('2026-11-22T20:00:00Z', full)).toEqual(['day-full']);
    expect(codes('2026-11-21T22:59:00Z', full)).toEqual([]); // 23:59 of the day before, in Berlin
  });
});
