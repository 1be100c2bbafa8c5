import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideEnd, type Outcome } from '../../electron/jobs/decideEnd.ts';
import { createJobRows, LEASE_MS, type JobRows } from '../../electron/jobs/rows.ts';
import type { JobRow } from '../../electron/jobs/toJob.ts';
import { GiveUp, TryLater } from '../../electron/jobs/types.ts';
import { openStore, type Store } from '../../electron/store/openStore.ts';
import { makeHome } from '../store/makeHome.ts';

const KINDS = ['render', 'post.send', 'post.prove'] as const;
const MISSED_AFTER_MS = 3_600_000;
const START = Date.parse('2026-11-20T12:00:00Z');

let home: ReturnType<typeof makeHome>;
let store: Store;
beforeAll(() => {
  home = makeHome();
  store = openStore({ home: home.path, now: () => new Date(START) });
  store.write.$client.pragma('synchronous = off'); // thousands of small steps; this is not about power loss
});
afterAll(() => {
  store.close();
  home[Symbol.dispose]();
});

const which = fc.nat({ max: 1_000 });
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      kind: fc.constantFrom(...KINDS),
      group: fc.constantFrom(null, null, 'a', 'b'),
      uniqueKey: fc.constantFrom(null, null, null, 'k1', 'k2'),
      priority: fc.integer({ min: -1, max: 2 }),
      inMs: fc.constantFrom(-20_000, -5_000, -5_000, 0, 0, 15_000),
      attemptsAllowed: fc.integer({ min: 1, max: 3 }),
      missedPolicy: fc.constantFrom('run-late' as const, 'skip' as const, 'ask' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('claim' as const), by: fc.nat({ max: 1 }), kinds: fc.subarray([...KINDS], { minLength: 1 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which,
      how: fc.constantFrom('done', 'fail', 'give-up', 'later', 'given-back', 'unreadable'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('save' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), by: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 20_000, LEASE_MS + 1, MISSED_AFTER_MS * 2, -30_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'replay' as const, 'discard' as const, 'move' as const), which }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const outcomes: Record<string, (now: Date) => Outcome> = {
  done: () => ({ how: 'done', result: 'null' }),
  fail: () => ({ how: 'failed', error: new Error('no') }),
  'give-up': () => ({ how: 'failed', error: new GiveUp('no use') }),
  later: (now) => ({ how: 'failed', error: new TryLater(new Date(now.getTime() + 5_000), 'wait') }),
  'given-back': () => ({ how: 'given-back' }),
  unreadable: () => ({ how: 'unreadable', error: new Error('?') }),
};

type Queue = { readonly name: string; readonly rows: JobRows };

/** Two queues on one table, driven step by step under a clock of our own. */
class Machine {
  now = START;
  queues: [Queue, Queue];
  /** Tokens that should still be good, and those of the dead. */
  held: JobRow[] = [];
  stale: JobRow[] = [];
  added = 0;
  done = new Map<number, number>();
  names = 0;

  constructor() {
    store.write.$client.exec('delete from jobs');
    this.queues = [this.queue(), this.queue()];
  }

  queue(): Queue {
    const name = `queue ${(this.names += 1)}`;
    return { name, rows: createJobRows(store.write.$client, name) };
  }

  all(): JobRow[] {
    return store.read.$client.prepare<[], JobRow>('select * from jobs order by id').all();
  }

  cutoffs(): Map<(typeof KINDS)[number], number> {
    return new Map(KINDS.map((kind) => [kind, this.now - MISSED_AFTER_MS]));
  }

  /** What a claim should give, worked out the slow way. */
  mostUrgent(kinds: readonly string[]): number | undefined {
    const rows = this.all();
    const busy = new Set(rows.filter(({ state }) => state === 'running').map((row) => row.one_at_a_time));
    return rows
      .filter((row) => row.state === 'waiting' && row.run_at <= this.now && kinds.includes(row.kind))
      .filter((row) => row.one_at_a_time === null || !busy.has(row.one_at_a_time))
      .sort((a, b) => b.priority - a.priority || a.run_at - b.run_at || a.id - b.id)[0]?.id;
  }

  end(row: JobRow, how: string): void {
    const outcome = outcomes[how]?.(new Date(this.now)) ?? { how: 'given-back' };
    const end = decideEnd(outcome, { row, progress: null, repeats: undefined, now: new Date(this.now), random: 0.5 });
    const held = this.held.includes(row);
    const ended = this.queues[0].rows.end(row.id, row.owner ?? '', end, this.now);
    expect(ended !== undefined).toBe(held); // the holder ends its job; a dead owner changes nothing
    if (ended?.state === 'done') this.done.set(row.id, (this.done.get(row.id) ?? 0) + 1);
    this.held = this.held.filter((other) => other !== row);
  }

  /** Takes from us what the table no longer says is ours. */
  lose(lost: (row: JobRow) => boolean): void {
    this.stale.push(...this.held.filter(lost));
    this.held = this.held.filter((row) => !lost(row));
  }

  step(action: Action): void {
    const pick = <Value>(values: readonly Value[], index: number): Value | undefined => values[index % Math.max(1, values.length)];
    const [first] = this.queues;
    switch (action.do) {
      case 'add': {
        const { do: _, inMs, ...rest } = action;
        const row = first.rows.insert({ ...rest, title: 't', subject: null, data: '{}', runAt: this.now + inMs, now: this.now });
        if (row === undefined) expect(first.rows.findByKey(action.uniqueKey ?? '')).toBeDefined();
        else this.added += 1;
        return;
      }
      case 'claim': {
        const expected = this.mostUrgent(action.kinds);
        const row = (this.queues[action.by] ?? first).rows.claim(action.kinds, this.cutoffs(), this.now);
        expect(row?.id).toBe(expected);
        if (row !== undefined) this.held.push(row);
        return;
      }
      case 'end': {
        const row = pick([...this.held, ...this.stale], action.which);
        if (row !== undefined) this.end(row, action.how);
        return;
      }
      case 'save': {
        const row = pick([...this.held, ...this.stale], action.which);
        if (row !== undefined) expect(first.rows.save(row.id, row.owner ?? '', '1')).toBe(this.held.includes(row));
        return;
      }
      case 'crash': {
        // Its rows stay running until their lease runs out; then another queue takes them, and only them.
        const dead = `${this.queues[action.by]?.name ?? ''}#`;
        this.now += LEASE_MS + 1;
        for (const row of this.held) if (!row.owner?.startsWith(dead)) first.rows.renew(row.id, row.owner ?? '', this.now);
        this.queues[action.by] = this.queue();
        this.queues[action.by]?.rows.recover(this.now, { everything: false, crashed: '{}' });
        this.lose((row) => row.owner?.startsWith(dead) ?? false);
        return;
      }
      case 'restart':
        this.queues = [this.queue(), this.queue()];
        this.restart();
        return;
      case 'pass':
        this.now += action.ms;
        for (const row of this.held) expect(first.rows.renew(row.id, row.owner ?? '', this.now)).toBeDefined(); // what lives, renews
        first.rows.recover(this.now, { everything: false, crashed: '{}' });
        first.rows.setMissedAside(this.cutoffs(), this.now);
        first.rows.pullRetriesNear(this.now + 900_000);
        return;
      default: {
        const row = pick(this.all(), action.which);
        if (row === undefined) return;
        const twin = row.unique_key === null ? undefined : first.rows.findByKey(row.unique_key);
        if (action.do === 'cancel') void (first.rows.cancelWaiting(row.id, this.now) ?? first.rows.askToStop(row.id));
        else if (action.do === 'replay' && (twin === undefined || twin.id === row.id)) first.rows.replay(row.id, this.now);
        else if (action.do === 'discard') first.rows.discard(row.id, this.now);
        else if (action.do === 'move') first.rows.move(row.id, this.now + 10_000);
      }
    }
  }

  restart(): void {
    this.queues[0].rows.recover(this.now, { everything: true, crashed: '{}' });
    this.lose(() => true);
  }

  check(): void {
    const rows = this.all();
    expect(rows).toHaveLength(this.added); // nothing is lost
    const groups = rows.filter((row) => row.state === 'running' && row.one_at_a_time !== null).map((row) => row.one_at_a_time);
    expect(new Set(groups).size).toBe(groups.length);
    const keys = rows
      .filter((row) => row.unique_key !== null && ['waiting', 'running', 'asking'].includes(row.state))
      .map((row) => row.unique_key);
    expect(new Set(keys).size).toBe(keys.length);
    const owners = rows.filter(({ state }) => state === 'running').map(({ owner }) => owner);
    expect(new Set(owners)).toEqual(new Set(this.held.map(({ owner }) => owner)));
    for (const row of rows) {
      expect(row.attempts).toBeGreaterThanOrEqual(0);
      expect(row.attempts).toBeLessThanOrEqual(row.attempts_allowed);
      expect(row.owner !== null).toBe(row.state === 'running');
      expect(row.lease_until !== null).toBe(row.state === 'running');
      if (row.state !== 'running') expect(row.cancel_asked).toBe(0);
      expect(row.finished_at !== null).toBe(['done', 'dead', 'cancelled', 'skipped'].includes(row.state));
      expect(this.done.get(row.id) ?? 0).toBe(row.state === 'done' ? 1 : 0); // done once, and never undone
    }
  }

  /** Given time and room, everything that waits comes to its end. */
  drain(): void {
    for (let round = 0; round < 300 && this.all().some(({ state }) => state === 'waiting' || state === 'running'); round += 1) {
      for (const row of this.held) this.end(row, 'done');
      this.now += 60_000;
      for (;;) {
        const row = this.queues[0].rows.claim(KINDS, this.cutoffs(), this.now);
        if (row === undefined) break;
        this.held.push(row);
      }
    }
    expect(this.all().filter(({ state }) => state === 'waiting' || state === 'running')).toEqual([]);
  }
}

test(
  'whatever happens in whatever order: one holder a job, one runner a group, attempts kept, nothing lost, nothing done twice',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const machine = new Machine();
        for (const next of actions) {
          machine.step(next);
          machine.check();
        }
        machine.drain();
        machine.check();
      }),
      { numRuns: 200 },
    );
  },
);
