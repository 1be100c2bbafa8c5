import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePath } from '../../electron/cli/freePath.ts';
import { makeFolder } from '../../electron/cli/makeFolder.ts';
import { createShowProgress } from '../../electron/cli/showProgress.ts';
import { newHome } from './runInTest.ts';

test('a name that is taken gets a number, so that nothing an earlier run wrote is replaced', async () => {
  const folder = await newHome();
  expect(await freePath(folder, '01-talk', '.json')).toBe(join(folder, '01-talk.json'));
  await writeFile(join(folder, '01-talk.json'), '');
  await mkdir(join(folder, '01-talk-2.json'));
  expect(await freePath(folder, '01-talk', '.json')).toBe(join(folder, '01-talk-3.json'));
});

test('a folder is made with those above it; a file in its place is said', async () => {
  const home = await newHome();
  await makeFolder(join(home, 'a', 'b'));
  await makeFolder(join(home, 'a', 'b'));
  expect((await stat(join(home, 'a', 'b'))).isDirectory()).toBe(true);
  await writeFile(join(home, 'file'), '');
  await expect(makeFolder(join(home, 'file'))).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
  await expect(makeFolder(join(home, 'file', 'below'))).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
});

test.runIf(process.platform === 'linux')('a place where no folder can be is refused at once', async () => {
  await expect(makeFolder('/proc/nothing/here')).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a title cannot move the cursor of the terminal, or break the line', () => {
  let shown = '';
  createShowProgress({ write: (text) => (shown += text) }).show('Render \u001b[2J“a\nb”', 0.5, null);
  expect(shown).toBe('Render  [2J“a b”: 50 %\n');
});
