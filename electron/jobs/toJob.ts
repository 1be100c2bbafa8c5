import { Job, type JobKind, type JobState } from '../../shared/contract/jobs.ts';
import type { MissedPolicy } from './types.ts';

/** A row as SQLite gives it; the migration's checks keep its words to these. */
export type JobRow = {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly title: string;
  readonly subject: string | null;
  readonly unique_key: string | null;
  readonly priority: number;
  readonly one_at_a_time: string | null;
  readonly data: string;
  readonly saved: string | null;
  readonly result: string | null;
  readonly progress: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly attempts_allowed: number;
  readonly missed_policy: MissedPolicy;
  readonly run_at: number;
  readonly late: number;
  readonly owner: string | null;
  readonly lease_until: number | null;
  readonly cancel_asked: number;
  readonly created_at: number;
  readonly finished_at: number | null;
};

export type JobProgress = NonNullable<Job['progress']>;
export type JobError = NonNullable<Job['error']>;

const instant = (ms: number): string => new Date(ms).toISOString();

/** Words about a job that a bad disk made unreadable are left out: they are only for looking at, and the list must still open. */
function readable<Value>(schema: { parse(value: unknown): Value | null }, text: string | null): Value | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The row as the contract shows it. `progress` is fresher than the stored one while the job runs here. */
export function toJob(row: JobRow, progress?: JobProgress): Job {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    subject: row.subject,
    priority: row.priority,
    group: row.one_at_a_time,
    attempts: row.attempts,
    attemptsAllowed: row.attempts_allowed,
    runAt: instant(row.run_at),
    createdAt: instant(row.created_at),
    finishedAt: row.finished_at === null ? null : instant(row.finished_at),
    progress: progress ?? readable(Job.shape.progress, row.progress),
    error: readable(Job.shape.error, row.error),
    late: row.late === 1,
  };
}
