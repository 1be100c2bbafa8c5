import { copyFileSync, mkdtempSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWholeMp4 } from '../../electron/render/isWholeMp4.ts';

test('a film that was cut short, emptied or never one is told from a whole one', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidereel-whole-')), 'film.mp4');
  expect(isWholeMp4(path)).toBe(false);
  copyFileSync(join(import.meta.dirname, '../../resources/sample/sample.mp4'), path);
  expect(isWholeMp4(path)).toBe(true);
  truncateSync(path, statSync(path).size - 1);
  expect(isWholeMp4(path)).toBe(false);
  truncateSync(path, 0);
  expect(isWholeMp4(path)).toBe(false);
  writeFileSync(path, 'not a film at all, only words');
  expect(isWholeMp4(path)).toBe(false);
});
