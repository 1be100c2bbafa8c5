import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { toStoreFailure } from './storeFailure.ts';

const Owner = z.object({ pid: z.int(), address: z.string(), key: z.string() });

/** How another program of the same user reaches the process that owns a data folder. */
export type Owner = z.infer<typeof Owner>;

export const ownerFile = (home: string): string => join(home, 'owner.json');

/**
 * Readable by this user only. Call while the lock is held, once a door is open; the lock's release removes it.
 * @throws Failure DISK_FULL, FOLDER_READ_ONLY.
 */
export function writeOwner(home: string, owner: Owner): void {
  const part = `${ownerFile(home)}.part-${process.pid}`;
  try {
    writeFileSync(part, JSON.stringify(owner), { mode: 0o600 });
    chmodSync(part, 0o600); // a part file left by a crash keeps the mode it had
    renameSync(part, ownerFile(home));
  } catch (error) {
    throw toStoreFailure(error, home);
  }
}

/** Null while nobody has opened a door yet. Only worth asking after `lockHome` said HOME_IN_USE: a crash leaves the file behind. */
export function readOwner(home: string): Owner | null {
  let text: string;
  try {
    text = readFileSync(ownerFile(home), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return Owner.parse(JSON.parse(text));
}
