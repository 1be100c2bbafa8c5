import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GiveUp, LeaseLost, TryLater } from '../../electron/jobs/types.ts';
import { Failure } from '../../shared/errors.ts';
import { handlerOf, openTestQueue, START, until, untilStopped } from './openTestQueue.ts';

const job = { kind: 'post.send', data: {}, title: 'Send it' } as const;

describe('a job', () => {
  test('runs once, keeps its result and tells of every step', async () => {
    await using queue = openTestQueue();
    const seen: unknown[] = [];
    queue.jobs.handle(handlerOf(async (data) => (seen.push(data), { answer: 42 })));
    const added = queue.jobs.add({ ...job, data: { a: 1 }, subject: 'p1' });
    expect(added).toMatchObject({ state: 'waiting', attempts: 0, subject: 'p1', runAt: '2026-11-20T12:00:00.000Z' });
    queue.jobs.start();
    const { job: ended, result } = await queue.jobs.wait(added.id, 5_000);
    expect(ended).toMatchObject({ state: 'done', attempts: 1, late: false, error: null });
    expect(result).toEqual({ answer: 42 });
    expect(seen).toEqual([{ a: 1 }]);
    const states = queue.told.flatMap((change) => (change.topic === 'job' ? [change.value.state] : []));
    expect(states.at(0)).toBe('waiting');
    expect(states.at(-1)).toBe('done');
  });

  test('whose data do not fit its handler is refused when it is added', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle({ ...handlerOf(async () => null), data: z.object({ postId: z.string() }) });
    expect(() => queue.jobs.add({ ...job, data: { postId: 7 } })).toThrow(z.ZodError);
    expect(queue.states()).toEqual([]);
  });

  test('with a key of an unfinished one answers that one', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(async () => null));
    const first = queue.jobs.add({ ...job, uniqueKey: 'k' });
    expect(queue.jobs.add({ ...job, uniqueKey: 'k' }).id).toBe(first.id);
    queue.jobs.start();
    await queue.jobs.wait(first.id, 5_000);
    expect(queue.jobs.add({ ...job, uniqueKey: 'k' }).id).not.toBe(first.id);
  });

  test('added in a transaction that fails is neither kept, run nor told of', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(handlerOf(async () => (runs += 1)));
    queue.jobs.start();
    expect(() =>
      queue.store.write.transaction(() => {
        queue.jobs.add(job);
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    await queue.jobs.untilIdle();
    expect([runs, queue.states(), queue.told]).toEqual([0, [], []]);
  });

  test('of higher priority goes first, then the earlier, then the older', async () => {
    await using queue = openTestQueue({ atOnce: { heavy: 1, awaited: 1, light: 1 } });
    const order: unknown[] = [];
    queue.jobs.handle(handlerOf(async ({ name }) => void order.push(name)));
    const add = (name: string, priority: number, secondsAgo: number): unknown =>
      queue.jobs.add({ ...job, data: { name }, priority, runAt: new Date(START - secondsAgo * 1000) });
    add('old', 0, 2);
    add('same age, added later', 0, 2);
    add('older', 0, 3);
    add('urgent', 5, 1);
    add('not yet', 9, -60);
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(order).toEqual(['urgent', 'older', 'old', 'same age, added later']);
  });

  test('of one group never overlaps another of it, others go on beside', async () => {
    await using queue = openTestQueue();
    let most = 0;
    let all = 0;
    const inGroup = new Map<unknown, number>();
    queue.jobs.handle(
      handlerOf(async ({ group }) => {
        inGroup.set(group, (inGroup.get(group) ?? 0) + 1);
        all += 1;
        most = Math.max(most, all);
        expect(inGroup.get(group)).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inGroup.set(group, 0);
        all -= 1;
      }),
    );
    for (let index = 0; index < 30; index += 1) queue.jobs.add({ ...job, data: { group: index % 3 }, group: `channel ${index % 3}` });
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(queue.states()).toEqual(Array.from({ length: 30 }, () => 'done'));
    expect(most).toBe(3);
  });

  test('that is heavy waits for its place while a preview and light ones run', async () => {
    await using queue = openTestQueue();
    const running = new Map<string, number>();
    let mostHeavy = 0;
    const busy = (kind: string) => async (): Promise<void> => {
      running.set(kind, (running.get(kind) ?? 0) + 1);
      mostHeavy = Math.max(mostHeavy, (running.get('render') ?? 0) + (running.get('asset.transcribe') ?? 0));
      if (kind === 'render') await until(() => running.get('preview') === 1 && running.get('post.send') === 1);
      running.set(kind, kind === 'render' || kind === 'asset.transcribe' ? 0 : 1);
    };
    for (const kind of ['render', 'asset.transcribe', 'preview', 'post.send'] as const) {
      queue.jobs.handle(handlerOf(busy(kind), { kind }));
      queue.jobs.add({ kind, data: {}, title: kind });
    }
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(queue.states()).toEqual(['done', 'done', 'done', 'done']);
    expect(mostHeavy).toBe(1);
  });
});

