import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { lockHome } from '../../electron/store/lockHome.ts';
import { makeHome } from './makeHome.ts';

type Child = { process: ChildProcessByStdio<Writable, Readable, null>; line(): Promise<string> };

function startChild(home: string, user = ''): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lockChild.ts'), home, user], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { process: child, line: async () => String((await lines.next()).value) };
}

async function endChild({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

test('a folder has one owner; after its release another may come', () => {
  using home = makeHome();
  const first = lockHome(home.path);
  expect(() => lockHome(home.path)).toThrow(expect.objectContaining({ code: 'HOME_IN_USE' }));
  first.release();
  lockHome(home.path).release();
});

test('of five that start at the same moment one becomes the owner, and when it is killed the folder is free', async () => {
  using home = makeHome();
  const children = Array.from({ length: 5 }, () => startChild(home.path));
  try {
    for (const child of children) expect(await child.line()).toBe('ready');
    for (const child of children) child.process.stdin.write('go\n');
    const words = await Promise.all(children.map((child) => child.line()));
    expect(words.toSorted()).toEqual(['HOME_IN_USE', 'HOME_IN_USE', 'HOME_IN_USE', 'HOME_IN_USE', 'owner']);
    expect(() => lockHome(home.path)).toThrow(expect.objectContaining({ code: 'HOME_IN_USE' }));
    await endChild(children[words.indexOf('owner')] as Child); // one of them is the owner, as just seen
    lockHome(home.path).release();
  } finally {
    for (const child of children) await endChild(child);
  }
});

// Windows keeps the right to write in a folder's access list, which chmod does not touch
test.runIf(process.platform !== 'win32')('a folder that may not be written to is named as such', async () => {
  using home = makeHome();
  chmodSync(home.path, 0o555);
  const child = startChild(home.path, process.getuid?.() === 0 ? 'nobody' : '');
  try {
    expect(await child.line()).toBe('ready');
    child.process.stdin.write('go\n');
    expect(await child.line()).toBe('FOLDER_READ_ONLY');
  } finally {
    await endChild(child);
    chmodSync(home.path, 0o755);
  }
});

test.skipIf(process.platform === 'win32')('a data folder that is made new is closed to other users of the computer', () => {
  using home = makeHome();
  const fresh = join(home.path, 'fresh');
  lockHome(fresh).release();
  expect(statSync(fresh).mode & 0o077).toBe(0);
});

test('a lock file with anything in it does not keep everybody out', () => {
  using home = makeHome();
  writeFileSync(join(home.path, 'owner.lock'), 'spoiled by a bad disk '.repeat(100));
  const lock = lockHome(home.path);
  expect(() => lockHome(home.path)).toThrow(/already using/);
  lock.release();
});
