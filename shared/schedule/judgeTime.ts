import { measureTime, type Surroundings } from './measureTime.ts';
import { sayMinutes, sayTime } from './sayTime.ts';

export type Breach = { readonly code: 'past' | 'gap' | 'day-full'; readonly message: string };

/**
 * What the plan says against a time, in plain words; empty when all is well. The gap holds both ways, to the post before
 * and to the one after; a gap of exactly the minimum is enough.
 */
export function judgeTime(atMs: number, about: Surroundings): Breach[] {
  const { plan, calendar } = about;
  const { past, nearestMs, sameDay } = measureTime(atMs, about);
  const breaches: Breach[] = [];
  if (past) breaches.push({ code: 'past', message: 'This time is over.' });
  if (nearestMs !== null && Math.abs(nearestMs - atMs) < plan.minGapMinutes * 60_000) {
    const apart = Math.round(Math.abs(nearestMs - atMs) / 60_000);
    const near = apart === 0 ? 'At the same time as' : `Only ${sayMinutes(apart)} from`;
    breaches.push({
      code: 'gap',
      message: `${near} the post of ${sayTime(nearestMs, calendar)}; this channel keeps ${sayMinutes(plan.minGapMinutes)} between two posts.`,
    });
  }
  if (sameDay >= plan.maxPerDay) {
    const posts = sameDay === 1 ? 'one post' : `${sameDay} posts`;
    breaches.push({ code: 'day-full', message: `This day has ${posts} already; this channel takes at most ${plan.maxPerDay} a day.` });
  }
  return breaches;
}
