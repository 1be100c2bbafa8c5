import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, buildConnector, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callPlatform } from '../../../electron/publish/http/callPlatform.ts';

const before = getGlobalDispatcher();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidereel-slow-'));
  const connect = buildConnector({});
  setGlobalDispatcher(new Agent({ connect: (options, done) => void setTimeout(() => connect(options, done), 60) }));
});
afterEach(() => {
  setGlobalDispatcher(before);
  rmSync(folder, { recursive: true, force: true });
});

test('a connection that takes longer than the disk loses nothing of a film that is counted as it goes', async () => {
  const path = join(folder, 'film.mp4');
  writeFileSync(path, Buffer.alloc(3_000_000, 7));
  let arrived = 0;
  const server = createServer((request, response) => {
    request.on('data', (part: Buffer) => (arrived += part.length));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const counted: number[] = [];
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { signal } = new AbortController();
    const file = { path, start: 0, end: 2_999_999 };
    await callPlatform({ url, method: 'PUT', file, onSent: (bytes) => void counted.push(bytes), signal });
    expect(arrived).toBe(3_000_000);
    expect(counted.at(-1)).toBe(3_000_000);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
