import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { handleUpkeep, scheduleUpkeep } from '../../electron/jobs/upkeep.ts';
import { Failure } from '../../shared/errors.ts';
import { openTestQueue, until, type TestQueue } from './openTestQueue.ts';

const DAY_MS = 24 * 3_600_000;

function start(queue: TestQueue, needs: Partial<Parameters<typeof handleUpkeep>[1]> = {}): { backup: number; sweep: number } {
  const { jobs, store, clock } = queue;
  handleUpkeep(jobs, { write: store.write, backup: (signal) => store.backup(signal), sweeps: [], ...needs });
  jobs.start();
  scheduleUpkeep(jobs, new Date(clock.ms));
  const [sweep, backup] = jobs.list({ finished: false, limit: 2 });
  return { backup: backup?.id ?? -1, sweep: sweep?.id ?? -1 };
}

/** Moves the clock to the time of a job and lets it run its round. */
async function runRound({ jobs, clock }: TestQueue, id: number, afterMs = 0): Promise<void> {
  const planned = jobs.get(id).job.runAt;
  clock.ms = Date.parse(planned) + afterMs;
  jobs.wake();
  await until(() => jobs.get(id).job.runAt !== planned);
}

test('the database is backed up every day by one job that comes again, also after a week of sleep', async () => {
  await using queue = openTestQueue();
  const { backup } = start(queue);
  await runRound(queue, backup);
  const { path } = z.object({ path: z.string() }).parse(queue.jobs.get(backup).result);
  expect(existsSync(path)).toBe(true);
  expect(queue.jobs.get(backup).job).toMatchObject({
    state: 'waiting',
    attempts: 0,
    runAt: new Date(queue.clock.ms + DAY_MS).toISOString(),
  });
  await runRound(queue, backup, 7 * DAY_MS);
  expect(readdirSync(dirname(path))).toHaveLength(2); // once for the whole week
  scheduleUpkeep(queue.jobs, new Date(queue.clock.ms));
  expect(queue.states()).toEqual(['waiting', 'waiting']);
});

test('a backup that fails every time says why and still comes again the next day', async () => {
  await using queue = openTestQueue();
  const full = new Failure('DISK_FULL', 'The disk is full.', 'Free some space.');
  const { backup } = start(queue, { backup: () => Promise.reject(full) });
  for (let attempt = 1; attempt <= 3; attempt += 1) await runRound(queue, backup);
  const { job } = queue.jobs.get(backup);
  expect(job).toMatchObject({ state: 'waiting', attempts: 0, error: { code: 'DISK_FULL' } });
  expect(Date.parse(job.runAt) - queue.clock.ms).toBe(DAY_MS);
});

test('a clock that was a year ahead does not stop the backups for a year', async () => {
  await using queue = openTestQueue();
  queue.clock.ms += 365 * DAY_MS;
  const { backup } = start(queue);
  await runRound(queue, backup);
  queue.clock.ms -= 365 * DAY_MS;
  queue.jobs.wake();
  await until(() => Date.parse(queue.jobs.get(backup).job.runAt) - queue.clock.ms === DAY_MS); // else it never ends
});

test('the sweep clears old and surplus finished jobs, keeps dead letters, and does what other rooms ask', async () => {
  await using queue = openTestQueue();
  let swept = 0;
  const { sweep } = start(queue, { sweeps: [() => void (swept += 1)] });
  const add = queue.store.write.$client.prepare<[string, number]>(
    `insert into jobs (kind, state, title, data, attempts_allowed, missed_policy, run_at, created_at, finished_at)
     values ('render', ?, 't', '{}', 3, 'run-late', 0, 0, ?)`,
  );
  const old = queue.clock.ms - 15 * DAY_MS;
  queue.store.write.$client.transaction(() => {
    add.run('dead', old);
    for (let index = 0; index < 5; index += 1) add.run('done', old);
    for (let index = 0; index < 2_100; index += 1) add.run(index % 2 ? 'done' : 'cancelled', queue.clock.ms);
  })();
  const newest = queue.store.read.$client.prepare('select max(id) from jobs').pluck().get();
  await runRound(queue, sweep);
  const counts = queue.store.read.$client.prepare('select state, count(*) as count from jobs group by state order by state').all();
  expect(counts).toContainEqual({ state: 'dead', count: 1 });
  expect(queue.store.read.$client.prepare("select count(*) from jobs where state in ('done', 'cancelled')").pluck().get()).toBe(2_000);
  expect(queue.store.read.$client.prepare('select max(id) from jobs').pluck().get()).toBe(newest);
  expect(swept).toBe(1);
});
