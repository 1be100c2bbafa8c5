import { describe, expect, test } from 'vitest';
import { addSlot, changeSlot, faultOfPlan, planPresets, removeSlot, sayMinutes, sayPlan } from '../../renderer/calendar/editPlan.ts';
import { fillTemplate } from '../../renderer/words/fillTemplate.ts';
import { planTemplate } from '../../renderer/words/planTemplate.ts';
import { defaultPlan, Plan } from '../../shared/schedule/plan.ts';

const evening = { days: [1, 2], time: '18:00', score: 0.8 };

describe('posting times', () => {
  test('a new time begins at 18:00, and two hours after the last one there is', () => {
    const first = addSlot(defaultPlan);
    expect(first.slots[0]?.time).toBe('18:00');
    expect(addSlot(first).slots[1]?.time).toBe('20:00');
    expect(addSlot({ ...defaultPlan, slots: [{ ...evening, time: '23:30' }] }).slots[1]?.time).toBe('01:00');
  });

  test('what was learned of a time is forgotten with it, not with its days', () => {
    const plan = { ...defaultPlan, slots: [evening] };
    expect(changeSlot(plan, 0, { time: '19:00' }).slots[0]?.score).toBeNull();
    expect(changeSlot(plan, 0, { days: [3] }).slots[0]?.score).toBe(0.8);
    expect(removeSlot(plan, 0).slots).toEqual([]);
  });

  test('the ready-made plans may be saved', () => {
    for (const { slots } of planPresets) {
      const plan = { ...defaultPlan, slots: [...slots] };
      expect(Plan.parse(plan)).toEqual(plan);
      expect(faultOfPlan(plan)).toBeNull();
    }
  });

  test('a time without a day, an unfinished one and one that is there twice are told', () => {
    expect(faultOfPlan({ ...defaultPlan, slots: [{ ...evening, days: [] }] })).toContain('no day');
    expect(faultOfPlan({ ...defaultPlan, slots: [{ ...evening, time: '1' }] })).toContain('not complete');
    expect(faultOfPlan({ ...defaultPlan, slots: [evening, { ...evening, days: [2, 3] }] })).toBe('Tuesday 18:00 is there twice.');
  });

  test('a plan is said in words, and never promises more than it allows', () => {
    expect(sayPlan(defaultPlan)).toBe('No posting times yet, at least 3 h apart, each up to 15 min early or late by chance.');
    const slots = ['08:00', '12:00', '18:00'].map((time) => ({ days: [1, 2, 3, 4, 5, 6, 7], time, score: null }));
    expect(sayPlan({ ...defaultPlan, slots, maxPerDay: 2, minGapMinutes: 0, jitterMinutes: 0 })).toBe('14 posts a week at most.');
  });

  test('minutes are said as people say them', () => {
    expect([0, 15, 60, 150, 1440, 2880, 1500].map(sayMinutes)).toEqual(['0 min', '15 min', '1 h', '2 h 30 min', '1 day', '2 days', '25 h']);
  });
});

describe('words', () => {
  test('a feed’s template is filled once: words in an item that look like a mark stay', () => {
    const item = { title: 'On {link} and $&', summary: '', link: 'https://example.com' };
    expect(fillTemplate('{title}\n{summary}\n{link}', item)).toBe('On {link} and $&\n\nhttps://example.com');
  });

  test('the template of a plan has the same columns as CSV and as JSON', () => {
    const heading = planTemplate('csv', 'practice', '2026-11-27').split('\n')[0];
    const rows: unknown = JSON.parse(planTemplate('json', 'practice', '2026-11-27'));
    expect(Array.isArray(rows) && Object.keys(rows[0]).join(',')).toBe(heading);
    expect(heading).toBe('channel,at,film,title,caption,options');
  });
});
