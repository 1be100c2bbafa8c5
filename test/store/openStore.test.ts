import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../electron/store/openStore.ts';
import { toStoreFailure } from '../../electron/store/storeFailure.ts';
import { Failure } from '../../shared/errors.ts';
import { makeHome } from './makeHome.ts';

const MIGRATIONS = join(import.meta.dirname, '../../electron/store/migrations');
const DAY_MS = 24 * 60 * 60_000;
const START = Date.parse('2026-11-20T12:00:00Z');

const open = (home: string, at = START, migrationsFolder = MIGRATIONS): Store =>
  openStore({ home, now: () => new Date(at), migrationsFolder });

const setNote = (store: Store, value: string): void =>
  void store.write.$client.prepare("insert or replace into settings (name, value) values ('note', ?)").run(value);
const getNote = (store: Store): unknown => store.read.$client.prepare("select value from settings where name = 'note'").pluck().get();

/** A folder with two backups, of "first" and "second", and a database that says "third" and is large enough to hurt. */
async function fillHome(home: string): Promise<void> {
  const store = open(home);
  setNote(store, 'first');
  await store.backup();
  store.close();
  const later = open(home, START + DAY_MS);
  setNote(later, 'second');
  const put = later.write.$client.prepare('insert into settings (name, value) values (?, ?)');
  later.write.$client.transaction(() => {
    for (let row = 0; row < 500; row += 1) put.run(`filler ${row}`, 'x'.repeat(200));
  })();
  await later.backup();
  setNote(later, 'third');
  later.close();
}

const damaged = (home: string): string[] => readdirSync(home).filter((file) => file.startsWith('studio.damaged-'));

function catchFailure(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

function overwrite(path: string, from: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  closeSync(file);
}

describe('a healthy start', () => {
  test('writes survive power loss, keep references, and go through a log', () => {
    using home = makeHome();
    const { write, notices, close } = open(home.path);
    const pragma = (name: string): unknown => write.$client.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('busy_timeout')]).toEqual(['wal', 2, 1, 5000]);
    expect(notices).toEqual([]);
    close();
  });

  test('what was written is there at the next start, and no step runs twice', () => {
    using home = makeHome();
    const store = open(home.path);
    setNote(store, 'kept');
    store.close();
    const again = open(home.path);
    expect(getNote(again)).toBe('kept');
    expect(again.read.$client.prepare('select count(*) from migrations').pluck().get()).toBe(readdirSync(MIGRATIONS).length);
    again.close();
  });
});

