import type { Service } from '../services.ts';
import type { Jobs } from './types.ts';

/** The contract's `jobs` part over the queue. */
export function createJobsService(jobs: Jobs): Service<'jobs'> {
  return {
    list: (options) => jobs.list(options),
    get: ({ jobId }) => jobs.get(jobId),
    cancel: ({ jobId }) => jobs.cancel(jobId),
    replay: ({ jobId }) => jobs.replay(jobId),
    discard: ({ jobId }) => jobs.discard(jobId),
    pause({ paused }) {
      jobs.pause(paused);
      return { paused };
    },
    status: () => jobs.status(),
    wait: ({ jobId, seconds }, { signal }) => jobs.wait(jobId, seconds * 1000, signal),
  };
}
