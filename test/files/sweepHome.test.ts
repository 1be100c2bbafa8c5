import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { partPath } from '../../electron/files/partPath.ts';
import { sweepHome } from '../../electron/files/sweepHome.ts';

function write(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x');
  return path;
}

test('what a killed studio left half-made is gone, and everything else stays', async () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-sweep-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'tidereel-elsewhere-'));
  const left = [
    write(partPath(join(home, 'renders', 'Talk 9x16 abc.mp4'))),
    write(partPath(join(home, 'cache', 'chunks', 'ab'.repeat(32)))),
    write(partPath(join(home, 'media', 'asset1', 'proxy.mp4'))),
    write(partPath(join(home, 'owner.json'))),
    write(`${partPath(join(home, 'backups', 'studio.db'))}-journal`),
    write(partPath(join(home, 'uploads', 'cut', 'talk.mp4'))),
  ];
  const kept = [
    write(join(home, 'renders', 'Talk.mp4')),
    write(join(home, 'renders', 'Talk.part-2.mp4')),
    write(join(home, 'studio.db-wal')),
    write(join(home, 'uploads', 'whole', 'talk.mp4')),
    write(join(home, 'practice', 'films', 'a.part')), // an upload that goes on where it stopped
    write(partPath(join(elsewhere, 'somebody else.mp4'))),
  ];
  symlinkSync(elsewhere, join(home, 'renders', 'link'));

  await sweepHome(home);

  expect(left.filter((path) => existsSync(path))).toEqual([]);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(existsSync(join(home, 'uploads', 'cut'))).toBe(false);
  await sweepHome(join(home, 'not made yet'));
});
