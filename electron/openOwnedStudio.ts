import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHttpDoor, type HttpDoor } from './doors/httpDoor.ts';
import { newOwnerKey, removeOwnerFile, writeOwnerFile } from './doors/ownerFile.ts';
import { findAppRoot } from './findAppRoot.ts';
import { openLog } from './openLog.ts';
import type { Secrets } from './secrets/secrets.ts';
import { openStudio, type Studio } from './studio.ts';

export type OwnedStudio = { readonly studio: Studio; readonly door: HttpDoor; close(): Promise<void> };

/**
 * Opens the studio of a data folder together with its loopback door, and leaves the address and key for other programs of
 * this user in `owner.json`. No job runs before `studio.start()`.
 * @throws Failure HOME_IN_USE when another process owns the folder; whatever was opened is closed again.
 */
export async function openOwnedStudio(options: {
  home: string;
  env: NodeJS.ProcessEnv;
  host: 'desktop' | 'browser' | 'cli';
  port: number;
  /** Electron's own encrypted storage, inside Electron. */
  safeStorage?: Secrets;
}): Promise<OwnedStudio> {
  const { home, env, host, port, safeStorage } = options;
  await using undo = new AsyncDisposableStack();
  const studio = await openStudio({ home, env, host, ...(safeStorage === undefined ? {} : { safeStorage }) });
  undo.defer(() => studio.close());
  const ownerKey = newOwnerKey();
  const root = findAppRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }; // our own file
  const door = await openHttpDoor({
    services: studio.services,
    media: (path) => studio.media(path),
    practicePage: (postId) => studio.practicePage(postId),
    home,
    uiFolder: join(root, 'dist', 'renderer'),
    ownerKey,
    port,
    version,
    now: () => new Date(),
    log: openLog(home),
  });
  undo.defer(() => door.close());
  await writeOwnerFile(home, { pid: process.pid, origin: door.origin, key: ownerKey });
  undo.defer(() => removeOwnerFile(home, ownerKey));
  const opened = undo.move();
  return { studio, door, close: () => opened.disposeAsync() };
}
