import type { Job } from '../../shared/contract/jobs.ts';
import type { CommandCall, StudioClient } from './command.ts';

/** Work that follows within this time belongs to what is being done: a platform still looking at an upload, a retry. */
const FOLLOWS_WITHIN_MS = 120_000;
/** The house's own rounds: waited for when they are due, not when they will be. */
const rounds: ReadonlySet<Job['kind']> = new Set(['backup', 'sweep', 'feed', 'evergreen', 'post.metrics', 'channel.refresh']);
const LOOK_AGAIN_S = 5;

/** Resolves when nothing runs, nothing is due, and nothing follows soon. */
export async function waitUntilIdle(client: StudioClient, { progress, signal }: Pick<CommandCall, 'progress' | 'signal'>): Promise<void> {
  for (;;) {
    const { now: studioNow } = await client.system.info(undefined, { signal });
    const now = Date.parse(studioNow); // its clock, which need not be this computer's
    const open = await client.jobs.list({ finished: false, limit: 500 }, { signal });
    const next = open.find(({ state, kind, runAt }) => {
      if (state === 'running') return true;
      const soon = now + (rounds.has(kind) ? 0 : FOLLOWS_WITHIN_MS);
      return state === 'waiting' && Date.parse(runAt) <= soon;
    });
    if (next === undefined) break;
    if (next.progress !== null) progress.show(next.title, next.progress.share, next.progress.remainingSeconds);
    await client.jobs.wait({ jobId: next.id, seconds: LOOK_AGAIN_S }, { signal });
  }
  progress.done();
}
