import { randomUUID } from 'node:crypto';
import type { JobKind } from '../../shared/contract/jobs.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import type { WriteDb } from '../store/handles.ts';
import { LONGEST_BACKOFF_MS } from './backoff.ts';
import { CRASHED } from './decideEnd.ts';
import { createPauseSwitch } from './pauseSwitch.ts';
import { DEFAULT_AT_ONCE, kindsWithRoom, type AtOnce } from './places.ts';
import { createJobRows, LEASE_MS, type Cutoffs } from './rows.ts';
import { runClaim, type RunningJob } from './runClaim.ts';
import { toJob, type JobRow } from './toJob.ts';
import type { JobHandler, Jobs, NewJob } from './types.ts';
import { createWatchers } from './watchers.ts';

const LONGEST_SLEEP_MS = 30_000; // a timer may be late or early by hours over sleep and clock changes, never longer than this

export type JobsNeeds = {
  readonly write: WriteDb;
  readonly changes: ChangeBus;
  readonly now: () => Date;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Hears of trouble of the queue itself, for example a full disk while claiming. It goes on by itself. */
  readonly report: (error: unknown) => void;
  /** Default: one heavy job, one preview beside it, eight light ones. */
  readonly atOnce?: AtOnce;
  /** How long `close` waits for handlers to stop. Default 15 s; whatever still runs then is taken back at the next start. */
  readonly closeWithinMs?: number;
};

