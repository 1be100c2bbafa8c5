import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { openStore } from '../../electron/store/openStore.ts';
import * as schema from '../../electron/store/schema.ts';
import { makeHome } from './makeHome.ts';

type Column = { name: string; type: string; notnull: 0 | 1; pk: number };

test('the tables for queries are the tables the migrations make: names, types, which may be null, keys', () => {
  using home = makeHome();
  const { read, close } = openStore({ home: home.path, now: () => new Date() });
  const tables = read.$client
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'migrations'")
    .pluck()
    .all();
  const made = tables.map((name) => ({
    name,
    columns: read.$client
      .prepare<[string], Column>('select name, type, "notnull", pk from pragma_table_info(?)')
      .all(name)
      // SQLite calls the key of an ordinary table nullable, though a strict table refuses null there
      .map((column) => ({
        name: column.name,
        type: column.type.toLowerCase(),
        required: column.notnull === 1 || column.pk > 0,
        key: column.pk > 0,
      })),
  }));
  const named = Object.values(schema)
    .filter((value) => is(value, SQLiteTable))
    .map((table) => {
      const { name, columns, primaryKeys } = getTableConfig(table);
      const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      return {
        name,
        columns: columns.map((column) => {
          const key = column.primary || keys.has(column.name);
          return { name: column.name, type: column.getSQLType(), required: column.notNull || key, key };
        }),
      };
    });
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
  expect(named.sort(byName)).toEqual(made.sort(byName));
  close();
});
