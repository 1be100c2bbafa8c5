import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMigrations } from '../../electron/store/migrate.ts';

test('every migration has a test', () => {
  const migrations = readMigrations(join(import.meta.dirname, '../../electron/store/migrations'));
  expect(migrations.length).toBeGreaterThan(0);
  expect(migrations.map(({ name }) => name).filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)))).toEqual([]);
});
