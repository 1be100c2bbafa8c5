import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stampOf, listBackups, type Backup } from './backups.ts';
import { partPath } from '../files/partPath.ts';
import { findDamage } from './findDamage.ts';
import { noteRestored } from './restored.ts';

/**
 * Looks at the database before it is used. A damaged one is moved aside, never deleted, and the newest good backup takes its
 * place; so does a missing one, since nothing but a fault takes away the file and leaves the backups.
 * @returns sentences for the person; none when all is well.
 */
export function restoreIfDamaged(home: string, now: Date): string[] {
  const path = join(home, 'studio.db');
  const backups = listBackups(home);
  if (!existsSync(path) || (statSync(path).size === 0 && backups.length === 0)) {
    // A log left alone would be replayed into whatever file comes next.
    moveAside(path, join(home, `studio.damaged-${stampOf(now)}.db`));
    if (backups.length === 0) return [];
    const restored = restoreNewestGood(home, backups);
    return restored === undefined
      ? ['Your database was missing and no backup could be read. Tidereel started with an empty one.']
      : [`Your database was missing. Tidereel restored the backup of ${restored.at}; what was changed after it is lost.`];
  }
  if (findDamage(path) === null) return [];
  const kept = join(home, `studio.damaged-${stampOf(now)}.db`);
  moveAside(path, kept);
  const restored = restoreNewestGood(home, backups);
  return restored === undefined
    ? [`Your database was damaged and there is no good backup. Tidereel started with an empty one; the damaged file is kept at ${kept}.`]
    : [`Your database was damaged. Tidereel restored the backup of ${restored.at}; the damaged file is kept at ${kept}.`];
}

/** The database first: killed in between, the next start finds it missing and moves the rest before restoring. */
function moveAside(path: string, kept: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${kept}${suffix}`);
  }
}

function restoreNewestGood(home: string, backups: readonly Backup[]): Backup | undefined {
  const path = join(home, 'studio.db');
  const good = backups.find((backup) => findDamage(backup.path) === null);
  if (good === undefined) return undefined;
  const part = partPath(path);
  try {
    copyFileSync(good.path, part);
    const file = openSync(part, 'r+');
    fsyncSync(file);
    closeSync(file);
    noteRestored(home, good.at);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
  return good;
}
