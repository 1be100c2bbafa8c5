import { describe, expect, test } from 'vitest';
import { handlerOf, lastTold, openTestQueue, START, until } from './openTestQueue.ts';

const job = { kind: 'post.send', data: {}, title: 'Send it' } as const;

describe('progress', () => {
  test('is told at most five times a second and always ends at the end', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(
      handlerOf(async (_data, { progress }) => {
        for (let step = 0; step <= 1_000; step += 1) progress(step / 2_000, 'cutting');
        await new Promise((resolve) => setTimeout(resolve, 260));
      }),
    );
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.get(id).job.progress?.share === 0.5);
    await queue.jobs.wait(id, 5_000);
    const shares = queue.told.flatMap((change) => (change.topic === 'job' && change.value.progress ? [change.value.progress.share] : []));
    expect(shares.length).toBeLessThan(10);
    expect(shares).toContain(0.5);
    expect(lastTold(queue.told, id)?.progress).toEqual({ share: 1, step: 'cutting', remainingSeconds: 0 });
  });
});

describe('pausing', () => {
  test('lets what runs finish, starts nothing new, and is remembered', async () => {
    await using queue = openTestQueue();
    let finish = (): void => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    queue.jobs.handle(handlerOf(() => gate));
    const first = queue.jobs.add({ ...job, group: 'g' });
    const second = queue.jobs.add({ ...job, group: 'g' });
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    queue.jobs.pause(true);
    finish();
    await queue.jobs.untilIdle();
    expect(queue.states()).toEqual(['done', 'waiting']);
    expect(queue.told).toContainEqual({ topic: 'paused', value: { paused: true } });
    const next = queue.again();
    expect(next.status().paused).toBe(true);
    await queue.jobs.close();
    next.handle(handlerOf(async () => null));
    next.start();
    next.pause(false);
    expect((await next.wait(second.id, 5_000)).job.state).toBe('done');
    expect(first.id).toBe(1);
  });
});

describe('waiting', () => {
  test('for a job ends after the given time with the job as it is, or when the caller goes away', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(async () => null));
    const { id } = queue.jobs.add({ ...job, runAt: new Date(START + 60_000) });
    queue.jobs.start();
    expect((await queue.jobs.wait(id, 5)).job.state).toBe('waiting');
    const caller = new AbortController();
    const waited = queue.jobs.wait(id, 60_000, caller.signal);
    caller.abort();
    await expect(waited).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect(queue.jobs.wait(99, 5)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('until idle reaches as far ahead as it is told', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(handlerOf(async () => (runs += 1)));
    queue.jobs.add({ ...job, runAt: new Date(START + 60_000) });
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(runs).toBe(0);
    const idle = queue.jobs.untilIdle({ horizonMs: 120_000 });
    queue.clock.ms += 60_000;
    queue.jobs.wake();
    await idle;
    expect(runs).toBe(1);
  });
});
