import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createJobRows, type NewRow } from '../../electron/jobs/rows.ts';
import * as sql from '../../electron/jobs/sql.ts';
import { openStore } from '../../electron/store/openStore.ts';
import { makeHome } from '../store/makeHome.ts';

const row: NewRow = {
  kind: 'post.send',
  title: 't',
  subject: null,
  uniqueKey: null,
  priority: 0,
  group: null,
  data: '{}',
  attemptsAllowed: 3,
  missedPolicy: 'run-late',
  runAt: 0,
  now: 0,
};

test(
  'three processes share four thousand jobs: each job goes to exactly one of them, and nothing is left',
  { timeout: 120_000 },
  async () => {
    using home = makeHome();
    const store = openStore({ home: home.path, now: () => new Date() });
    const rows = createJobRows(store.write.$client, 'filler');
    store.write.$client.transaction(() => {
      for (let index = 0; index < 4_000; index += 1)
        rows.insert({ ...row, priority: index % 3, group: index % 2 ? `g${index % 7}` : null });
    })();
    const children = Array.from({ length: 3 }, () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'claimChild.ts'), home.path], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      return { child, line: async () => String((await lines.next()).value) };
    });
    for (const { line } of children) expect(await line()).toBe('ready');
    for (const { child } of children) child.stdin.write('go\n');
    const got = await Promise.all(children.map(async ({ line }) => z.array(z.int()).parse(JSON.parse(await line()))));
    const all = got.flat();
    expect(all).toHaveLength(4_000);
    expect(new Set(all).size).toBe(4_000);
    expect(store.read.$client.prepare("select count(*) from jobs where state = 'done' and attempts = 1").pluck().get()).toBe(4_000);
    store.close();
  },
);

test('no question of the queue walks the table: each goes straight to its place in an index', () => {
  using home = makeHome();
  const store = openStore({ home: home.path, now: () => new Date() });
  const plan = (statement: string): string[] =>
    store.read.$client
      .prepare<[], { detail: string }>(`explain query plan ${statement.replaceAll(/:\w+|\?/g, "'1'")}`)
      .all()
      .map(({ detail }) => detail);
  const claim = plan(sql.claimNext);
  expect(claim).toContain('SEARCH jobs USING INDEX jobs_claim (kind=? AND <expr>=? AND priority=? AND run_at<?)');
  expect(claim).toContain('SEARCH jobs USING INDEX jobs_claim (kind=? AND <expr>>?)');
  expect(claim).toContain('SEARCH jobs USING INDEX jobs_claim (kind=? AND <expr>=? AND priority<?)');
  const often = [sql.claimNext, sql.nextDue, sql.anyDue, sql.setMissedAside, sql.renewLease, sql.endClaim, sql.findByKey];
  for (const statement of often) expect(plan(statement).filter((step) => /SCAN jobs|TEMP B-TREE FOR GROUP/.test(step))).toEqual([]);
  expect(plan(sql.recoverLost)).toEqual(['SCAN jobs USING INDEX jobs_running']); // holds only what runs right now
  store.close();
});

test('a far future, blocked groups and full kinds hide nothing that may run', () => {
  using home = makeHome();
  const store = openStore({ home: home.path, now: () => new Date() });
  const rows = createJobRows(store.write.$client, 'me');
  const add = (more: Partial<NewRow>): number => rows.insert({ ...row, ...more })?.id ?? -1;
  store.write.$client.transaction(() => {
    for (let index = 0; index < 300; index += 1) {
      add({ priority: 9, runAt: 1_000 + index }); // not yet
      add({ priority: 8, group: 'busy' });
      add({ priority: 7, kind: 'render' });
    }
  })();
  const first = add({ priority: 2, group: 'idle' });
  const second = add({ priority: 2, group: 'idle' });
  const third = add({ priority: -5 });
  const claim = (kinds: NewRow['kind'][] = ['post.send']): number | undefined => rows.claim(kinds, new Map(), 10)?.id;
  const busy = claim(); // the first of the busy group
  expect(rows.find(busy ?? -1)?.one_at_a_time).toBe('busy');
  expect([claim(), claim(), claim()]).toEqual([first, third, undefined]);
  expect(rows.find(claim(['render', 'post.send']) ?? -1)?.kind).toBe('render');
  store.write.$client.prepare("update jobs set state = 'done' where id = ?").run(first);
  expect(claim()).toBe(second);
  store.close();
});

test('a claim that could not be committed is an error, never a job to run', () => {
  using home = makeHome();
  const store = openStore({ home: home.path, now: () => new Date() });
  const rows = createJobRows(store.write.$client, 'me');
  const id = rows.insert(row)?.id ?? -1;
  // Fails only at the commit, as a full disk does: a reference that is checked at the end and points nowhere.
  store.write.$client.exec(`
    create table stray (job_id integer references jobs (id) deferrable initially deferred) strict;
    create trigger spoil after update on jobs begin insert into stray (job_id) values (-1); end;
  `);
  expect(() => rows.claim(['post.send'], new Map(), 10)).toThrow(/FOREIGN KEY/);
  expect(rows.find(id)?.state).toBe('waiting');
  store.close();
});
