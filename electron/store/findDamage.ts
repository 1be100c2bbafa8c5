import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { isDamage } from './storeFailure.ts';

/**
 * What is wrong with the content of a database file, or null. Opening it replays its log, like every opening.
 * Trouble with the disk or the folder is thrown, not called damage: restoring a backup would not help.
 */
export function findDamage(path: string): string | null {
  if (statSync(path).size === 0) return 'the file is empty';
  try {
    const client = new Database(path, { fileMustExist: true, timeout: 5_000 });
    try {
      const found = client.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') return String(found);
      client.prepare('select count(*) from sqlite_schema').get();
      return null;
    } finally {
      client.close();
    }
  } catch (error) {
    if (isDamage(error) && error instanceof Error) return error.message;
    throw error;
  }
}
