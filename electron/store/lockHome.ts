import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../shared/errors.ts';
import { isDamage, toStoreFailure } from './storeFailure.ts';

/** Ours as long as this process lives or until `release`. */
export type HomeLock = { readonly release: () => void };

/**
 * Makes this process the owner of a data folder. The lock is SQLite's own on a small file beside the database: the system
 * takes it back when the process ends in whatever way, so neither a kill nor a reused process id leaves the folder locked.
 * @throws Failure HOME_IN_USE when another process owns it, FOLDER_READ_ONLY, DISK_FULL.
 */
export function lockHome(home: string): HomeLock {
  let client: Database.Database;
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 }); // a folder we make is for this user only; one that is there is left as it is
    client = lockFile(join(home, 'owner.lock'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw new Failure(
        'HOME_IN_USE',
        `Another Tidereel is already using the data folder ${home}. This one changed nothing.`,
        'Go on in the other window, or close it first. To use both, give one its own folder with TIDEREEL_HOME.',
        { cause: error },
      );
    }
    throw toStoreFailure(error, home);
  }
  const held = client;
  return { release: () => void held.close() };
}

function lockFile(path: string): Database.Database {
  const client = new Database(path, { timeout: 0 });
  try {
    client.exec('begin exclusive');
    return client;
  } catch (error) {
    client.close();
    if (!isDamage(error)) throw error;
    truncateSync(path); // nothing is ever in it, so nothing is lost; a lock that somebody holds on it stays
    return lockFile(path);
  }
}
