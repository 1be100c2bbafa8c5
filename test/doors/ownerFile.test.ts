import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askForAddress, findLivingOwner, newOwnerKey, removeOwnerFile, writeOwnerFile } from '../../electron/doors/ownerFile.ts';
import { ask, openTestDoor } from './openTestDoor.ts';

const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'tidereel-owner-'));
const rightKey = 'k'.repeat(43); // of the test door

test('a running owner is found by its file, which only this user may read, and gives fresh addresses', async () => {
  await using door = await openTestDoor();
  await writeOwnerFile(door.home, { pid: process.pid, origin: door.origin, key: rightKey });
  if (process.platform !== 'win32') expect((await stat(join(door.home, 'owner.json'))).mode & 0o077).toBe(0);
  const owner = await findLivingOwner(door.home);
  if (owner === null) throw new Error('it lives');
  const { search } = new URL(await askForAddress(owner));
  expect((await ask(door.port, `/${search}`)).status).toBe(303);
});

test('a file left behind by a crash is no owner', async () => {
  const home = await newHome();
  const gone = await openTestDoor();
  await writeOwnerFile(home, { pid: 1, origin: gone.origin, key: newOwnerKey() });
  expect(await findLivingOwner(home)).toBeNull(); // somebody listens there, but does not know the key
  await gone[Symbol.asyncDispose]();
  expect(await findLivingOwner(home)).toBeNull(); // nobody listens there
});

test.each(['', '{', '{"pid":1}', '{"pid":1,"origin":"http://evil.example","key":"0123456789012345678901234567890123456789"}'])(
  'the file %j is no owner, and no key is sent anywhere',
  async (text) => {
    const home = await newHome();
    await writeFile(join(home, 'owner.json'), text);
    expect(await findLivingOwner(home)).toBeNull();
  },
);

test('an owner takes only its own file away', async () => {
  const home = await newHome();
  const key = newOwnerKey();
  await writeOwnerFile(home, { pid: 1, origin: 'http://127.0.0.1:9', key });
  await removeOwnerFile(home, newOwnerKey());
  expect(await readdir(home)).toEqual(['owner.json']);
  await removeOwnerFile(home, key);
  expect(await readdir(home)).toEqual([]);
});

test('signing in leads to a practice post when asked, and to no other place', async () => {
  await using door = await openTestDoor();
  const go = async (next: string): Promise<string | undefined> =>
    (await ask(door.port, new URL(door.mintAddress(next)).pathname + new URL(door.mintAddress(next)).search)).headers.location;
  expect(await go('/practice/posts/p1')).toBe('/practice/posts/p1');
  for (const next of ['https://evil.example/', '//evil.example', '/practice/posts/../../x', '/api/channels'])
    expect(await go(next)).toBe('/');
});
