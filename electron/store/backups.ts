import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { partPath } from '../files/partPath.ts';
import { findDamage } from './findDamage.ts';
import { toStoreFailure } from './storeFailure.ts';

const BACKUPS_KEPT = 7;
const PAGES_PER_STEP = 100; // measured: 6 ms at most on the event loop; 2,000 pages blocked it for up to 384 ms

/** `2026-11-20T13-05-09-123Z`: sorts by time and is allowed in a file name everywhere. */
export const stampOf = (at: Date): string => at.toISOString().replaceAll(/[:.]/g, '-');

export type Backup = { readonly path: string; readonly at: string };

/** The backups of a data folder, newest first. `at` is for people: `2026-11-20 13:05 UTC`. */
export function listBackups(home: string): Backup[] {
  const folder = join(home, 'backups');
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .map((file) => /^studio-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-\d\d-\d{3}Z\.db$/.exec(file))
    .filter((match) => match !== null)
    .map((match) => ({ path: join(folder, match[0]), at: `${match[1]} ${match[2]}:${match[3]} UTC` }))
    .sort((a, b) => (a.path < b.path ? 1 : -1));
}

/**
 * Copies the open database while it is being used. It must go through the one writing connection: a second writer would make
 * SQLite start over with every write. The copy is checked before it gets its name; older ones go afterwards.
 * @returns the path of the new backup.
 * @throws Failure DISK_FULL or FOLDER_READ_ONLY; the older backups are kept then.
 */
export async function backUp(
  client: Database.Database,
  { home, now, signal }: { home: string; now: Date; signal: AbortSignal | undefined },
): Promise<string> {
  const folder = join(home, 'backups');
  const path = join(folder, `studio-${stampOf(now)}.db`);
  const part = partPath(path);
  try {
    mkdirSync(folder, { recursive: true });
    for (const left of readdirSync(folder).filter((file) => file.includes('.part-'))) rmSync(join(folder, left));
    try {
      await copyInto(part, client, signal);
      renameSync(part, path);
    } finally {
      for (const file of [part, `${part}-journal`, `${part}-wal`, `${part}-shm`]) rmSync(file, { force: true });
    }
  } catch (error) {
    throw toStoreFailure(error, folder);
  }
  for (const old of listBackups(home).slice(BACKUPS_KEPT)) rmSync(old.path, { force: true });
  return path;
}

async function copyInto(part: string, client: Database.Database, signal: AbortSignal | undefined): Promise<void> {
  await client.backup(part, {
    progress() {
      signal?.throwIfAborted();
      return PAGES_PER_STEP;
    },
  });
  becomeOneFile(part);
  const damage = findDamage(part);
  if (damage !== null) throw new Error(`The new backup cannot be used: ${damage}.`);
}

/** A copy of a WAL database would make a log and an index beside it whenever somebody looks into it. */
function becomeOneFile(path: string): void {
  const copy = new Database(path, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
}
