import type { Jobs, NewJob } from './types.ts';

/** Makes sure that a repeating job runs now, and not only when its turn comes; one at work already is left alone. */
export function runSoon<Data>(jobs: Jobs, job: NewJob<Data>, now: Date): void {
  const waiting = jobs.add({ ...job, runAt: now });
  if (waiting.state === 'waiting' && Date.parse(waiting.runAt) > now.getTime()) jobs.moveTo(waiting.id, now);
}
