/*
Words: a job is a row of durable work. A handler knows how to do one kind. A claim gives a job to one owner for the time
of its lease. A dead letter is a job that used up its attempts.
*/
import type { z } from 'zod';
import type { Job, JobKind } from '../../shared/contract/jobs.ts';

export type MissedPolicy = 'run-late' | 'skip' | 'ask';

export type JobTools = {
  readonly jobId: number;
  readonly attempt: number;
  /** What `save` stored last, over crashes and retries; null at first. The handler parses it with its own schema. */
  readonly saved: unknown;
  /** Stores what was learned before the job goes on. Throws LeaseLost when the job belongs to somebody else by now. */
  readonly save: (saved: unknown) => void;
  /** share 0–1; remaining time is worked out from it. */
  readonly progress: (share: number, step: string) => void;
  /** Aborted on cancel, on shutdown and when the lease is lost. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
};

export type JobHandler<Data> = {
  readonly kind: JobKind;
  readonly data: z.ZodType<Data>;
  /** Claims before the job is dead. */
  readonly attempts: number;
  /** What happens when the job could not run near its time. */
  readonly missed: MissedPolicy;
  /** Delay in ms after which a job that was never begun counts as missed. Read anew each time, so it may follow a setting. */
  readonly missedAfterMs: number;
  /** Makes the job a repeating one: when it ends, well or not, it waits for this time again, with fresh attempts. Needs `missed: 'run-late'`. */
  readonly repeats?: (after: Date) => Date;
  /** Its result is stored as JSON. */
  run(data: Data, tools: JobTools): Promise<unknown>;
};

export type NewJob<Data> = {
  readonly kind: JobKind;
  readonly data: Data;
  readonly title: string;
  readonly subject?: string;
  /** Higher goes first among those that are due. Default 0. */
  readonly priority?: number;
  /** Jobs of one group run one at a time. */
  readonly group?: string;
  readonly runAt?: Date;
  /** While an unfinished job has this key, adding answers that job instead. */
  readonly uniqueKey?: string;
  /** Overrides the handler's policy. */
  readonly missed?: MissedPolicy;
};

/** Thrown by a handler that must go on later: costs no attempt. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  readonly at: Date;
  constructor(at: Date, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Thrown by a handler whose work can never succeed: the job is dead at once. A `Failure` in `cause` gives the words. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';
}

/** Thrown by `save` when the lease ran out and another owner took the job. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** What the rest of the studio needs of the queue. */
export interface Jobs {
  /** Call before `start`, once a kind. */
  handle<Data>(handler: JobHandler<Data>): void;
  add<Data>(job: NewJob<Data>): Job;
  get(jobId: number): { job: Job; data: unknown; saved: unknown; result: unknown };
  list(options: { finished: boolean; limit: number }): Job[];
  cancel(jobId: number): Job;
  replay(jobId: number): Job;
  discard(jobId: number): Job;
  /** Moves an unfinished job to another time. */
  moveTo(jobId: number, runAt: Date): Job;
  pause(paused: boolean): void;
  readonly status: () => { paused: boolean; running: number; waiting: number; dead: number };
  /** Resolves when the job ends, or with its state as it is after `ms`. */
  wait(jobId: number, ms: number, signal?: AbortSignal): Promise<{ job: Job; result: unknown }>;
  /** Begins to claim jobs; recovers those of dead owners first. */
  start(): void;
  /** Resolves when nothing is due or running. `horizon`: also waits for jobs due within that many ms. */
  untilIdle(options?: { horizonMs?: number; signal?: AbortSignal }): Promise<void>;
  /** Called after the computer woke up: decides on what was missed. */
  wake(): void;
  /** Stops claiming, aborts what runs, waits for it and gives its leases back. */
  close(): Promise<void>;
}
