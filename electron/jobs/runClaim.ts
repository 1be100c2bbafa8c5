import { performance } from 'node:perf_hooks';
import { decideEnd, type Outcome } from './decideEnd.ts';
import { estimateRemaining, followPace, startPace } from './estimateRemaining.ts';
import type { JobRows } from './rows.ts';
import type { JobProgress, JobRow } from './toJob.ts';
import { GiveUp, LeaseLost, TryLater, type JobHandler, type JobTools } from './types.ts';

const PUBLISH_EVERY_MS = 200;
const STORE_EVERY_MS = 1_000;
const WRITE_AGAIN_MS = 5_000;

export type RunningJob = {
  readonly row: JobRow;
  /** The last progress, fresher than the stored one. */
  progress(): JobProgress | null;
  /** Aborts the handler; it decides how fast it stops. */
  stop(why: 'cancel' | 'closing'): void;
  /** Keeps the lease; stops the handler when the job is no longer ours or somebody asked it to stop. */
  renew(): void;
  /** Resolves when the end is written, or when there is nothing of ours left to write. */
  readonly ended: Promise<void>;
};

type Needs = {
  readonly rows: JobRows;
  readonly row: JobRow;
  readonly handler: JobHandler<unknown>;
  readonly now: () => Date;
  readonly random: () => number;
  readonly announce: () => void;
  readonly report: (error: unknown) => void;
};

/** Runs the handler of a claimed job and writes what became of it. Never throws. */
export function runClaim({ rows, row, handler, now, random, announce, report }: Needs): RunningJob {
  const owner = row.owner ?? ''; // a claim always writes one
  const abort = new AbortController();
  let state: 'ours' | 'lost' | 'closing' | 'over' = 'ours';
  let progress: JobProgress | null = null;
  let saved: unknown = null;
  let pace = startPace(performance.now());
  let published = -Infinity;
  let stored = -Infinity;
  let trailing: NodeJS.Timeout | undefined;

  const lose = (): never => {
    const lost = new LeaseLost(`Job ${row.id} belongs to somebody else by now.`);
    state = 'lost';
    abort.abort(lost);
    throw lost;
  };
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      report(error); // progress is only for looking at; a full disk there must not fail the work
    }
  };
  const show = (): void => {
    trailing = undefined;
    published = performance.now();
    if (published - stored >= STORE_EVERY_MS) {
      stored = published;
      attempt(() => rows.storeProgress(row.id, owner, JSON.stringify(progress)));
    }
    announce();
  };

  const tools: JobTools = {
    jobId: row.id,
    attempt: row.attempts,
    get saved() {
      return saved;
    },
    signal: abort.signal,
    now,
    save(step) {
      if (state === 'lost' || state === 'over' || !rows.save(row.id, owner, JSON.stringify(step))) lose();
    },
    progress(share, step) {
      if (state === 'over') return;
      const kept = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
      pace = followPace(pace, kept, performance.now());
      progress = { share: kept, step, remainingSeconds: estimateRemaining(pace) };
      const waitMs = published + PUBLISH_EVERY_MS - performance.now();
      if (waitMs <= 0) show();
      else trailing ??= setTimeout(show, waitMs).unref();
    },
  };

  const work = async (): Promise<Outcome> => {
    let data: unknown;
    try {
      data = handler.data.parse(JSON.parse(row.data));
      if (row.saved !== null) saved = JSON.parse(row.saved);
    } catch (error) {
      return { how: 'unreadable', error };
    }
    try {
      const result = await handler.run(data, tools);
      return { how: 'done', result: JSON.stringify(result ?? null) };
    } catch (error) {
      return state === 'closing' && !(error instanceof GiveUp || error instanceof TryLater)
        ? { how: 'given-back' }
        : { how: 'failed', error };
    }
  };

  const writeEnd = async (outcome: Outcome): Promise<void> => {
    for (;;) {
      if (state === 'lost') return; // nothing of ours left to write
      try {
        const end = decideEnd(outcome, { row, progress, repeats: handler.repeats, now: now(), random: random() });
        rows.end(row.id, owner, end, now().getTime());
        return;
      } catch (error) {
        report(error); // the disk is full, most likely; what the job did must not be forgotten for that
        if (state === 'closing') return; // the next start recovers it
        await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN_MS).unref());
      }
    }
  };

  const ended = (async () => {
    await writeEnd(await work());
    state = 'over';
    clearTimeout(trailing);
    announce();
  })();

  const stop = (why: 'cancel' | 'closing'): void => {
    if (state !== 'ours') return;
    if (why === 'closing') state = 'closing';
    abort.abort(new DOMException(why === 'cancel' ? 'The job was cancelled.' : 'Tidereel is closing.', 'AbortError'));
  };

  return {
    row,
    progress: () => progress,
    ended,
    stop,
    renew() {
      if (state !== 'ours') return;
      const renewed = rows.renew(row.id, owner, now().getTime());
      if (renewed === undefined) {
        state = 'lost';
        abort.abort(new LeaseLost(`Job ${row.id} belongs to somebody else by now.`));
      } else if (renewed.cancel_asked === 1) stop('cancel');
    },
  };
}
