import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Job } from '../../shared/contract/jobs.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { type JobHandler, type Jobs, TryLater } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import type { KeptTokens } from './createTokens.ts';

const Data = z.object({ channelId: z.string() });
type Data = z.infer<typeof Data>;

/** However short a platform makes its tokens, they are not renewed in a circle. */
const LEAST_PAUSE_MS = 5 * 60_000;
const ASK_PERSON_AGAIN_MS = 60 * 60_000;

/** Renews the grant of one channel ahead of its end, over and over; it sleeps between two renewals. */
export function refreshChannel({ tokens, now }: { tokens: Pick<KeptTokens, 'renewAhead'>; now: () => Date }): JobHandler<Data> {
  const inMs = (ms: number): Date => new Date(now().getTime() + ms);
  const notBefore = (at: Date, ms: number): Date => (at.getTime() < inMs(ms).getTime() ? inMs(ms) : at);
  return {
    kind: 'channel.refresh',
    data: Data,
    attempts: 5,
    missed: 'run-late', // after any sleep: late is better than a sign-in that ends
    missedAfterMs: 60 * 60_000,
    async run({ channelId }, { signal }) {
      let next: Date | null;
      try {
        next = await tokens.renewAhead(channelId, signal);
      } catch (error) {
        if (!(error instanceof PublishFailed)) throw error;
        const { failure } = error;
        if (failure.kind === 'wait') throw new TryLater(notBefore(failure.until, 60_000), failure.reason);
        if (failure.kind === 'needs-you') throw new TryLater(inMs(ASK_PERSON_AGAIN_MS), failure.reason);
        return { ended: 'reason' in failure ? failure.reason : failure.kind }; // the channel says what to do
      }
      if (next === null) return { ended: 'There is nothing to renew.' };
      throw new TryLater(notBefore(next, LEAST_PAUSE_MS), 'Signed in; it is renewed in time.');
    },
  };
}

type Subject = { readonly id: string; readonly name: string };

const addJob = (jobs: Jobs, { id, name }: Subject, runAt: Date): Job =>
  jobs.add<Data>({
    kind: 'channel.refresh',
    data: { channelId: id },
    title: `Stay signed in as ${name}`,
    subject: id,
    uniqueKey: `channel.refresh:${id}`,
    priority: 15,
    runAt,
  });

/** Sees to it that a channel's grant is looked at then. */
export function queueRefresh(jobs: Jobs, channel: Subject, runAt: Date): void {
  const job = addJob(jobs, channel, runAt);
  // One that runs just now finds its next time itself.
  if (job.state === 'waiting' && Date.parse(job.runAt) !== runAt.getTime()) jobs.moveTo(job.id, runAt);
}

/** Makes sure that every channel that is signed in has its worker; one that waits already is left as it is. */
export function healRefreshes({ jobs, read, now }: { jobs: Jobs; read: ReadDb; now: () => Date }): void {
  const ready = read.select().from(channels).where(eq(channels.standing, 'ready')).all();
  for (const channel of ready.filter(({ secretRef }) => secretRef !== null)) addJob(jobs, channel, now());
}