describe('a damaged database', () => {
  test.each([
    {
      how: 'is not a database',
      spoil: (path: string) => writeFileSync(path, 'this was never a database, only text that is long enough to be read'),
    },
    { how: 'was cut in the middle', spoil: (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2)) },
    { how: 'was cut to nothing', spoil: (path: string) => truncateSync(path, 0) },
    { how: 'lost its first page', spoil: (path: string) => overwrite(path, 0, 4096) },
    { how: 'has a scribble over its middle', spoil: (path: string) => overwrite(path, 4096 * 10, 4096 * 30) },
  ])('that $how gives way to the newest backup and is kept aside', async ({ spoil }) => {
    using home = makeHome();
    await fillHome(home.path);
    const path = join(home.path, 'studio.db');
    spoil(path);
    const spoilt = readFileSync(path);
    const store = open(home.path, START + 2 * DAY_MS);
    expect(getNote(store)).toBe('second');
    const [kept = ''] = damaged(home.path);
    expect(readFileSync(join(home.path, kept))).toEqual(spoilt);
    expect(store.notices).toEqual([
      `Your database was damaged. Tidereel restored the backup of 2026-11-21 12:00 UTC; the damaged file is kept at ${join(home.path, kept)}.`,
    ]);
    store.close();
    const next = open(home.path);
    expect(next.notices).toEqual([]);
    next.close();
  });

  test('takes the backup before when the newest is damaged too', async () => {
    using home = makeHome();
    await fillHome(home.path);
    const newest = readdirSync(join(home.path, 'backups')).sort().at(-1) ?? '';
    writeFileSync(join(home.path, 'backups', newest), 'rubbish');
    overwrite(join(home.path, 'studio.db'), 0, 4096);
    const store = open(home.path);
    expect(getNote(store)).toBe('first');
    expect(store.notices[0]).toContain('the backup of 2026-11-20 12:00 UTC');
    store.close();
  });

  test('without any good backup makes room for an empty one, and says so', () => {
    using home = makeHome();
    const store = open(home.path);
    setNote(store, 'lost');
    store.close();
    overwrite(join(home.path, 'studio.db'), 0, 4096);
    const fresh = open(home.path);
    expect(getNote(fresh)).toBeUndefined();
    expect(fresh.notices[0]).toMatch(/^Your database was damaged and there is no good backup\. .* is kept at /);
    expect(damaged(home.path)).toHaveLength(1);
    fresh.close();
  });

  test('takes its log with it, so that the log is not replayed into the backup', async () => {
    using home = makeHome();
    await fillHome(home.path);
    const path = join(home.path, 'studio.db');
    const store = open(home.path);
    setNote(store, 'only in the log');
    cpSync(`${path}-wal`, join(home.path, 'log-as-after-a-crash'));
    store.close();
    cpSync(join(home.path, 'log-as-after-a-crash'), `${path}-wal`);
    writeFileSync(path, 'gone');
    const restored = open(home.path);
    expect(getNote(restored)).toBe('second');
    restored.close();
  });

  test('whose move aside was cut short by a kill does not lend its log to the backup', async () => {
    using home = makeHome();
    await fillHome(home.path);
    const path = join(home.path, 'studio.db');
    const store = open(home.path);
    setNote(store, 'only in the log');
    cpSync(`${path}-wal`, join(home.path, 'log'));
    store.close();
    renameSync(path, join(home.path, 'studio.damaged-by-hand.db'));
    renameSync(join(home.path, 'log'), `${path}-wal`);
    const restored = open(home.path);
    expect(getNote(restored)).toBe('second');
    expect(damaged(home.path).filter((file) => file.endsWith('-wal'))).toHaveLength(1);
    restored.close();
  });

  test('that is missing beside its backups is restored as well', async () => {
    using home = makeHome();
    await fillHome(home.path);
    rmSync(join(home.path, 'studio.db'));
    const store = open(home.path);
    expect(getNote(store)).toBe('second');
    expect(store.notices[0]).toContain('was missing');
    store.close();
  });
});

describe('migrations', () => {
  test('a database of a newer build is refused and left alone', () => {
    using home = makeHome();
    const store = open(home.path);
    setNote(store, 'kept');
    store.write.$client.prepare("insert into migrations values (99, '099-later', 'x', 0)").run();
    store.close();
    expect(catchFailure(() => open(home.path)).code).toBe('DATABASE_NEWER');
    expect(damaged(home.path)).toEqual([]);
  });

  test('an edited old step is refused, other line endings are not an edit', () => {
    using home = makeHome();
    open(home.path).close();
    const folder = join(home.path, 'steps');
    cpSync(MIGRATIONS, folder, { recursive: true });
    const file = join(folder, '001-spine.sql');
    const sql = readFileSync(file, 'utf8');
    writeFileSync(file, sql.replaceAll('\n', '\r\n'));
    open(home.path, START, folder).close();
    writeFileSync(file, sql.replace('title text not null', 'title text'));
    const failure = catchFailure(() => open(home.path, START, folder));
    expect(failure.code).toBe('DATABASE_BROKEN');
    expect(failure.message).toContain('001-spine');
  });

  test('a step that fails leaves nothing of itself behind', () => {
    using home = makeHome();
    const folder = join(home.path, 'steps');
    cpSync(MIGRATIONS, folder, { recursive: true });
    const number = String(readdirSync(folder).length + 1).padStart(3, '0');
    const file = join(folder, `${number}-bad.sql`);
    writeFileSync(file, 'create table half_made (id integer primary key) strict; insert into nowhere values (1);');
    expect(() => open(home.path, START, folder)).toThrow(/nowhere/);
    writeFileSync(file, 'create table half_made (id integer primary key) strict;');
    const store = open(home.path, START, folder);
    expect(store.read.$client.prepare('select count(*) from half_made').pluck().get()).toBe(0);
    store.close();
  });

  test('a step that breaks a reference is refused', () => {
    using home = makeHome();
    const folder = join(home.path, 'steps');
    cpSync(MIGRATIONS, folder, { recursive: true });
    const number = String(readdirSync(folder).length + 1).padStart(3, '0');
    writeFileSync(
      join(folder, `${number}-stray.sql`),
      "insert into words (asset_id, position, id, text, start, end) values ('nobody', 0, 'w', 't', 0, 1);",
    );
    expect(() => open(home.path, START, folder)).toThrow(/point nowhere/);
  });

  test('a file that another program made is not touched', () => {
    using home = makeHome();
    const other = new Database(join(home.path, 'studio.db'));
    other.exec('create table recipes (name text)');
    other.close();
    expect(catchFailure(() => open(home.path)).code).toBe('DATABASE_BROKEN');
    expect(damaged(home.path)).toEqual([]);
  });
});

