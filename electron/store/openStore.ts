import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { backUp } from './backups.ts';
import { connect } from './connect.ts';
import type { ReadDb, WriteDb } from './handles.ts';
import { migrate, readMigrations } from './migrate.ts';
import { restoreIfDamaged } from './restore.ts';
import { forgetRestored, readRestored } from './restored.ts';
import * as schema from './schema.ts';
import { toStoreFailure } from './storeFailure.ts';

/** The open data of one folder. Close it last: everything else writes through it. */
export type Store = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** What a person should know about the start, for example that a backup was restored. */
  readonly notices: readonly string[];
  /** A backup took the place of the database, at this start or at one that ended before it was seen to. `at` is for people. */
  readonly restored: { readonly at: string; readonly forget: () => void } | null;
  /** Writes a verified copy into `backups/`, keeps the newest seven, answers its path. Throws Failure DISK_FULL or FOLDER_READ_ONLY. */
  readonly backup: (signal?: AbortSignal) => Promise<string>;
  readonly close: () => void;
};

/**
 * Checks, restores if need be, opens and steps up `studio.db` in `home`. The caller holds the lock of the folder.
 * `migrationsFolder`: by default the folder `migrations` beside this file, also once it is bundled.
 *
 * Questions and commands share one connection; the types keep them apart. A second connection would not see the rows of a
 * transaction that asks it something, and a backup must go through the connection that writes.
 * @throws Failure DATABASE_NEWER, DATABASE_BROKEN, DISK_FULL, FOLDER_READ_ONLY.
 */
export function openStore({
  home,
  now,
  migrationsFolder = join(import.meta.dirname, 'migrations'),
}: {
  home: string;
  now: () => Date;
  migrationsFolder?: string;
}): Store {
  const path = join(home, 'studio.db');
  const migrations = readMigrations(migrationsFolder);
  try {
    mkdirSync(home, { recursive: true });
    const notices = restoreIfDamaged(home, now());
    const client = connect(path);
    try {
      migrate(client, migrations, now());
    } catch (error) {
      client.close();
      throw error;
    }
    const write = drizzle(client, { schema }) as WriteDb; // the mark of the handle exists only in the types
    const restoredAt = readRestored(home);
    let backingUp: Promise<string> | undefined;
    return {
      read: write,
      write,
      notices,
      restored: restoredAt === null ? null : { at: restoredAt, forget: () => forgetRestored(home) },
      backup(signal) {
        backingUp ??= backUp(client, { home, now: now(), signal }).finally(() => (backingUp = undefined));
        return backingUp;
      },
      close: () => void client.close(),
    };
  } catch (error) {
    throw toStoreFailure(error, path);
  }
}
