import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLimits, type LimitsRoom } from '../../../electron/publish/limits/createLimits.ts';
import type { LimitRule, LimitUse } from '../../../electron/publish/limits/types.ts';
import { openStore, type Store } from '../../../electron/store/openStore.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const timeline: LimitUse = {
  rule: { platform: 'x', name: 'timeline', label: 'Looks at own posts', capacity: 900, per: { ms: 15 * MINUTE } },
  scope: { channelId: 'mia' },
};
const init: LimitRule = { platform: 'tiktok', name: 'init', label: 'Posts begun a minute', capacity: 6, per: { ms: MINUTE } };

let home: string;
let store: Store;
let limits: LimitsRoom;
const clock = { ms: 0 };

beforeEach(() => {
  clock.ms = Date.parse('2026-11-20T12:00:00Z');
  home = mkdtempSync(join(tmpdir(), 'tidereel-limits-'));
  const now = (): Date => new Date(clock.ms);
  store = openStore({ home, now });
  limits = createLimits({ write: store.write, now, changed: () => undefined });
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

/** How long the use has to wait, ms; 0 when it went through. */
function take(use: LimitUse): number {
  try {
    limits.take([use], 'release');
    return 0;
  } catch (error) {
    if (error instanceof PublishFailed && error.failure.kind === 'wait') return error.failure.until.getTime() - clock.ms;
    throw error;
  }
}

test.each([1, 2, 3])(
  'a platform that allows %i of a limit that was documented as large is asked so often, and the list can be shown',
  (few) => {
    limits.learn(timeline, { remaining: few, capacity: few });
    for (let turn = 0; turn < 20; turn += 1) {
      const wait = take(timeline);
      expect(limits.list()).toHaveLength(1);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(15 * MINUTE + 1);
      clock.ms += wait;
    }
  },
);

test('a limit of one lets one through in any window', () => {
  limits.learn(timeline, { capacity: 1 });
  const passed: number[] = [];
  for (let minute = 0; minute < 120; minute += 1) {
    if (take(timeline) === 0) passed.push(clock.ms);
    clock.ms += MINUTE;
  }
  expect(passed.length).toBeGreaterThan(5);
  for (const [index, at] of passed.entries()) expect(at - (passed[index - 1] ?? 0)).toBeGreaterThanOrEqual(15 * MINUTE);
});

test.each([
  ['used up', () => void take({ ...timeline, cost: 900 })],
  ['told to be used up', () => limits.learn(timeline, { remaining: 0, resetsAt: new Date(clock.ms + 10 * MINUTE) })],
  ['blocked', () => limits.block(timeline, new Date(clock.ms + 10 * MINUTE), 'Slow down.')],
])('a limit that was %s while the clock was ahead by a month is free soon after it was set right', (_what, use) => {
  const right = clock.ms;
  clock.ms = right + 30 * DAY;
  use();
  clock.ms = right;
  let waited = 0;
  for (let wait = take(timeline); wait > 0 && waited <= DAY; wait = take(timeline)) {
    waited += Math.max(wait, MINUTE);
    clock.ms += Math.max(wait, MINUTE);
  }
  expect(waited).toBeLessThanOrEqual(DAY);
});

test('no answer of a platform closes a limit for longer than the longest day', () => {
  const use: LimitUse = { rule: init, scope: 'app' };
  limits.block(use, new Date(clock.ms + 3_000 * DAY), 'Come back in eight years.');
  expect(take(use)).toBeLessThanOrEqual(DAY + 60 * MINUTE);
  limits.block(timeline, new Date(Number.NaN), 'Come back never.');
  expect(take(timeline)).toBeLessThanOrEqual(DAY + 60 * MINUTE);
  expect(limits.list()).toHaveLength(2);
  clock.ms += 2 * DAY;
  limits.learn(timeline, { remaining: 0, resetsAt: new Date(clock.ms + 3_000 * DAY) });
  expect(take(timeline)).toBeLessThanOrEqual(DAY + 60 * MINUTE);
});
