import { describe, expect, test } from 'vitest';
import type { MissedPolicy } from '../../electron/jobs/types.ts';
import { handlerOf, openTestQueue, START, until } from './openTestQueue.ts';

const job = { kind: 'post.send', data: {}, title: 'Send it' } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('after sleep', () => {
  const sleepOver = async (missed: MissedPolicy, sleptMs: number) => {
    const queue = openTestQueue();
    const runs: number[] = [];
    queue.jobs.handle(handlerOf(async (_data, { jobId }) => void runs.push(jobId), { missed, missedAfterMs: HOUR_MS }));
    const { id } = queue.jobs.add({ ...job, runAt: new Date(START + 60_000) });
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(runs).toEqual([]);
    queue.clock.ms += sleptMs;
    queue.jobs.wake();
    return { queue, runs, id };
  };

  test('a job that runs late runs once, and is marked late', async () => {
    const { queue, runs, id } = await sleepOver('run-late', 5 * DAY_MS);
    await using _ = queue;
    await queue.jobs.untilIdle();
    expect(runs).toEqual([id]);
    expect(queue.jobs.get(id).job).toMatchObject({ state: 'done', late: true });
  });

  test.each(['run-late', 'skip', 'ask'] as const)('a short delay is nothing to speak of (%s)', async (missed) => {
    const { queue, runs, id } = await sleepOver(missed, HOUR_MS);
    await using _ = queue;
    await queue.jobs.untilIdle();
    expect(runs).toEqual([id]);
    expect(queue.jobs.get(id).job).toMatchObject({ state: 'done', late: false });
  });

  test('a job that is skipped never runs, and can be run by hand', async () => {
    const { queue, runs, id } = await sleepOver('skip', 2 * HOUR_MS);
    await using _ = queue;
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'skipped', late: true });
    expect(runs).toEqual([]);
    queue.jobs.replay(id);
    expect((await queue.jobs.wait(id, 5_000)).job.state).toBe('done');
  });

  test('a job that asks waits for a person; a yes runs it now', async () => {
    const { queue, runs, id } = await sleepOver('ask', 2 * HOUR_MS);
    await using _ = queue;
    await until(() => queue.jobs.get(id).job.state === 'asking');
    await queue.jobs.untilIdle();
    expect(runs).toEqual([]);
    expect(queue.jobs.replay(id)).toMatchObject({ state: 'waiting', runAt: new Date(queue.clock.ms).toISOString() });
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'done', late: true });
  });

  test('a no, or another time, is kept to as well', async () => {
    const { queue, id, runs } = await sleepOver('ask', 2 * HOUR_MS);
    await using _ = queue;
    await until(() => queue.jobs.get(id).job.state === 'asking');
    const later = new Date(queue.clock.ms + HOUR_MS);
    expect(queue.jobs.moveTo(id, later)).toMatchObject({ state: 'waiting', runAt: later.toISOString(), late: false });
    queue.clock.ms += HOUR_MS * 3;
    queue.jobs.wake();
    await until(() => queue.jobs.get(id).job.state === 'asking');
    expect(queue.jobs.discard(id).state).toBe('cancelled');
    expect(runs).toEqual([]);
  });

  test('a job in the middle of its work goes on and looks, whatever its policy: it may be public already', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(
      handlerOf(
        async (_data, { save }) => {
          save({ releaseAskedAt: 'noon' });
          if ((runs += 1) === 1) throw new Error('the answer was lost');
        },
        { missed: 'skip', missedAfterMs: 60_000 },
      ),
    );
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.get(id).job.error !== null);
    queue.clock.ms += DAY_MS;
    queue.jobs.wake();
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'done', late: true, attempts: 2 });
  });

  test('a job that ran through the sleep keeps its lease and ends once', async () => {
    await using queue = openTestQueue();
    let finish = (): void => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    let runs = 0;
    queue.jobs.handle(handlerOf(() => ((runs += 1), gate)));
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    queue.clock.ms += DAY_MS;
    queue.jobs.wake();
    queue.jobs.add(job); // something else to look for
    await until(() => runs === 2);
    finish();
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'done', attempts: 1 });
  });
});

describe('a clock that is set back', () => {
  test('neither repeats what was done nor leaves a retry in a far future', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(
      handlerOf(async ({ fail }) => {
        runs += 1;
        if (fail === true && runs < 3) throw new Error('not yet');
      }),
    );
    queue.clock.ms += 365 * DAY_MS;
    const done = queue.jobs.add(job);
    queue.jobs.start();
    await queue.jobs.wait(done.id, 5_000);
    const retried = queue.jobs.add({ ...job, data: { fail: true } });
    await until(() => queue.jobs.get(retried.id).job.attempts === 1 && queue.jobs.status().running === 0);
    queue.clock.ms -= 365 * DAY_MS;
    queue.jobs.wake();
    await until(() => Date.parse(queue.jobs.get(retried.id).job.runAt) <= queue.clock.ms + 15 * 60_000);
    queue.clock.ms += 15 * 60_000;
    queue.jobs.wake();
    expect((await queue.jobs.wait(retried.id, 5_000)).job).toMatchObject({ state: 'done', attempts: 2 });
    expect(queue.jobs.get(done.id).job.attempts).toBe(1);
    expect(runs).toBe(3);
  });

  test('leaves what a person planned where the person put it', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(async () => null));
    const planned = queue.jobs.add({ ...job, runAt: new Date(START + 90 * DAY_MS) });
    queue.jobs.start();
    queue.clock.ms -= DAY_MS;
    queue.jobs.wake();
    await queue.jobs.untilIdle();
    expect(queue.jobs.get(planned.id).job).toMatchObject({ state: 'waiting', runAt: planned.runAt });
  });
});
