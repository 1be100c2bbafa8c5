import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { newHome, tidereel } from './runInTest.ts';

const names = [
  'doctor',
  'clip',
  'render',
  'check',
  'post',
  'queue',
  'approve',
  'cancel',
  'restore',
  'resolve',
  'connect',
  'disconnect',
  'schedule',
  'slots',
  'channels',
  'keys',
  'serve',
];

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
    [['clip', 'a.mp4', '--count', '51']],
    [['clip', 'a.mp4', '--max', '601']],
    [['clip', 'a.mp4', '--min', '30', '--max', '10']],
    [['post', 'a.mp4', '--to', 'practice', '--at', '2026-02-31T10:00:00Z']],
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

test('with --json everything is one JSON document, help, version and nothing asked as well', async () => {
  const home = await newHome();
  expect((await tidereel(['--help', '--json'], { home })).json()).toEqual({ help: expect.stringContaining('Usage: tidereel') });
  expect((await tidereel(['clip', '--help', '--json'], { home })).json()).toEqual({ help: expect.stringContaining('--count') });
  expect((await tidereel(['--version', '--json'], { home })).json()).toEqual({ version: expect.any(String) });
  const nothing = await tidereel(['--json'], { home });
  expect(nothing.code).toBe(2);
  expect(nothing.json()).toMatchObject({ error: { code: 'WRONG_USAGE' } });
});

test('a style, a format or a transcript that is not there is refused before the recording is read', async () => {
  const home = await newHome();
  const refusal = async (...args: string[]) => (await tidereel(['clip', '/nowhere.mp4', ...args, '--json'], { home })).json();
  expect(await refusal('--style', 'Nope')).toMatchObject({ error: { code: 'BAD_INPUT', hint: expect.stringContaining('Pop') } });
  expect(await refusal('--format', '3:7')).toMatchObject({ error: { code: 'BAD_INPUT', hint: expect.stringContaining('9:16') } });
  expect(await refusal('--transcript', '/nowhere.srt')).toMatchObject({ error: { code: 'TRANSCRIPT_BROKEN' } });
});
