import { WallClock, type Slot } from './plan.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function readDays(word: string): number[] | null {
  if (word === 'daily') return [1, 2, 3, 4, 5, 6, 7];
  const numberOf = (name: string | undefined): number => WEEKDAYS.indexOf(name?.slice(0, 3) ?? '') + 1;
  const [from = 0, to = from, ...more] = word.split('-').map(numberOf);
  if (from === 0 || to === 0 || more.length > 0) return null;
  const length = ((to - from + 7) % 7) + 1; // fri-mon goes round the end of the week
  return Array.from({ length }, (_, step) => ((from - 1 + step) % 7) + 1).sort((one, other) => one - other);
}

/**
 * Reads slots as a person writes them: "mon-fri 18:00, sat sun 10:30 15:00, daily 21:00". Words without a time go with
 * what follows, so "mon, wed 18:00" are two days. Nothing was learned of these slots yet, so they have no score.
 */
export function readSlots(text: string): { readonly slots: Slot[] } | { readonly problem: string } {
  const slots: Slot[] = [];
  let days: number[] = [];
  let timed = false;
  for (const word of text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)) {
    const time = word.padStart(5, '0');
    if (WallClock.safeParse(time).success) {
      if (days.length === 0) return { problem: `“${word}” has no day before it, like in “mon-fri ${word}”.` };
      slots.push({ days: [...new Set(days)].sort((one, other) => one - other), time, score: null });
      timed = true;
      continue;
    }
    const more = readDays(word);
    if (more === null) return { problem: `“${word}” is neither a day, like mon or mon-fri or daily, nor a time, like 18:00.` };
    days = timed ? more : [...days, ...more];
    timed = false;
  }
  if (days.length > 0 && !timed) return { problem: 'The last day has no time after it, like 18:00.' };
  return { slots };
}

/** Slots as `readSlots` reads them. */
export function writeSlots(slots: readonly Slot[]): string {
  return slots.map(({ days, time }) => `${days.map((day) => WEEKDAYS[day - 1] ?? '').join(' ')} ${time}`).join(', ');
}
