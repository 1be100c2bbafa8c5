import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHttpDoor, type HttpDoor, type HttpDoorNeeds } from './doors/httpDoor.ts';
import { newOwnerKey, removeOwnerFile, writeOwnerFile } from './doors/ownerFile.ts';
import { rememberedPort, rememberPort } from './doors/rememberedPort.ts';
import { findAppRoot } from './findAppRoot.ts';
import { openLog } from './openLog.ts';
import type { Studio } from './studio.ts';

/**
 * Opens the loopback door of a studio, and leaves its address and key for other programs of this user in `owner.json`.
 * Port 0 stands for the one the folder had last time, or a random one where there is none or it is taken.
 */
export async function openDoor(home: string, studio: Studio, port: number): Promise<HttpDoor> {
  const ownerKey = newOwnerKey();
  const root = findAppRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }; // our own file
  const door = await openAt(port === 0 ? [rememberedPort(home), 0] : [port], {
    services: studio.services,
    media: (path) => studio.media(path),
    practicePage: (postId) => studio.practicePage(postId),
    home,
    uiFolder: join(root, 'dist', 'renderer'),
    ownerKey,
    version,
    now: () => new Date(),
    log: openLog(home),
  });
  const close = async (): Promise<void> => {
    await removeOwnerFile(home, ownerKey);
    await door.close();
  };
  try {
    if (port === 0) await rememberPort(home, door.port);
    await writeOwnerFile(home, { pid: process.pid, origin: door.origin, key: ownerKey });
  } catch (error) {
    await door.close();
    throw error;
  }
  return { ...door, close };
}

async function openAt([port = 0, ...others]: readonly number[], needs: Omit<HttpDoorNeeds, 'port'>): Promise<HttpDoor> {
  try {
    return await openHttpDoor({ ...needs, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (others.length === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    return openAt(others, needs);
  }
}
