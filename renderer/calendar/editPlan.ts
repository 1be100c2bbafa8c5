import { WallClock, type Plan, type Slot } from '../../shared/schedule/plan.ts';

export const weekdays = [
  { day: 1, short: 'Mo', name: 'Monday' },
  { day: 2, short: 'Tu', name: 'Tuesday' },
  { day: 3, short: 'We', name: 'Wednesday' },
  { day: 4, short: 'Th', name: 'Thursday' },
  { day: 5, short: 'Fr', name: 'Friday' },
  { day: 6, short: 'Sa', name: 'Saturday' },
  { day: 7, short: 'Su', name: 'Sunday' },
] as const;

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const slot = (days: readonly number[], time: string): Slot => ({ days: [...days], time, score: null });

export const planPresets: readonly { readonly label: string; readonly slots: readonly Slot[] }[] = [
  { label: 'Every day 18:00', slots: [slot(everyDay, '18:00')] },
  { label: 'Weekdays 12:00 and 18:00', slots: [slot([1, 2, 3, 4, 5], '12:00'), slot([1, 2, 3, 4, 5], '18:00')] },
];

/** Adds a slot two hours after the last one of the day, or at 18:00 where there is none. */
export function addSlot(plan: Plan): Plan {
  const last = plan.slots
    .map(({ time }) => time)
    .sort()
    .at(-1);
  const hour = last === undefined ? 18 : (Number(last.slice(0, 2)) + 2) % 24;
  return { ...plan, slots: [...plan.slots, slot(everyDay, `${String(hour).padStart(2, '0')}:00`)] };
}

/** The plan with one slot changed; a slot learned to be good at one time says nothing of another. */
export function changeSlot(plan: Plan, index: number, change: Partial<Pick<Slot, 'days' | 'time'>>): Plan {
  return {
    ...plan,
    slots: plan.slots.map((one, at) => {
      if (at !== index) return one;
      const next = { ...one, ...change };
      return change.time === undefined || change.time === one.time ? next : { ...next, score: null };
    }),
  };
}

export const removeSlot = (plan: Plan, index: number): Plan => ({ ...plan, slots: plan.slots.filter((_, at) => at !== index) });

/** What keeps a plan from being saved, in plain words; null when nothing does. */
export function faultOfPlan({ slots }: Plan): string | null {
  if (slots.some(({ time }) => !WallClock.safeParse(time).success)) return 'One of the times is not complete.';
  if (slots.some(({ days }) => days.length === 0)) return 'One of the times has no day. Choose a day for it, or take it away.';
  const seen = new Set<string>();
  for (const { days, time } of slots)
    for (const day of days) {
      if (seen.has(`${day} ${time}`)) return `${weekdays[day - 1]?.name ?? 'A day'} ${time} is there twice.`;
      seen.add(`${day} ${time}`);
    }
  return null;
}

/** A plan as people say it: “7 posts a week at most, 3 h apart, each up to 15 min early or late”. */
export function sayPlan({ slots, minGapMinutes, maxPerDay, jitterMinutes }: Plan): string {
  const perDay = weekdays.map(({ day }) => Math.min(maxPerDay, slots.filter(({ days }) => days.includes(day)).length));
  const perWeek = perDay.reduce((sum, count) => sum + count, 0);
  const parts = [
    perWeek === 0 ? 'No posting times yet' : `${perWeek === 1 ? '1 post' : `${perWeek} posts`} a week at most`,
    ...(minGapMinutes > 0 ? [`at least ${sayMinutes(minGapMinutes)} apart`] : []),
    ...(jitterMinutes > 0 ? [`each up to ${sayMinutes(jitterMinutes)} early or late by chance`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** “15 min”, “3 h”, “2 h 30 min”, “2 days”. */
export function sayMinutes(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`;
  const hours = Math.floor(minutes / 60);
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes % 60 > 0 || hours === 0 ? [`${minutes % 60} min`] : [])].join(' ');
}
