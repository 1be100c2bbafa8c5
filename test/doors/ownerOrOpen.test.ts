import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownerOrOpen } from '../../electron/ownerOrOpen.ts';
import { Failure } from '../../shared/errors.ts';
import { makeHome } from '../store/makeHome.ts';

const inUse = (): Promise<never> => Promise.reject(new Failure('HOME_IN_USE', 'Somebody else has it.', 'Wait.'));

test('a folder that is free is opened', async () => {
  using home = makeHome();
  expect(await ownerOrOpen(home.path, () => Promise.resolve('ours'))).toEqual({ owner: null, opened: 'ours' });
});

test('one that is locked for a moment is waited for', async () => {
  using home = makeHome();
  let looks = 0;
  const open = (): Promise<string> => ((looks += 1) < 3 ? inUse() : Promise.resolve('ours'));
  expect(await ownerOrOpen(home.path, open)).toEqual({ owner: null, opened: 'ours' });
});

test('an owner that hangs is waited for about as long as promised, however long each look at it takes', async () => {
  using home = makeHome();
  const hanging = createServer(() => undefined); // it listens, and never answers
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const address = hanging.address();
  const port = typeof address === 'object' ? address?.port : 0;
  writeFileSync(join(home.path, 'owner.json'), JSON.stringify({ pid: 1, origin: `http://127.0.0.1:${port}`, key: 'k'.repeat(43) }));
  const startedAt = performance.now();
  await expect(ownerOrOpen(home.path, inUse, 1_000)).rejects.toMatchObject({ code: 'HOME_IN_USE' });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  hanging.closeAllConnections();
  hanging.close();
});
