import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobRows } from '../../electron/jobs/rows.ts';
import { openStore } from '../../electron/store/openStore.ts';
import { p99, type BenchResult } from './result.ts';

const POSTS = 100_000;
const PICKS = 2_000;
const MOST_MS = 5;
const kinds = ['post.send', 'post.prove', 'post.check', 'post.metrics'] as const;

/** How long the queue takes to find and claim the next due job among 100,000 planned posts on 40 channels. */
export function benchQueue(): BenchResult[] {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-bench-'));
  const store = openStore({ home, now: () => new Date() });
  const now = Date.now();
  const add = store.write.$client.prepare(
    `insert into jobs (kind, state, title, subject, unique_key, priority, one_at_a_time, data, attempts_allowed, missed_policy, run_at, created_at)
     values ('post.send', 'waiting', 'Publish', ?, ?, 20, ?, '{}', 5, 'run-late', ?, ?)`,
  );
  store.write.$client.transaction(() => {
    for (let index = 0; index < POSTS; index += 1) {
      const due = index < PICKS + 100 ? now - 1_000 : now + index * 60_000;
      add.run(`p${index}`, `post.send:p${index}`, `channel:${index % 40}`, due, now);
    }
  })();
  const rows = createJobRows(store.write.$client, 'bench');
  const lanes = new Map(kinds.map((kind) => [kind, 0]));
  const times: number[] = [];
  for (let pick = 0; pick < PICKS + 50; pick += 1) {
    const begun = performance.now();
    const row = rows.claim([...kinds], lanes, now);
    const took = performance.now() - begun;
    if (row === undefined) throw new Error('the queue found nothing due');
    rows.end(
      row.id,
      row.owner ?? '',
      { state: 'done', runAt: now, attempts: 1, result: null, error: null, progress: null, forget: false },
      now,
    );
    if (pick >= 50) times.push(took);
  }
  store.close();
  rmSync(home, { recursive: true, force: true });
  const ms = p99(times);
  return [{ name: 'p99 of picking the next due post among 100,000', value: ms, unit: 'ms', ratio: ms / MOST_MS, bar: 1 }];
}
