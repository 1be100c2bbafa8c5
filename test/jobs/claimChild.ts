/* A second process for claim.test.ts: claims and finishes until nothing is left, writing down each id it got. */
import { createJobRows } from '../../electron/jobs/rows.ts';
import { openStore } from '../../electron/store/openStore.ts';

const store = openStore({ home: process.argv[2] ?? '', now: () => new Date() });
store.write.$client.pragma('synchronous = off'); // the test is about who gets a job, not about power loss
const rows = createJobRows(store.write.$client, `process ${process.pid}`);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  const got: number[] = [];
  for (;;) {
    const row = rows.claim(['post.send'], new Map(), Date.now());
    if (row === undefined) {
      if (!rows.anyDue(['post.send'], Date.now())) break;
      continue; // what is left waits for a group that is busy in another process
    }
    got.push(row.id);
    const end = {
      state: 'done',
      runAt: row.run_at,
      attempts: row.attempts,
      result: null,
      error: null,
      progress: null,
      forget: false,
    } as const;
    if (rows.end(row.id, row.owner ?? '', end, Date.now()) === undefined) throw new Error(`Job ${row.id} was taken from us.`);
  }
  store.close();
  process.stdout.write(`${JSON.stringify(got)}\n`, () => process.exit(0));
});
