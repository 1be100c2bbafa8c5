import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, integer, property, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLimits, type LimitsRoom } from '../../../electron/publish/limits/createLimits.ts';
import type { LimitRule, LimitUse } from '../../../electron/publish/limits/types.ts';
import { openStore, type Store } from '../../../electron/store/openStore.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const perMinute: LimitRule = { platform: 'tiktok', name: 'init', label: 'Posts begun a minute', capacity: 6, per: { ms: MINUTE } };
const many: LimitRule = { platform: 'x', name: 'append', label: 'Pieces', capacity: 1_875, per: { ms: 15 * MINUTE } };
const daily: LimitRule = {
  platform: 'youtube',
  name: 'uploads',
  label: 'Uploads a day',
  capacity: 100,
  per: { dayIn: 'America/Los_Angeles' },
};
const of = (rule: LimitRule, channelId?: string): LimitUse => ({ rule, scope: channelId === undefined ? 'app' : { channelId } });

let home: string;
let store: Store;
let limits: LimitsRoom;
const clock = { ms: 0 };
const now = (): Date => new Date(clock.ms);
const open = (): void => {
  store = openStore({ home, now });
  store.write.$client.pragma('synchronous = off');
  limits = createLimits({ write: store.write, now, changed: () => undefined });
};

beforeEach(() => {
  clock.ms = Date.parse('2026-11-20T12:00:00Z');
  home = mkdtempSync(join(tmpdir(), 'tidereel-limits-'));
  open();
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

/** When it would go through: now when it did. */
function take(use: LimitUse, urgency: 'release' | 'read' = 'release'): number {
  try {
    limits.take([use], urgency);
    return clock.ms;
  } catch (error) {
    if (error instanceof PublishFailed && error.failure.kind === 'wait') return error.failure.until.getTime();
    throw error;
  }
}

describe('a limit per sliding time', () => {
  test('lets as many through as documented, then says when the next one fits', () => {
    for (let index = 0; index < 6; index += 1) {
      expect(take(of(perMinute, 'mia'))).toBe(clock.ms);
      clock.ms += 1_000;
    }
    expect(take(of(perMinute, 'mia'))).toBe(clock.ms + MINUTE - 6_000);
    clock.ms += MINUTE - 6_000;
    expect(take(of(perMinute, 'mia'))).toBe(clock.ms);
  });

  test('one channel does not use up another one', () => {
    for (let index = 0; index < 6; index += 1) take(of(perMinute, 'mia'));
    expect(take(of(perMinute, 'studio'))).toBe(clock.ms);
  });

  test('outlives a restart', () => {
    for (let index = 0; index < 6; index += 1) take(of(perMinute, 'mia'));
    store.close();
    open();
    expect(take(of(perMinute, 'mia'))).toBe(clock.ms + MINUTE);
  });

  test.each([perMinute, many])('never passes $capacity in any window, however it is asked', (rule) => {
    assert(
      property(
        array(record({ pause: integer({ min: 0, max: 40_000 }), cost: integer({ min: 1, max: 4 }) }), { maxLength: 120 }),
        (steps) => {
          const use = of(rule, `c${Math.random()}`);
          const taken: { at: number; cost: number }[] = [];
          const windowMs = 'ms' in rule.per ? rule.per.ms : 0;
          for (const { pause, cost } of steps) {
            clock.ms += pause;
            const wanted = rule === many ? cost * 200 : cost;
            const fits = take({ ...use, cost: wanted });
            if (fits === clock.ms) taken.push({ at: clock.ms, cost: wanted });
            else {
              expect(fits).toBeGreaterThan(clock.ms);
              clock.ms = fits; // what it said must hold
              expect(take({ ...use, cost: wanted })).toBe(clock.ms);
              taken.push({ at: clock.ms, cost: wanted });
            }
          }
          for (const { at } of taken) {
            const inWindow = taken.filter((one) => one.at <= at && one.at > at - windowMs).reduce((sum, { cost }) => sum + cost, 0);
            expect(inWindow).toBeLessThanOrEqual(rule.capacity);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('several limits are taken together or not at all', () => {
    for (let index = 0; index < 6; index += 1) take(of(perMinute));
    const left = limits.left(of(many));
    expect(() => limits.take([of(many), of(perMinute)], 'release')).toThrow(PublishFailed);
    expect(limits.left(of(many))).toBe(left);
  });

  test('a clock that was set back does not lock the limit for longer than its time', () => {
    for (let index = 0; index < 6; index += 1) take(of(perMinute));
    clock.ms -= 5 * HOUR;
    expect(take(of(perMinute))).toBe(clock.ms);
  });
});

describe('a limit per day of the platform', () => {
  test('begins anew at midnight where the platform counts, not where the creator lives', () => {
    limits.take([{ ...of(daily), cost: 100 }], 'release');
    expect(new Date(take(of(daily))).toISOString()).toBe('2026-11-21T08:00:00.000Z'); // midnight in Los Angeles, UTC-8
    clock.ms = Date.parse('2026-11-21T07:59:59Z');
    expect(take(of(daily))).toBeGreaterThan(clock.ms);
    clock.ms = Date.parse('2026-11-21T08:00:00Z');
    expect(take(of(daily))).toBe(clock.ms);
  });

  test('midnight keeps its place over a change of the clocks', () => {
    clock.ms = Date.parse('2026-11-01T20:00:00Z'); // the day the clocks go back there
    limits.take([{ ...of(daily), cost: 100 }], 'release');
    expect(new Date(take(of(daily))).toISOString()).toBe('2026-11-02T08:00:00.000Z');
  });
});

describe('what the platform says counts more', () => {
  test('what is left by its headers', () => {
    limits.learn(of(many), { remaining: 1, resetsAt: new Date(clock.ms + 90_000) });
    expect(take(of(many))).toBe(clock.ms);
    expect(take(of(many))).toBe(clock.ms + 90_000);
    clock.ms += 90_000;
    expect(take(of(many))).toBe(clock.ms);
  });

  test('another capacity than documented', () => {
    limits.learn(of(perMinute), { capacity: 2 });
    take(of(perMinute));
    take(of(perMinute));
    expect(take(of(perMinute))).toBeGreaterThan(clock.ms);
  });

  test('a refusal stops everything until then, with its words, and the limit is trusted less for a day', () => {
    limits.block(of(perMinute), new Date(clock.ms + 10 * MINUTE), 'TikTok asked us to wait.');
    expect(() => limits.take([of(perMinute)], 'release')).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ reason: 'TikTok asked us to wait.', until: new Date(clock.ms + 10 * MINUTE) }),
      }),
    );
    expect(limits.list()).toMatchObject([{ blockedUntil: new Date(clock.ms + 10 * MINUTE).toISOString(), capacity: 4 }]);
    clock.ms += 10 * MINUTE;
    for (let index = 0; index < 4; index += 1) expect(take(of(perMinute))).toBe(clock.ms);
    expect(take(of(perMinute))).toBeGreaterThan(clock.ms);
    clock.ms += 25 * HOUR;
    for (let index = 0; index < 6; index += 1) expect(take(of(perMinute))).toBe(clock.ms);
  });
});

test('reading numbers leaves a fifth of every limit to posts that are due', () => {
  for (let index = 0; index < 4; index += 1) expect(take(of(perMinute), 'read')).toBe(clock.ms);
  expect(take(of(perMinute), 'read')).toBeGreaterThan(clock.ms);
  expect(take(of(perMinute), 'release')).toBe(clock.ms);
});

test('the list says for people what is used and when all of it is free again', () => {
  take(of(daily));
  take(of(perMinute, 'mia'));
  expect(limits.list()).toEqual([
    {
      platform: 'tiktok',
      channelId: 'mia',
      name: 'init',
      label: 'Posts begun a minute',
      used: 1,
      capacity: 6,
      resetsAt: new Date(clock.ms + MINUTE).toISOString(),
      blockedUntil: null,
      reason: null,
    },
    expect.objectContaining({ platform: 'youtube', channelId: null, used: 1, capacity: 100, resetsAt: '2026-11-21T08:00:00.000Z' }),
  ]);
});

test('a counter that was spoiled by hand begins anew', () => {
  take(of(perMinute));
  store.write.$client.exec("update rate_limits set state = 'spoiled'");
  expect(limits.list()).toEqual([]);
  expect(take(of(perMinute))).toBe(clock.ms);
});
