import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../electron/store/openStore.ts';
import { makeHome } from '../store/makeHome.ts';

type End = { printed: string; signal: string | null };

function runApp(home: string, ...killAt: string[]): Promise<End> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killedChild.ts'), home, ...killAt], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  return new Promise((resolve) => child.once('close', (_code, signal) => resolve({ printed, signal })));
}

test('killed again and again, a job goes on from its last saved step and ends', { timeout: 120_000 }, async () => {
  using home = makeHome();
  const kills = [['2', 'before-save'], ['2', 'after-save'], ['17', 'before-save'], ['39', 'after-save']]; // prettier-ignore
  for (const kill of kills) expect(await runApp(home.path, ...kill)).toEqual({ printed: '', signal: 'SIGKILL' });
  expect(await runApp(home.path)).toEqual({ printed: 'finished\n', signal: null });
  const steps = readFileSync(join(home.path, 'steps'), 'utf8').trim().split('\n').map(Number);
  // Only a step that was done but not yet saved is done again.
  const twice = new Set([2, 17]);
  expect(steps).toEqual(Array.from({ length: 40 }, (_, step) => (twice.has(step) ? [step, step] : [step])).flat());
  const store = openStore({ home: home.path, now: () => new Date() });
  expect(store.notices).toEqual([]);
  expect(store.read.$client.prepare('select state, attempts from jobs').all()).toEqual([{ state: 'done', attempts: kills.length + 1 }]);
  store.close();
});
