import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openChunkCache, type ChunkCache } from '../../electron/render/chunkCache.ts';

const now = (): Date => new Date('2026-11-20T12:00:00Z');
const hash = 'ab'.repeat(32);
let folder = '';
let path = '';

const open = (): ChunkCache => openChunkCache(folder, '.mp4', now);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidereel-chunks-'));
  path = await open().put(hash, (part) => writeFile(part, 'pictures '.repeat(1000)));
});

test('a chunk is found again, also by the next start', async () => {
  expect(await open().find(hash)).toBe(path);
  expect(await open().find('cd'.repeat(32))).toBeNull();
});

test.each([
  ['was cut short', () => truncateSync(path, 4_000)],
  ['has other bytes of the same length', () => writeFileSync(path, readFileSync(path, 'utf8').replace('pic', 'pix'))],
  ['was emptied', () => truncateSync(path, 0)],
  ['was deleted', () => rmSync(path)],
])('a chunk that %s is not used: it is made again', async (_how, damage) => {
  const cache = open();
  damage();
  expect(await cache.find(hash)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  const again = await cache.put(hash, (part) => writeFile(part, 'pictures '.repeat(1000)));
  expect(await cache.find(hash)).toBe(again);
});

test('what could not be made leaves nothing behind', async () => {
  const cache = open();
  const failing = cache.put('cd'.repeat(32), async (part) => {
    await writeFile(part, 'half');
    throw new Error('killed');
  });
  await expect(failing).rejects.toThrow('killed');
  expect(readdirSync(folder)).toHaveLength(1);
});

test('trimming takes the chunks that were not used for longest, and not the ones in use', async () => {
  const cache = open();
  await cache.find(hash); // used now
  expect(await cache.trim(0, now())).toEqual({ removed: 0, bytes: 9_000 });
  expect(await cache.trim(0, new Date(now().getTime() + 1))).toEqual({ removed: 1, bytes: 0 });
  expect(await cache.find(hash)).toBeNull();
});
