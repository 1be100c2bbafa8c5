import { expect, test } from 'vitest';
import { readSlots, writeSlots } from '../../shared/schedule/readSlots.ts';

const read = (text: string) => {
  const found = readSlots(text);
  return 'slots' in found ? found.slots.map(({ days, time }) => `${days.join('')} ${time}`) : found.problem;
};

test('days and times are read as a person writes them', () => {
  expect(read('mon-fri 18:00, sat 10:30')).toEqual(['12345 18:00', '6 10:30']);
  expect(read('mon, wed 9:05 21:00; daily 12:00')).toEqual(['13 09:05', '13 21:00', '1234567 12:00']);
  expect(read('Fri-Mon 08:00, Sunday 07:00')).toEqual(['1567 08:00', '7 07:00']);
  expect(read('')).toEqual([]);
});

test('what makes no sense is said in plain words', () => {
  expect(read('18:00')).toMatch(/no day before it/);
  expect(read('mon 25:00')).toMatch(/neither a day/);
  expect(read('mon 18:00, tue')).toMatch(/no time after it/);
  expect(read('mon-wed-fri 18:00')).toMatch(/neither a day/);
});

test('what is written is read as the same', () => {
  const found = readSlots('mon-fri 18:00, sat 10:30');
  expect('slots' in found && readSlots(writeSlots(found.slots))).toEqual(found);
});
