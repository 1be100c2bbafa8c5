/*
Words: a migration is one numbered SQL file, never edited once released. Its checksum is stored when it is applied.
*/
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';

export type Migration = { readonly number: number; readonly name: string; readonly sql: string; readonly checksum: string };

/** Line endings are normalised, since a checkout on Windows may change them. */
const checksumOf = (sql: string): string => createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');

/** Reads `NNN-name.sql`, in order. A gap or a double number is a mistake of ours and throws a plain error. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const name = file.slice(0, -'.sql'.length);
    if (!/^\d{3}-[a-z0-9-]+$/.test(name) || Number(name.slice(0, 3)) !== index + 1) {
      throw new Error(`${file} in ${folder} should be migration ${String(index + 1).padStart(3, '0')}.`);
    }
    const sql = readFileSync(join(folder, file), 'utf8');
    return { number: index + 1, name, sql, checksum: checksumOf(sql) };
  });
}

const Applied = z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() }));

/**
 * Steps the database up to this build, each step in a transaction of its own.
 * @throws Failure DATABASE_NEWER when a newer build has written it, DATABASE_BROKEN when it is not ours or its history differs.
 */
export function migrate(client: Database, migrations: readonly Migration[], now: Date): void {
  const applied = readApplied(client);
  const last = applied.at(-1);
  if (last !== undefined && last.number > migrations.length) {
    throw new Failure(
      'DATABASE_NEWER',
      `This data was last used by a newer Tidereel (its database is at step ${last.number}, this version knows ${migrations.length}). Nothing was changed.`,
      'Install the newest Tidereel, or choose another data folder with TIDEREEL_HOME.',
    );
  }
  for (const step of applied) {
    const known = migrations[step.number - 1];
    if (known?.checksum === step.checksum) continue;
    throw new Failure(
      'DATABASE_BROKEN',
      `Step ${step.name} of the database was made with other instructions than this Tidereel has. Nothing was changed.`,
      'Install the released Tidereel again. A released migration is never edited; a change is a new step.',
    );
  }
  const pending = migrations.slice(applied.length);
  if (pending.length === 0) return;
  client.pragma('foreign_keys = off'); // so that a step may rebuild a table; checked before it commits
  try {
    for (const step of pending) applyStep(client, step, now);
  } finally {
    client.pragma('foreign_keys = on');
  }
}

function readApplied(client: Database): z.infer<typeof Applied> {
  const tables = client.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'").pluck().all();
  if (tables.length === 0) {
    client.exec(`create table migrations (
      number integer primary key, name text not null, checksum text not null, applied_at integer not null) strict`);
    return [];
  }
  if (!tables.includes('migrations')) {
    throw new Failure(
      'DATABASE_BROKEN',
      'The file studio.db in the data folder was not made by Tidereel. Nothing was changed.',
      'Choose another data folder with TIDEREEL_HOME, or move that file away.',
    );
  }
  return Applied.parse(client.prepare('select number, name, checksum from migrations order by number').all());
}

function applyStep(client: Database, step: Migration, now: Date): void {
  const apply = client.transaction(() => {
    client.exec(step.sql);
    const strays = client.pragma('foreign_key_check');
    if (!Array.isArray(strays) || strays.length > 0) throw new Error(`Migration ${step.name} leaves rows that point nowhere.`);
    client
      .prepare('insert into migrations (number, name, checksum, applied_at) values (?, ?, ?, ?)')
      .run(step.number, step.name, step.checksum, now.getTime());
  });
  apply.immediate();
}
