import type { Database } from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  client.exec(`
    insert into channels (id, platform, name, remote_account, secret_ref, paused, reason, created_at)
      values ('practice', 'practice', 'Practice', 'me', null, 1, 'You paused this channel.', 7);
    insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height, title, caption, state,
      reason, at, url, remote_id, content_hash, approved_hash, approved_at, approved_project_hash, created_at, changed_at)
      values ('p', 'practice', '/v.mp4', 'h', 1, 1.5, 2, 2, 'T', 'C', 'scheduled', 'You approved it.', 99, null, 'r', 'h1', 'h1', 50, 'doc', 1, 2);
    insert into ledger (post_id, sequence, at, state, reason) values ('p', 1, 1, 'awaiting-approval', 'w'), ('p', 2, 50, 'scheduled', 'y');
    insert into metrics (post_id, at, views, likes, comments, shares) values ('p', 60, 1, 2, 3, 4);
  `);
});
afterEach(() => {
  client.close();
  home[Symbol.dispose]();
});

const stepUp = (): void => migrate(client, migrations.slice(0, 2), at);
const one = (question: string): unknown => client.prepare(question).get();

describe('002-publishing', () => {
  test('a post keeps its approval, its time, its ledger and its numbers', () => {
    stepUp();
    expect(
      one(
        "select state, at, remote_id, content_hash, approved_hash, approved_at, approved_project_hash, caption from posts where id = 'p'",
      ),
    ).toEqual({
      state: 'scheduled',
      at: 99,
      remote_id: 'r',
      content_hash: 'h1',
      approved_hash: 'h1',
      approved_at: 50,
      approved_project_hash: 'doc',
      caption: 'C',
    });
    expect(client.prepare("select sequence, state from ledger where post_id = 'p' order by sequence").all()).toEqual([
      { sequence: 1, state: 'awaiting-approval' },
      { sequence: 2, state: 'scheduled' },
    ]);
    expect(one("select views from metrics where post_id = 'p'")).toEqual({ views: 1 });
    expect(one("select count from post_counts where state = 'scheduled'")).toEqual({ count: 1 });
  });

  test('what is new about posts and channels is as if nobody had chosen', () => {
    stepUp();
    expect(one("select options, slot_at, findings, made_by from posts where id = 'p'")).toEqual({
      options: null,
      slot_at: null,
      findings: '[]',
      made_by: null,
    });
    expect(
      one("select handle, standing, scopes, notes, sign_in_ends_at, defaults, plan, paused, reason from channels where id = 'practice'"),
    ).toEqual({
      handle: '',
      standing: 'ready',
      scopes: '',
      notes: '[]',
      sign_in_ends_at: null,
      defaults: null,
      plan: null,
      paused: 1,
      reason: 'You paused this channel.',
    });
  });

  test('one account is one channel, and a channel stands in one of three ways', () => {
    stepUp();
    const add = (id: string, account: string, standing = 'ready'): unknown =>
      client
        .prepare("insert into channels (id, platform, name, remote_account, created_at, standing) values (?, 'x', 'N', ?, 0, ?)")
        .run(id, account, standing);
    add('one', 'same');
    expect(() => add('two', 'same')).toThrow(/UNIQUE/);
    add('three', 'other', 'sign-in');
    expect(() => add('four', 'another', 'asleep')).toThrow(/CHECK/);
  });

  test('a limit is counted once, an evergreen needs its post, and what a feed showed goes with it', () => {
    stepUp();
    const limit = client.prepare(
      "insert into rate_limits (scope, name, platform, capacity, state, changed_at) values ('app:x', 'day', 'x', 5, '{}', 0)",
    );
    limit.run();
    expect(() => limit.run()).toThrow(/UNIQUE/);
    const evergreen = client.prepare(
      "insert into evergreens (id, post_id, channel_ids, cooldown_days, captions, approved, paused, created_at) values (?, ?, '[]', 1, '[]', 0, 0, 0)",
    );
    evergreen.run('e', 'p');
    expect(() => evergreen.run('f', 'nobody')).toThrow(/FOREIGN KEY/);
    expect(() => client.exec("delete from posts where id = 'p'")).toThrow(/FOREIGN KEY/);
    expect(one("select uses, last_used_at, removed_at from evergreens where id = 'e'")).toEqual({
      uses: 0,
      last_used_at: null,
      removed_at: null,
    });
    client.exec(`
      insert into feeds (id, url, title, channel_ids, template, every_minutes, paused, created_at) values ('f', 'https://a/', 'T', '[]', '', 60, 0, 0);
      insert into feed_items (feed_id, item_key, title, seen_at) values ('f', 'k', 'T', 0);
    `);
    expect(() => client.exec("insert into feed_items (feed_id, item_key, title, seen_at) values ('f', 'k', 'again', 0)")).toThrow(/UNIQUE/);
    expect(() => client.exec("insert into feed_items (feed_id, item_key, title, seen_at) values ('g', 'k', 'T', 0)")).toThrow(
      /FOREIGN KEY/,
    );
    client.exec("delete from feeds where id = 'f'");
    expect(one('select count(*) as count from feed_items')).toEqual({ count: 0 });
  });

  test('two channels of one account cannot have been there before, so the step fails and leaves the data as it was', () => {
    client.exec("insert into channels (id, platform, name, remote_account, created_at) values ('twin', 'practice', 'Twin', 'me', 0)");
    expect(stepUp).toThrow(/UNIQUE/);
    expect(() => one('select plan from channels')).toThrow(/no such column/);
    expect(one('select count(*) as count from posts')).toEqual({ count: 1 });
  });

  test('what was made by a feed or an evergreen is found by an index', () => {
    stepUp();
    const plan = client.prepare("explain query plan select count(*) from posts where made_by = 'feed:1'").all();
    expect(JSON.stringify(plan)).toMatch(/posts_by_maker/);
  });
});
