import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

/** Ids of the processes whose command line names `path`. */
function processesOf(path: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').includes(path);
      } catch {
        return false; // ended between the two calls
      }
    })
    .map(Number);
}

test.skipIf(process.platform !== 'linux')('FFmpeg ends when the studio that started it is killed', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'tidereel-orphan-')), 'film.ts');
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'longChild.ts'), out], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  expect(processesOf(out)).toHaveLength(2); // the parent and FFmpeg
  parent.kill('SIGKILL');
  await expect.poll(() => processesOf(out), { timeout: 5_000 }).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a process that ends by itself is not kept waiting', async () => {
  const script = `import { spawn } from 'node:child_process';
    import { endWithUs } from ${JSON.stringify(join(import.meta.dirname, '../../electron/ffmpeg/endWithUs.ts'))};
    endWithUs(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const code = await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(5_000, 'still running')]);
  expect(code).toBe(0);
});