/** The queue over the table of jobs. The caller holds the lock of the data folder, so every other owner in the table is dead. */
export function createJobs({ write, changes, now, random, report, atOnce = DEFAULT_AT_ONCE, closeWithinMs = 15_000 }: JobsNeeds): Jobs {
  const rows = createJobRows(write.$client, `${process.pid}:${randomUUID()}`);
  const paused = createPauseSwitch(write.$client);
  const watchers = createWatchers();
  const handlers = new Map<JobKind, JobHandler<unknown>>();
  const running = new Map<number, RunningJob>();
  const changed = new Set<number>();
  let phase: 'new' | 'open' | 'closed' = 'new';
  let pumpAsked = false;
  let lastLook = 0;
  let timer: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;

  const nowMs = (): number => now().getTime();
  const shown = (row: JobRow) => toJob(row, (row.state === 'running' && running.get(row.id)?.progress()) || undefined);

  /** Told after the present code is through, so that a job added in a transaction is told of once that stands, or never. */
  const announce = (...ids: readonly number[]): void => {
    if (changed.size === 0 && ids.length > 0) queueMicrotask(tell);
    for (const id of ids) changed.add(id);
  };
  const tell = (): void => {
    const ids = [...changed];
    changed.clear();
    if (!write.$client.open) return;
    for (const id of ids) {
      const row = rows.find(id);
      if (row !== undefined) changes.publish({ topic: 'job', value: shown(row) });
    }
    watchers.ask();
  };

  const cutoffs = (): Cutoffs => new Map([...handlers].map(([kind, handler]) => [kind, nowMs() - handler.missedAfterMs]));

  /** A clock that was set back would leave retries and repeats in a far future. */
  const settleClock = (): void => {
    announce(...rows.pullRetriesNear(nowMs() + LONGEST_BACKOFF_MS));
    for (const { kind, repeats } of handlers.values()) {
      if (repeats !== undefined) announce(...rows.pullRepeatsNear(kind, repeats(now()).getTime()));
    }
  };

  const begin = (row: JobRow): void => {
    const handler = handlers.get(row.kind);
    if (handler === undefined) throw new Error(`Claimed a job of kind ${row.kind}, which nobody handles.`);
    const job = runClaim({ rows, row, handler, now, random, report, announce: () => announce(row.id) });
    running.set(row.id, job);
    announce(row.id);
    heartbeat ??= setInterval(renewAll, LEASE_MS / 3);
    void follow(job);
  };

  const follow = async (job: RunningJob): Promise<void> => {
    await job.ended;
    running.delete(job.row.id);
    if (running.size === 0) {
      clearInterval(heartbeat);
      heartbeat = undefined;
    }
    poke();
  };

  const renewAll = (): void => {
    try {
      for (const job of running.values()) job.renew();
    } catch (error) {
      report(error); // the lease outlasts two missed renewals
    }
  };

  const claimAll = (): void => {
    const kinds = [...handlers.keys()];
    while (!paused.get()) {
      const busy = [...running.values()].map(({ row }) => row.kind);
      const free = kindsWithRoom(kinds, busy, atOnce);
      const row = free.length > 0 ? rows.claim(free, cutoffs(), nowMs()) : undefined;
      if (row === undefined) return;
      begin(row);
    }
  };

  const pump = (): void => {
    pumpAsked = false;
    if (phase !== 'open') return;
    clearTimeout(timer);
    let sleepMs = LONGEST_SLEEP_MS;
    try {
      if (nowMs() < lastLook) settleClock();
      lastLook = nowMs();
      announce(...rows.recover(nowMs(), { everything: false, crashed: JSON.stringify(CRASHED) }));
      announce(...rows.setMissedAside(cutoffs(), nowMs()));
      claimAll();
      const next = rows.nextDue([...handlers.keys()], nowMs());
      if (next !== null) sleepMs = Math.min(sleepMs, next - nowMs());
    } catch (error) {
      report(error);
    }
    timer = setTimeout(pump, Math.max(1, sleepMs));
    watchers.ask();
  };
  /** Soon, and once for however many reasons. */
  const poke = (): void => {
    if (pumpAsked || phase !== 'open') return;
    pumpAsked = true;
    setImmediate(pump);
  };

  const mustFind = (id: number): JobRow => {
    const row = rows.find(id);
    if (row !== undefined) return row;
    throw new Failure('NOT_FOUND', `There is no job ${id}.`, 'It may have been cleared away after it ended. Load the list again.');
  };
  const answer = (id: number, row: JobRow | undefined, wish: string) => {
    if (row === undefined) {
      const { state } = mustFind(id);
      throw new Failure('CONFLICT', `Job ${id} is ${state}, so it cannot be ${wish}. It was left as it is.`, 'Load the list again.');
    }
    announce(id);
    poke();
    return shown(row);
  };

  const isIdle = (horizonMs: number): boolean =>
    running.size === 0 && (paused.get() || !rows.anyDue([...handlers.keys()], nowMs() + horizonMs));

  return {
    handle<Data>(handler: JobHandler<Data>) {
      if (handlers.has(handler.kind)) throw new Error(`Two handlers for ${handler.kind}.`);
      if (handler.repeats !== undefined && handler.missed !== 'run-late') throw new Error(`${handler.kind} repeats, so it must run late.`);
      handlers.set(handler.kind, handler); // its own schema parses the data before it gets it
    },

    add<Data>(job: NewJob<Data>) {
      const handler = handlers.get(job.kind);
      if (handler === undefined) throw new Error(`Nobody handles ${job.kind}.`);
      const row = rows.insert({
        kind: job.kind,
        title: job.title,
        subject: job.subject ?? null,
        uniqueKey: job.uniqueKey ?? null,
        priority: job.priority ?? 0,
        group: job.group ?? null,
        data: JSON.stringify(handler.data.parse(job.data)),
        attemptsAllowed: handler.attempts,
        missedPolicy: job.missed ?? handler.missed,
        runAt: (job.runAt ?? now()).getTime(),
        now: nowMs(),
      });
      if (row !== undefined) return answer(row.id, row, 'added');
      const twin = job.uniqueKey === undefined ? undefined : rows.findByKey(job.uniqueKey);
      if (twin === undefined) throw new Error(`The job “${job.title}” was not added, and no other has its key.`);
      return shown(twin);
    },

    get(jobId) {
      const row = mustFind(jobId);
      const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
      return { job: shown(row), data: parse(row.data), saved: parse(row.saved), result: parse(row.result) };
    },

    list: (options) => rows.list(options).map(shown),

    cancel(jobId) {
      const row = rows.cancelWaiting(jobId, nowMs()) ?? rows.askToStop(jobId);
      running.get(jobId)?.stop('cancel');
      return answer(jobId, row, 'cancelled');
    },

    replay(jobId) {
      const { unique_key: uniqueKey } = mustFind(jobId);
      const twin = uniqueKey === null ? undefined : rows.findByKey(uniqueKey);
      if (twin !== undefined && twin.id !== jobId) {
        throw new Failure('CONFLICT', `The same work is in the queue already, as job ${twin.id}. Nothing was added.`, 'Wait for that one.');
      }
      return answer(jobId, rows.replay(jobId, nowMs()), 'run again');
    },

    discard: (jobId) => answer(jobId, rows.discard(jobId, nowMs()), 'removed'),
    moveTo: (jobId, runAt) => answer(jobId, rows.move(jobId, runAt.getTime()), 'moved'),

    pause(value) {
      paused.set(value);
      changes.publish({ topic: 'paused', value: { paused: value } });
      poke();
      watchers.ask();
    },

    status() {
      const counts = rows.counts();
      const count = (state: string): number => counts.get(state) ?? 0;
      return { paused: paused.get(), running: count('running'), waiting: count('waiting'), dead: count('dead') };
    },

    async wait(jobId, ms, signal) {
      const isOver = (): boolean => !['waiting', 'running', 'asking'].includes(mustFind(jobId).state);
      await watchers.wait(isOver, { ms, signal });
      const row = mustFind(jobId);
      return { job: shown(row), result: row.result === null ? null : JSON.parse(row.result) };
    },

    start() {
      if (phase !== 'new') throw new Error('The queue was started before.');
      phase = 'open';
      rows.recover(nowMs(), { everything: true, crashed: JSON.stringify(CRASHED) });
      settleClock();
      poke();
    },

    untilIdle: ({ horizonMs = 0, signal } = {}) => watchers.wait(() => isIdle(horizonMs), { signal }),

    wake() {
      if (phase !== 'open') return;
      renewAll();
      lastLook = Infinity; // whatever the clock says now, it may have been set
      poke();
    },

    async close() {
      if (phase === 'closed') return;
      phase = 'closed';
      clearTimeout(timer);
      for (const job of running.values()) job.stop('closing');
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => (late = setTimeout(resolve, closeWithinMs)));
      await Promise.race([Promise.all([...running.values()].map(({ ended }) => ended)), patience]);
      clearTimeout(late);
      clearInterval(heartbeat);
      tell();
      watchers.close();
    },
  };
}
