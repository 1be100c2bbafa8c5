import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { newHome, tidereel } from './runInTest.ts';

const names = ['doctor', 'clip', 'render', 'check', 'post', 'queue', 'approve', 'cancel', 'channels', 'keys', 'serve'];

test.each(names)('%s explains itself without touching the data folder', async (name) => {
  const home = await newHome();
  const { code, stdout } = await tidereel([name, '--help'], { home });
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: tidereel ${name}`));
  expect(stdout).toContain('--json');
  expect(await readdir(home)).toEqual([]);
});

test('the overview lists every command', async () => {
  const { code, stdout } = await tidereel(['--help'], { home: await newHome() });
  expect(code).toBe(0);
  for (const name of names) expect(stdout).toContain(`  ${name} `);
});

describe('wrong usage ends with 2, says how it goes, and does nothing', () => {
  test.each([
    [['frobnicate']],
    [['clip']],
    [['clip', 'a.mp4', 'b.mp4']],
    [['clip', 'a.mp4', '--frob']],
    [['clip', 'a.mp4', '--count', 'many']],
    [['clip', 'a.mp4', '--count', '2.5']],
    [['clip', 'a.mp4', '--min']],
    [['render']],
    [['check']],
    [['post', 'a.mp4']],
    [['post', 'a.mp4', '--to', 'practice', '--at', 'tomorrow']],
    [['queue', '--until-idle']],
    [['queue', 'now']],
    [['approve']],
    [['cancel', 'a', 'b']],
    [['keys', 'myspace']],
    [['serve', '--port', '70000']],
  ])('tidereel %j', async (args) => {
    const home = await newHome();
    const plain = await tidereel(args, { home });
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).toContain('Usage: tidereel');
    const json = await tidereel([...args, '--json'], { home });
    expect(json.code).toBe(2);
    expect(json.json()).toEqual({ error: { code: 'WRONG_USAGE', message: expect.any(String), hint: expect.any(String) } });
    expect(await readdir(home)).toEqual([]);
  });
});
