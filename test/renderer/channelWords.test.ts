import { describe, expect, test } from 'vitest';
import type { Channel, LimitState } from '../../shared/contract/channels.ts';
import { defaultPlan } from '../../shared/schedule/plan.ts';
import { describeBlock, describeLimit, describeSignInEnd, describeSlot } from '../../renderer/words/channelWords.ts';
import { formatUsd } from '../../renderer/words/formatUsd.ts';

const channel: Channel = {
  id: 'c',
  platform: 'instagram',
  name: 'Mia',
  handle: '@mia',
  standing: 'ready',
  paused: false,
  reason: null,
  notes: [],
  signInEndsAt: '2026-12-03T08:00:00Z',
  defaults: { platform: 'practice' },
  plan: defaultPlan,
};
const limit: LimitState = {
  platform: 'tiktok',
  channelId: 'c',
  name: 'posts',
  label: 'Posts a day',
  used: 1_200,
  capacity: 10_000,
  resetsAt: null,
  blockedUntil: null,
  reason: null,
};
const timeOf = (): string => 'Today 14:05';

test('prices keep the tenths of cents a platform charges', () => {
  expect([0, 0.015, 0.2, 12.4, 0.0004].map(formatUsd)).toEqual(['$0', '$0.015', '$0.20', '$12.40', 'under $0.001']);
});

test('the end of a sign-in is said with what becomes of it', () => {
  expect(describeSignInEnd(channel, timeOf)).toBe('Sign-in lasts until today 14:05; it is renewed by itself.');
  expect(describeSignInEnd({ ...channel, platform: 'youtube' }, timeOf)).toContain('every 7 days');
  expect(describeSignInEnd({ ...channel, platform: 'tiktok' }, timeOf)).toContain('until today 14:05; then it wants you to sign in again.');
  expect(describeSignInEnd({ ...channel, signInEndsAt: null }, timeOf)).toBeNull();
  expect(describeSignInEnd({ ...channel, standing: 'sign-in' }, timeOf)).toBeNull();
});

describe('limits', () => {
  test('are said in numbers, with the time all of it is free again', () => {
    expect(describeLimit(limit, timeOf)).toBe('1,200 of 10,000 used');
    expect(describeLimit({ ...limit, used: 0, resetsAt: '2026-11-20T13:05:00Z' }, timeOf)).toBe('0 of 10,000 used');
    expect(describeLimit({ ...limit, resetsAt: '2026-11-20T13:05:00Z' }, timeOf)).toBe('1,200 of 10,000 used; all free again today 14:05');
  });

  test('a block is said with its reason, until it is over', () => {
    const blocked = { ...limit, blockedUntil: '2026-11-20T13:05:00Z', reason: 'too many requests' };
    expect(describeBlock(blocked, 'TikTok', { timeOf, now: new Date('2026-11-20T13:00:00Z') })).toBe(
      'TikTok asked us to wait until today 14:05: too many requests',
    );
    expect(describeBlock(blocked, 'TikTok', { timeOf, now: new Date('2026-11-20T13:06:00Z') })).toBeNull();
  });
});

test('a slot is said with the minute chance gave it', () => {
  const at = '2026-11-20T17:07:30Z';
  expect(describeSlot({ at, slotAt: '2026-11-20T17:00:00Z' }, 'Europe/Berlin')).toBe('Slot 18:00, moved by chance to 18:07');
  expect(describeSlot({ at, slotAt: at }, 'Europe/Berlin')).toBe('Slot 18:07');
  expect(describeSlot({ at, slotAt: null }, 'Europe/Berlin')).toBeNull();
});
