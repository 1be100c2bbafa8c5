import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isPart } from './partPath.ts';

/**
 * Removes every part file below a data folder, and the folders of uploads that never arrived. Only for the owner of the
 * folder, before it writes anything: what is half-made then belongs to a process that was killed. Links are not followed.
 */
export async function sweepHome(home: string): Promise<void> {
  const found = await readdir(home, { recursive: true, withFileTypes: true }).catch(() => []); // swept at the next start, then
  for (const entry of found) {
    // SQLite keeps a log beside a copy it is making.
    if (!entry.isFile() || !isPart(entry.name.replace(/-(?:journal|wal|shm)$/, ''))) continue;
    await rm(join(entry.parentPath, entry.name), { force: true }).catch(() => undefined); // a folder that may not be written to stays as it is
  }
  const uploads = join(home, 'uploads');
  for (const name of await readdir(uploads).catch(() => [])) {
    await rmdir(join(uploads, name)).catch(() => undefined); // one with a file in it is kept
  }
}
