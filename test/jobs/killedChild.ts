/*
The app of killed.test.ts: a job of 40 steps, each done by appending a line to a file and then saving its number. It is
killed, as the system would, at the step it is told, before or after that step is saved.
*/
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createChangeBus } from '../../electron/changes.ts';
import { createJobs } from '../../electron/jobs/createJobs.ts';
import { lockHome } from '../../electron/store/lockHome.ts';
import { openStore } from '../../electron/store/openStore.ts';

const STEPS = 40;
const [home = '', killAt, moment] = process.argv.slice(2);
const die = (step: number, at: string): void => {
  if (step === Number(killAt) && at === moment) process.kill(process.pid, 'SIGKILL');
};
const lock = lockHome(home);
const now = (): Date => new Date();
const store = openStore({ home, now });
const jobs = createJobs({
  write: store.write,
  changes: createChangeBus(),
  now,
  random: Math.random,
  report: (error) => console.error(error),
});

jobs.handle({
  kind: 'render',
  data: z.object({}),
  attempts: 1_000,
  missed: 'run-late',
  missedAfterMs: 60_000,
  async run(_data, { saved, save }) {
    for (let step = z.number().nullable().parse(saved) ?? 0; step < STEPS; step += 1) {
      appendFileSync(join(home, 'steps'), `${step}\n`);
      die(step, 'before-save');
      save(step + 1);
      die(step, 'after-save');
      await new Promise((resolve) => setImmediate(resolve));
    }
    return 'finished';
  },
});
const { id } = jobs.add({ kind: 'render', data: {}, title: 'Forty steps', uniqueKey: 'the job' });
jobs.start();
const { result } = await jobs.wait(id, 60_000);
await jobs.close();
store.close();
lock.release();
process.stdout.write(`${String(result)}\n`);
