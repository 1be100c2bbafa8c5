import { ORPCError } from '@orpc/client';
import type { Job } from '../../shared/contract/jobs.ts';
import type { CommandCall, StudioClient } from './command.ts';

const ended: ReadonlySet<Job['state']> = new Set(['done', 'dead', 'cancelled', 'skipped']);

/**
 * Waits until a job has ended well, showing how far it is. Ctrl-C cancels the job.
 * @throws ORPCError with the job's own code and words when it failed or was cancelled.
 */
export async function waitForJob(client: StudioClient, jobId: number, call: Pick<CommandCall, 'progress' | 'signal'>): Promise<void> {
  const { progress, signal } = call;
  const stop = new AbortController();
  const following = followJob(client, jobId, progress, stop.signal);
  try {
    for (;;) {
      const { job } = await client.jobs.wait({ jobId, seconds: 30 }, { signal });
      if (!ended.has(job.state)) continue;
      if (job.state === 'done') return;
      throw whyEnded(job);
    }
  } catch (error) {
    if (signal.aborted) await client.jobs.cancel({ jobId }).catch(() => undefined); // it may just have ended
    throw error;
  } finally {
    stop.abort();
    await following;
    progress.done();
  }
}

async function followJob(client: StudioClient, jobId: number, progress: CommandCall['progress'], signal: AbortSignal): Promise<void> {
  try {
    for await (const change of await client.changes.follow(undefined, { signal })) {
      if (change.topic !== 'job' || change.value.id !== jobId || change.value.progress === null) continue;
      progress.show(change.value.title, change.value.progress.share, change.value.progress.remainingSeconds);
    }
  } catch (error) {
    // Progress is a courtesy: whether the job ended is learned without it.
    if (!signal.aborted) progress.show(`no progress can be shown (${error instanceof Error ? error.message : String(error)})`, 0, null);
  }
}

function whyEnded(job: Job): ORPCError<string, { hint: string }> {
  if (job.error === null) {
    const data = { hint: 'Start it again when you want to.' };
    return new ORPCError('CANCELLED', {
      status: 499,
      message: `“${job.title}” was ${job.state === 'skipped' ? 'skipped' : 'cancelled'}.`,
      data,
    });
  }
  const { code, message, hint } = job.error;
  return new ORPCError(code, { status: 500, message, data: { hint } });
}