describe('a backup', () => {
  test('is whole while the database is being written, and holds one moment', async () => {
    using home = makeHome();
    const store = open(home.path);
    const put = store.write.$client.prepare('insert into settings (name, value) values (?, ?)');
    let rows = 0;
    const add = store.write.$client.transaction((count: number) => {
      for (let row = 0; row < count; row += 1) put.run(`row ${(rows += 1)}`, 'x'.repeat(400));
    });
    add(5_000);
    const enough = new AbortController();
    const writer = (async () => {
      while (!enough.signal.aborted) {
        add(2); // always two, so that a copy with an odd number would have seen half a transaction
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const path = await store.backup();
    enough.abort();
    await writer;
    const copy = new Database(path, { readonly: true });
    const copied = Number(copy.prepare('select count(*) from settings').pluck().get());
    expect(copied).toBeGreaterThan(5_000);
    expect(copied % 2).toBe(0);
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    copy.close();
    store.close();
  });

  test('keeps the newest seven and leaves no scraps', async () => {
    using home = makeHome();
    let at = START;
    const store = openStore({ home: home.path, now: () => new Date(at) });
    writeFileSync(join(home.path, 'backups', 'studio-2026-01-01T00-00-00-000Z.db.part-1'), 'left by a crash');
    for (let day = 0; day < 9; day += 1) {
      at = START + day * DAY_MS;
      await store.backup();
    }
    store.close();
    const files = readdirSync(join(home.path, 'backups')).sort();
    expect(files).toHaveLength(7);
    expect(files[0]).toBe('studio-2026-11-22T12-00-00-000Z.db');
  });

  test('that is asked for twice at once is made once', async () => {
    using home = makeHome();
    const store = open(home.path);
    const [one, two] = await Promise.all([store.backup(), store.backup()]);
    expect(one).toBe(two);
    store.close();
  });

  test('that is stopped leaves nothing, and the next one works', async () => {
    using home = makeHome();
    const store = open(home.path);
    const stopped = AbortSignal.abort(new Error('closing'));
    await expect(store.backup(stopped)).rejects.toThrow('closing');
    expect(readdirSync(join(home.path, 'backups'))).toEqual([]);
    expect(existsSync(await store.backup())).toBe(true);
    store.close();
  });
});

describe('trouble with the disk', () => {
  test('a full one is named as such, and what was there is kept', () => {
    using home = makeHome();
    const store = open(home.path);
    setNote(store, 'kept');
    const { $client } = store.write;
    $client.pragma(`max_page_count = ${String($client.pragma('page_count', { simple: true }))}`);
    const failure = catchFailure(() => {
      try {
        for (let row = 0; row < 1_000; row += 1) $client.prepare('insert into settings values (?, ?)').run(`r${row}`, 'x'.repeat(3_000));
      } catch (error) {
        throw toStoreFailure(error, home.path);
      }
    });
    expect(failure.code).toBe('DISK_FULL');
    expect(getNote(store)).toBe('kept');
    store.close();
  });

  test('a backup folder that is no folder stops the backup with one sentence, and the database goes on', async () => {
    using home = makeHome();
    const store = open(home.path);
    rmSync(join(home.path, 'backups'), { recursive: true });
    writeFileSync(join(home.path, 'backups'), 'a file where the folder should be');
    await expect(store.backup()).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
    setNote(store, 'still writing');
    expect(getNote(store)).toBe('still writing');
    store.close();
  });
});