describe('a job that fails', () => {
  test('waits longer each time, then is a dead letter with words and detail', async () => {
    await using queue = openTestQueue({ random: () => 0.999_999 });
    queue.jobs.handle(
      handlerOf(async () => {
        throw new Failure('FFMPEG_FAILED', 'The picture broke.', 'Try another file.', { cause: new Error('exit 1') });
      }),
    );
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await until(() => queue.jobs.get(id).job.attempts === attempt && queue.jobs.get(id).job.state === 'waiting');
      delays.push(Date.parse(queue.jobs.get(id).job.runAt) - queue.clock.ms);
      queue.clock.ms = Date.parse(queue.jobs.get(id).job.runAt);
      queue.jobs.wake();
    }
    const { job: dead } = await queue.jobs.wait(id, 5_000);
    expect(delays).toEqual([4_999, 9_999]);
    expect(dead).toMatchObject({
      state: 'dead',
      attempts: 3,
      error: { code: 'FFMPEG_FAILED', message: 'The picture broke.', hint: 'Try another file.' },
    });
    expect(dead.error?.detail).toContain('exit 1');
    expect(queue.jobs.status()).toEqual({ paused: false, running: 0, waiting: 0, dead: 1 });
  });

  test('in a way nobody foresaw keeps the stack behind plain words', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(() => Promise.reject(new TypeError('x is undefined')), { attempts: 1 }));
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    const { error } = (await queue.jobs.wait(id, 5_000)).job;
    expect(error?.code).toBe('UNEXPECTED');
    expect(error?.message).not.toContain('undefined');
    expect(error?.detail).toMatch(/TypeError: x is undefined\n.*createJobs\.test/s);
  });

  test('and gives up is dead at once', async () => {
    await using queue = openTestQueue();
    const why = new Failure('MEDIA_BROKEN', 'The file ends early.', 'Import it again.');
    queue.jobs.handle(handlerOf(() => Promise.reject(new GiveUp('no use', { cause: why }))));
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'dead', attempts: 1, error: { code: 'MEDIA_BROKEN' } });
  });

  test('is not begun when a newer or older version stored what this one cannot read', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle({ ...handlerOf(async () => (runs += 1)), data: z.object({ postId: z.string() }) });
    const { id } = queue.jobs.add({ ...job, data: { postId: 'p' } });
    queue.store.write.$client.exec(`update jobs set data = '{"post":1}'`);
    queue.jobs.start();
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'dead', error: { code: 'UNREADABLE' } });
    expect(runs).toBe(0);
  });

  test('is not begun either when a bad disk spoiled what it saved, and the list still opens', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(handlerOf(async () => (runs += 1)));
    const { id } = queue.jobs.add(job);
    queue.store.write.$client.exec(`update jobs set saved = '{"step":', progress = '{{', error = '}'`);
    expect(queue.jobs.list({ finished: true, limit: 5 })).toMatchObject([{ id, progress: null, error: null }]);
    queue.jobs.start();
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'dead', error: { code: 'UNREADABLE' } });
    expect(runs).toBe(0);
    expect(queue.trouble).toEqual([]);
  });

  test('but only has to wait loses no attempt, and says what it waits for', async () => {
    await using queue = openTestQueue();
    let runs = 0;
    queue.jobs.handle(
      handlerOf(
        async (_data, { now }) => {
          if ((runs += 1) < 5) throw new TryLater(new Date(now().getTime() + 60_000), 'The platform allows the next post at noon.');
        },
        { attempts: 1 },
      ),
    );
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    for (let round = 1; round < 5; round += 1) {
      await until(() => runs === round && queue.jobs.get(id).job.state === 'waiting');
      expect(queue.jobs.get(id).job).toMatchObject({
        attempts: 0,
        error: null,
        progress: { step: 'The platform allows the next post at noon.' },
      });
      queue.clock.ms += 60_000;
      queue.jobs.wake();
    }
    expect((await queue.jobs.wait(id, 5_000)).job).toMatchObject({ state: 'done', attempts: 1 });
  });
});

