import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCommandLine } from './openCommandLine.ts';

/** Whether this computer lets the test have a small disk of its own: Linux does, to its administrator. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tidereel-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false; // that is the answer
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(!mayMount())(
  'a disk that fills up while a post is sent leaves a true ledger, and the post goes out once when there is room',
  async () => {
    await using line = await openCommandLine();
    const small = join(line.home, 'small');
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small]);
    try {
      const env = { TIDEREEL_HOME: small };
      const run = (...args: string[]) => line.run(args, { env });
      const { keys } = line.simulators.announced;
      line.simulators.x.switches.auto = 'mia';
      await line.run(['keys', 'x'], { env, stdin: JSON.stringify(keys.x) });
      const connecting = line.start(['connect', 'x', '--no-open', '--json'], { env });
      await fetch(await connecting.hear(/http:\/\/\S+/));
      expect((await connecting.ended).code).toBe(0);
      await run('post', await line.film(), '--to', 'x-mia', '--caption', 'Tight', '--approve');

      line.simulators.x.faults.order('append', { kind: 'slow', ms: 3_000 });
      const working = line.start(['queue', '--work', '--until-idle', '--json'], { env });
      await expect.poll(() => line.simulators.x.questions.some(({ name }) => name === 'append'), { timeout: 30_000 }).toBe(true);
      const { bavail, bsize } = await statfs(small);
      const filling = writeFile(join(small, 'filler'), Buffer.alloc((bavail + 16) * bsize)); // to the last byte
      await expect(filling).rejects.toMatchObject({ code: 'ENOSPC' });
      expect((await statfs(small)).bavail).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      working.child.kill('SIGKILL');
      await working.ended;
      const whileFull = line.simulators.x.published().length;
      await rm(join(small, 'filler'));
      const said = (await run('queue')).said as { posts: { state: string; reason: string }[] };
      // Without room for the note that it asks, it does not ask; and nothing is called live that is not.
      expect({ whileFull, state: said.posts[0]?.state }).toMatchObject(
        whileFull === 0 ? { state: 'sending' } : { whileFull: 1, state: 'sent' },
      );

      const later = { ...env, TIDEREEL_TEST: '1', TIDEREEL_NOW: new Date(Date.now() + 11 * 60_000).toISOString() };
      const again = await line.run(['queue', '--work', '--until-idle'], { env: later });
      expect(again.said).toMatchObject({ posts: [{ channel: 'x-mia', state: 'live' }] });
      expect(line.simulators.x.published()).toHaveLength(1);
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  },
  180_000,
);
