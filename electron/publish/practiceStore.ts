import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { isDamage } from '../store/storeFailure.ts';

const Upload = z.object({
  id: z.string(),
  postId: z.string(),
  title: z.string(),
  caption: z.string(),
  fileHash: z.string(),
  bytes: z.int(),
  received: z.int(),
  /** When the platform will have looked at the whole file; null before the last byte. */
  readyAt: z.int().nullable(),
  refusal: z.string().nullable(),
  releasedAt: z.int().nullable(),
  publicAt: z.int().nullable(),
  /** Times it was asked to publish what it had published already. */
  repeats: z.int(),
});
export type PracticeUpload = z.infer<typeof Upload>;

const fields = `id, post_id as postId, title, caption, file_hash as fileHash, bytes, received, ready_at as readyAt, refusal,
  released_at as releasedAt, public_at as publicAt, repeats`;

/**
 * What the practice platform remembers: its side of the world, so it lives in a database of its own in `home/practice`,
 * and a post of ours can be lost or restored without it noticing, as with any platform.
 */
export type PracticeStore = {
  readonly find: (uploadId: string) => PracticeUpload | null;
  readonly begin: (
    upload: Pick<PracticeUpload, 'id' | 'postId' | 'title' | 'caption' | 'fileHash' | 'bytes' | 'refusal'>,
  ) => PracticeUpload;
  readonly receive: (uploadId: string, received: number) => void;
  readonly finish: (uploadId: string, readyAt: number) => void;
  /** One guarded statement: true the first time, false (and counted) ever after. */
  readonly publish: (uploadId: string, at: { releasedAt: number; publicAt: number }) => boolean;
  readonly published: () => PracticeUpload[];
  readonly close: () => void;
};

export function openPracticeStore(folder: string): PracticeStore {
  mkdirSync(folder, { recursive: true });
  const db = openFile(join(folder, 'practice.db'));
  db.pragma('synchronous = normal'); // safe against kills; after a power cut practice may forget its last second
  db.pragma('busy_timeout = 5000');
  db.exec(`create table if not exists uploads (
    id text primary key, post_id text not null, title text not null, caption text not null, file_hash text not null,
    bytes integer not null, received integer not null default 0, ready_at integer, refusal text, released_at integer,
    public_at integer, repeats integer not null default 0) strict`);
  const one = db.prepare(`select ${fields} from uploads where id = ?`);
  const insert = db.prepare(`insert into uploads (id, post_id, title, caption, file_hash, bytes, refusal)
    values (:id, :postId, :title, :caption, :fileHash, :bytes, :refusal) returning ${fields}`);
  const receive = db.prepare('update uploads set received = ? where id = ?');
  const finish = db.prepare('update uploads set received = bytes, ready_at = ? where id = ? and ready_at is null');
  const publish = db.prepare(
    'update uploads set released_at = :releasedAt, public_at = :publicAt where id = :uploadId and released_at is null',
  );
  const repeat = db.prepare('update uploads set repeats = repeats + 1 where id = ?');
  const published = db.prepare(`select ${fields} from uploads where released_at is not null order by released_at, id`);
  return {
    find: (uploadId) => {
      const row = one.get(uploadId);
      return row === undefined ? null : Upload.parse(row);
    },
    // `all`, not `get`: after the first row of a changing statement better-sqlite3 swallows a commit that fails.
    begin: (upload) => Upload.parse(insert.all(upload)[0]),
    receive: (uploadId, received) => void receive.run(received, uploadId),
    finish: (uploadId, readyAt) => void finish.run(readyAt, uploadId),
    publish: (uploadId, at) => {
      if (publish.run({ uploadId, ...at }).changes === 1) return true;
      repeat.run(uploadId);
      return false;
    },
    published: () => published.all().map((row) => Upload.parse(row)),
    close: () => void db.close(),
  };
}

/** A damaged file is put aside: a platform that only plays must not keep the studio from starting. */
function openFile(path: string): Database.Database {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = wal');
    return db;
  } catch (error) {
    db.close();
    if (!isDamage(error)) throw error;
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    renameSync(path, `${path}.damaged`);
    return openFile(path);
  }
}