describe('a dead letter', () => {
  test('can be looked into, run again with what it saved, and removed', async () => {
    await using queue = openTestQueue();
    let broken = true;
    const savedSeen: unknown[] = [];
    queue.jobs.handle(
      handlerOf(async (_data, { save, saved }) => {
        savedSeen.push(saved);
        save({ upload: 7 });
        if (broken) throw new GiveUp('not now');
      }),
    );
    const { id } = queue.jobs.add({ ...job, data: { postId: 'p' } });
    const other = queue.jobs.add(job);
    queue.jobs.start();
    await queue.jobs.untilIdle();
    expect(queue.jobs.get(id)).toMatchObject({ data: { postId: 'p' }, saved: { upload: 7 }, job: { state: 'dead' } });
    expect(queue.jobs.list({ finished: false, limit: 10 }).map((dead) => dead.id)).toEqual([other.id, id]);
    broken = false;
    expect(queue.jobs.replay(id)).toMatchObject({ state: 'waiting', attempts: 0, error: null, finishedAt: null });
    expect((await queue.jobs.wait(id, 5_000)).job.state).toBe('done');
    expect(savedSeen).toEqual([null, null, { upload: 7 }]);
    expect(queue.jobs.discard(other.id).state).toBe('cancelled');
    expect(queue.jobs.list({ finished: false, limit: 10 })).toEqual([]);
    expect(() => queue.jobs.discard(other.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(() => queue.jobs.replay(999)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  test('is not run again while the same work waits under its key', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(() => Promise.reject(new GiveUp('no'))));
    const dead = queue.jobs.add({ ...job, uniqueKey: 'k' });
    queue.jobs.start();
    await queue.jobs.untilIdle();
    queue.jobs.pause(true);
    queue.jobs.add({ ...job, uniqueKey: 'k' });
    expect(() => queue.jobs.replay(dead.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});

describe('cancelling', () => {
  test('a waiting job ends it at once, a running one when it has stopped', async () => {
    await using queue = openTestQueue();
    let stopping = (): void => undefined;
    const cleaned = new Promise<void>((resolve) => (stopping = resolve));
    queue.jobs.handle(
      handlerOf(async (_data, { signal }) => {
        await untilStopped(signal).catch(() => cleaned); // taking its part file away first
        throw new Error('stopped');
      }),
    );
    const later = queue.jobs.add({ ...job, runAt: new Date(START + 60_000) });
    const runs = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    expect(queue.jobs.cancel(later.id).state).toBe('cancelled');
    expect(queue.jobs.cancel(runs.id).state).toBe('running');
    stopping();
    expect((await queue.jobs.wait(runs.id, 5_000)).job).toMatchObject({ state: 'cancelled', error: null });
    expect(() => queue.jobs.cancel(runs.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });

  test('holds although the app was killed before the job had stopped', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf(() => new Promise(() => undefined))); // deaf to its signal
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    queue.jobs.cancel(id);
    const next = queue.again();
    let runs = 0;
    next.handle(handlerOf(async () => (runs += 1)));
    next.start();
    await next.untilIdle();
    expect(queue.states()).toEqual(['cancelled']);
    expect(runs).toBe(0);
  });

  test('frees the key, so that asking for the work again means new work', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf((_data, { signal }) => untilStopped(signal)));
    const first = queue.jobs.add({ ...job, uniqueKey: 'preview' });
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    queue.jobs.cancel(first.id);
    expect(queue.jobs.add({ ...job, uniqueKey: 'preview' }).id).not.toBe(first.id);
  });
});

describe('after a crash', () => {
  test('a job goes on from what it saved, and the dead owner can change nothing more', async () => {
    await using queue = openTestQueue();
    const late: unknown[] = [];
    queue.jobs.handle(
      handlerOf(async (_data, { save, signal }) => {
        save({ step: 1 });
        await until(() => signal.aborted);
        try {
          save({ step: 'from the grave' });
        } catch (error) {
          late.push(error);
        }
      }),
    );
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.get(id).saved !== null);
    const next = queue.again();
    const seen: unknown[] = [];
    next.handle(handlerOf(async (_data, { saved, attempt }) => void seen.push(saved, attempt)));
    next.start();
    await next.wait(id, 5_000);
    expect(seen).toEqual([{ step: 1 }, 2]);
    queue.jobs.wake(); // its heartbeat finds the lease gone
    await until(() => late.length === 1);
    expect(late[0]).toBeInstanceOf(LeaseLost);
    expect(queue.jobs.get(id)).toMatchObject({ saved: { step: 1 }, job: { state: 'done' } });
  });

  test('a job that takes the app down each time runs out of attempts', async () => {
    await using queue = openTestQueue();
    const crashing = handlerOf(() => new Promise(() => undefined));
    queue.jobs.handle(crashing);
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    let current = queue.jobs;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await until(() => current.get(id).job.attempts === attempt && current.get(id).job.state === 'running');
      current = queue.again();
      current.handle(crashing);
      current.start();
    }
    expect(current.get(id).job).toMatchObject({ state: 'dead', attempts: 3, error: { code: 'CRASHED' } });
  });

  test('closing stops what runs and gives it back without the loss of an attempt', async () => {
    await using queue = openTestQueue();
    queue.jobs.handle(handlerOf((_data, { signal }) => untilStopped(signal)));
    const { id } = queue.jobs.add(job);
    queue.jobs.start();
    await until(() => queue.jobs.status().running === 1);
    await queue.jobs.close();
    expect(queue.jobs.get(id).job).toMatchObject({ state: 'waiting', attempts: 0, error: null });
  });
});
