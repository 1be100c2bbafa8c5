import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rememberedPort, rememberPort } from '../../electron/doors/rememberedPort.ts';
import { runHeadless } from '../../electron/headless.ts';

const newHome = (): string => mkdtempSync(join(tmpdir(), 'tidereel-port-'));

test('a folder is found at the same port after a restart', async () => {
  const home = newHome();
  const ports: string[] = [];
  for (let start = 0; start < 2; start++) {
    const { address, close } = await runHeadless({ home, env: process.env, port: 0 });
    ports.push(new URL(address).port);
    await close?.();
  }
  expect(ports).toEqual([String(rememberedPort(home)), String(rememberedPort(home))]);
});

test('another program on that port is stepped around', async () => {
  const home = newHome();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const taken = other.address();
  if (taken === null || typeof taken === 'string') throw new Error('The other program has no port');
  await rememberPort(home, taken.port);
  const { address, close } = await runHeadless({ home, env: process.env, port: 0 });
  expect(new URL(address).port).not.toBe(String(taken.port));
  await close?.();
  other.close();
});
