import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const pathOf = (home: string): string => join(home, 'restored-backup.txt');

/** Notes, before a backup takes the database's place, of when it is. The note outlives a crash until it is forgotten. */
export function noteRestored(home: string, at: string): void {
  const file = openSync(pathOf(home), 'w');
  try {
    writeSync(file, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** When the backup was made that took the database's place, for people; null when none did, or when that was seen to. */
export function readRestored(home: string): string | null {
  try {
    return readFileSync(pathOf(home), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

export const forgetRestored = (home: string): void => rmSync(pathOf(home), { force: true });
