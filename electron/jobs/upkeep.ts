import { z } from 'zod';
import type { WriteDb } from '../store/handles.ts';
import { removeFinished } from './sql.ts';
import type { Jobs } from './types.ts';

const DAY_MS = 24 * 60 * 60_000;
const FINISHED_KEPT_MS = 14 * DAY_MS;
const FINISHED_KEPT = 2_000;

/** Work of another room that the daily sweep also does, for example keeping a cache within its size. */
type Sweep = (signal: AbortSignal) => Promise<void> | void;

type Needs = {
  readonly write: WriteDb;
  readonly backup: (signal: AbortSignal) => Promise<string>;
  readonly sweeps: readonly Sweep[];
};

const Nothing = z.object({});
const aDayLater = (after: Date): Date => new Date(after.getTime() + DAY_MS);

/** Registers the daily backup and the daily sweep. Call before `jobs.start()`; then `scheduleUpkeep`. */
export function handleUpkeep(jobs: Jobs, { write, backup, sweeps }: Needs): void {
  const remove = write.$client.prepare<{ before: number; kept: number }>(removeFinished);
  const daily = { data: Nothing, attempts: 3, missed: 'run-late', missedAfterMs: DAY_MS, repeats: aDayLater } as const;
  jobs.handle({ ...daily, kind: 'backup', run: async (_data, { signal }) => ({ path: await backup(signal) }) });
  jobs.handle({
    ...daily,
    kind: 'sweep',
    async run(_data, { now, signal }) {
      const { changes } = remove.run({ before: now().getTime() - FINISHED_KEPT_MS, kept: FINISHED_KEPT });
      for (const sweep of sweeps) await sweep(signal);
      return { jobsRemoved: changes };
    },
  });
}

/** Makes sure that one backup and one sweep are waiting. Call once the handlers are registered; the first ones run a while after the start. */
export function scheduleUpkeep(jobs: Jobs, now: Date): void {
  const soon = new Date(now.getTime() + 2 * 60_000); // not while the window opens
  jobs.add({ kind: 'backup', data: {}, title: 'Back up the database', uniqueKey: 'backup', priority: -10, runAt: soon });
  jobs.add({ kind: 'sweep', data: {}, title: 'Clear away what is old', uniqueKey: 'sweep', priority: -10, runAt: soon });
}
