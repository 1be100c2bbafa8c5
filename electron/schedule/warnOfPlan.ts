import type { CalendarPost } from '../../shared/contract/schedule.ts';
import type { Calendar } from '../../shared/schedule/calendar.ts';
import { judgeTime } from '../../shared/schedule/judgeTime.ts';
import type { Plan } from '../../shared/schedule/plan.ts';

type Rules = { readonly plan: Plan; readonly calendar: Calendar };

const OVER_ITS_TIME = 'Its time is over and it still waits for you.';

/**
 * Adds what the plans say to posts, oldest first, that have yet to go out and have no worse trouble. Of two that are too
 * close, and of those too many on a day, the later ones are told: the first may stay where it is.
 */
export function warnOfPlan(posts: readonly CalendarPost[], nowMs: number, rulesOf: (channelId: string) => Rules): CalendarPost[] {
  const earlier = new Map<string, number[]>();
  return posts.map((post) => {
    const { channelId, state, warning } = post;
    if (state === 'cancelled' || state === 'failed') return post; // nothing of it is or will be public
    const atMs = Date.parse(post.at);
    const times = earlier.get(channelId) ?? [];
    earlier.set(channelId, times);
    const waits = state === 'draft' || state === 'awaiting-approval';
    const said = waits || state === 'scheduled' ? judgeTime(atMs, { ...rulesOf(channelId), times, nowMs }) : [];
    times.push(atMs);
    if (warning !== null) return post;
    const [first] = said.filter(({ code }) => waits || code !== 'past'); // what is scheduled and due goes out any moment
    return { ...post, warning: first?.code === 'past' ? OVER_ITS_TIME : (first?.message ?? null) };
  });
}
