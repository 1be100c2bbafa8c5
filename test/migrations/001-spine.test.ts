import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from 'better-sqlite3';
import { connect } from '../../electron/store/connect.ts';
import { migrate, readMigrations } from '../../electron/store/migrate.ts';
import { makeHome } from '../store/makeHome.ts';

const migrations = readMigrations(join(import.meta.dirname, '../../electron/store/migrations'));
const at = new Date('2026-11-20T12:00:00Z');
let home: ReturnType<typeof makeHome>;
let client: Database;

beforeEach(() => {
  home = makeHome();
  client = connect(join(home.path, 'studio.db'));
  migrate(client, migrations.slice(0, 1), at);
});
afterEach(() => {
  client.close();
  home[Symbol.dispose]();
});

const addJob = (values: { state?: string; uniqueKey?: string | null; priority?: number | string }): void => {
  client
    .prepare(
      `insert into jobs (kind, state, title, unique_key, priority, data, attempts_allowed, missed_policy, run_at, created_at)
       values ('render', ?, 'A render', ?, ?, '{}', 3, 'ask', 0, 0)`,
    )
    .run(values.state ?? 'waiting', values.uniqueKey ?? null, values.priority ?? 0);
};

describe('001-spine', () => {
  test('a word goes with its asset, a post keeps its channel', () => {
    client.exec(`
      insert into assets (id, hash, name, path, kind, bytes, seconds, width, height, has_audio, details, state, imported_at)
        values ('a', 'h', 'clip.mp4', '/clip.mp4', 'video', 1, 1.5, 2, 2, 1, '{}', 'ready', 0);
      insert into words (asset_id, position, id, text, start, end) values ('a', 0, 'w', 'hello', 0, 0.5);
      insert into channels (id, platform, name, remote_account, created_at) values ('practice', 'practice', 'Practice', 'me', 0);
      insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height, title, caption, state,
        reason, content_hash, created_at, changed_at)
        values ('p', 'practice', '/v.mp4', 'h', 1, 1, 2, 2, 'T', 'C', 'draft', '', 'h', 0, 0);
      insert into ledger (post_id, sequence, at, state, reason) values ('p', 1, 0, 'draft', '');
    `);
    client.exec("delete from assets where id = 'a'");
    expect(client.prepare('select count(*) from words').pluck().get()).toBe(0);
    expect(() => client.exec("delete from channels where id = 'practice'")).toThrow(/FOREIGN KEY/);
    client.exec("delete from posts where id = 'p'");
    expect(client.prepare('select count(*) from ledger').pluck().get()).toBe(0);
  });

  test('the same media cannot be two assets', () => {
    const add = (id: string): unknown =>
      client.exec(`insert into assets (id, hash, name, path, kind, bytes, seconds, width, height, has_audio, details, state, imported_at)
        values ('${id}', 'same', 'n', 'p', 'image', 1, 0, 1, 1, 0, '{}', 'ready', 0)`);
    add('one');
    expect(() => add('two')).toThrow(/UNIQUE/);
  });

  test('the counts of posts follow every post that comes, changes and goes', () => {
    client.exec(
      "insert into channels (id, platform, name, remote_account, created_at) values ('practice', 'practice', 'Practice', 'me', 0)",
    );
    const add = client.prepare(
      `insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height, title, caption, state,
         reason, content_hash, created_at, changed_at)
       values (?, 'practice', '/v.mp4', 'h', 1, 1, 2, 2, 'T', 'C', ?, '', 'h', 0, 0)`,
    );
    for (const [id, state] of [['a', 'draft'], ['b', 'draft'], ['c', 'live']]) add.run(id, state); // prettier-ignore
    client.exec("update posts set state = 'live' where id = 'a'");
    client.exec("update posts set title = 'same state' where id = 'a'");
    client.exec("delete from posts where id = 'c'");
    expect(client.prepare('select state, count from post_counts order by state').all()).toEqual([
      { state: 'draft', count: 1 },
      { state: 'live', count: 1 },
    ]);
  });

  test('a key is taken only while its job is unfinished', () => {
    addJob({ uniqueKey: 'k', state: 'done' });
    addJob({ uniqueKey: 'k' });
    expect(() => addJob({ uniqueKey: 'k', state: 'asking' })).toThrow(/UNIQUE/);
    addJob({ uniqueKey: 'k', state: 'dead' });
    expect(client.prepare('select count(*) from jobs').pluck().get()).toBe(3);
  });

  test('unknown states and numbers in words are refused', () => {
    expect(() => addJob({ state: 'almost' })).toThrow(/CHECK/);
    expect(() => addJob({ priority: 'high' })).toThrow(/INTEGER/);
  });

  test('ids of removed jobs are not given again', () => {
    addJob({});
    client.exec('delete from jobs');
    addJob({});
    expect(client.prepare('select id from jobs').pluck().get()).toBe(2);
  });
});
