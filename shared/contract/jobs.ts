import { z } from 'zod';
import { failsWith, Instant, Nothing, procedure } from './base.ts';

export const JobKind = z.enum([
  'asset.prepare',
  'asset.transcribe',
  'preview',
  'render',
  'post.send',
  'post.prove',
  'post.metrics',
  'post.check',
  'channel.refresh',
  'evergreen',
  'feed',
  'backup',
  'sweep',
]);
export type JobKind = z.infer<typeof JobKind>;

/**
 * - waiting: its time has not come, or a place is not free.
 * - running: an owner holds its lease.
 * - asking: it was missed while the computer slept and its policy is to ask.
 * - done, cancelled: finished.
 * - dead: used up its attempts; kept until replayed or removed.
 * - skipped: missed while the computer slept, and its policy is to skip.
 */
export const JobState = z.enum(['waiting', 'running', 'asking', 'done', 'dead', 'cancelled', 'skipped']);
export type JobState = z.infer<typeof JobState>;

export const Job = z.object({
  id: z.int(),
  kind: JobKind,
  state: JobState,
  /** What it is about, for people: "Render “My clip” 9:16". */
  title: z.string(),
  /** The entity it works on, for example a project, asset or post id. */
  subject: z.string().nullable(),
  priority: z.int(),
  /** Jobs of one group run one at a time. */
  group: z.string().nullable(),
  attempts: z.int(),
  attemptsAllowed: z.int(),
  runAt: Instant,
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  /** 0–1 and what is being done; remaining seconds once they can be told. */
  progress: z.object({ share: z.number(), step: z.string(), remainingSeconds: z.number().nullable() }).nullable(),
  /** Why it failed last time, for people, and the technical detail behind a fold. */
  error: z.object({ code: z.string(), message: z.string(), hint: z.string(), detail: z.string() }).nullable(),
  /** It ran later than planned, for example after sleep. */
  late: z.boolean(),
});
export type Job = z.infer<typeof Job>;

const one = z.object({ jobId: z.int() });

export const jobs = {
  /** Newest first. `finished: false` leaves out what is done, cancelled and skipped. */
  list: procedure
    .route({ method: 'GET', path: '/jobs' })
    .input(z.object({ finished: z.boolean().default(false), limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(Job)),
  /** One job with everything it saved, for looking into a dead letter. */
  get: procedure
    .route({ method: 'GET', path: '/jobs/{jobId}' })
    .input(z.object({ jobId: z.coerce.number<number>().int() }))
    .output(z.object({ job: Job, data: z.unknown(), saved: z.unknown(), result: z.unknown() }))
    .errors(failsWith('NOT_FOUND')),
  cancel: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/cancel' })
    .input(one)
    .output(Job)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Puts a dead, cancelled or skipped job back with fresh attempts; an asking one runs now. */
  replay: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/replay' })
    .input(one)
    .output(Job)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Drops a dead or asking job for good. */
  discard: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/discard' })
    .input(one)
    .output(Job)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Nothing new is started while paused; what runs, finishes. */
  pause: procedure
    .route({ method: 'POST', path: '/jobs/pause' })
    .input(z.object({ paused: z.boolean() }))
    .output(z.object({ paused: z.boolean() })),
  status: procedure
    .route({ method: 'GET', path: '/jobs/status' })
    .input(Nothing.optional())
    .output(z.object({ paused: z.boolean(), running: z.int(), waiting: z.int(), dead: z.int() })),
  /** Waits until a job ends or `seconds` have passed; answers the job as it is then. */
  wait: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/wait' })
    .input(z.object({ jobId: z.int(), seconds: z.number().min(0).max(600).default(60) }))
    .output(z.object({ job: Job, result: z.unknown() }))
    .errors(failsWith('NOT_FOUND')),
};
