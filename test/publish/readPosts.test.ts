import { afterEach, beforeEach, expect, test } from 'vitest';
import { PostState } from '../../shared/publish/postState.ts';
import { countPosts, listPosts, type PostPage } from '../../electron/publish/readPosts.ts';
import { openStudio, makeWorld, type Studio, type World } from './support/openStudio.ts';

let world: World;
let studio: Studio;

beforeEach(() => {
  world = makeWorld();
  studio = openStudio(world);
  const db = studio.store.write.$client;
  db.exec("insert into channels (id, platform, name, remote_account, created_at) values ('other', 'practice', 'Other', 'o', 0)");
  const insert =
    db.prepare(`insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height,
    title, caption, state, reason, at, content_hash, created_at, changed_at) values (?, ?, '', '', 1, 1, 1, 1, '', '', ?, '', ?, '', ?, 0)`);
  db.transaction(() => {
    for (let index = 0; index < 300; index += 1) {
      const at = index % 3 === 0 ? null : 1_000_000 + (index % 40) * 1000; // many share one instant
      insert.run(`p${index}`, index % 5 === 0 ? 'other' : 'practice', PostState.options[index % 9], at, 1_000_000 + index * 500);
    }
  })();
});
afterEach(() => {
  studio.close();
  world[Symbol.dispose]();
});

const pages = (page: PostPage): string[] => {
  const ids: string[] = [];
  let before: PostPage['before'];
  for (;;) {
    const posts = listPosts(studio.store.read, { ...page, before });
    const last = posts.at(-1);
    if (last === undefined) return ids;
    ids.push(...posts.map(({ id }) => id));
    before = { at: last.at ?? last.createdAt, id: last.id };
  }
};

test.each<Omit<PostPage, 'limit'>>([
  {},
  { states: ['live'] },
  { states: ['needs-you', 'failed', 'failed'] },
  { channelId: 'other' },
  { channelId: 'practice', states: ['scheduled', 'live'] },
])('paging through %j shows every post once, newest first', (filter) => {
  const expected = studio.store.read.$client
    .prepare<[], { id: string; channel: string; state: PostState }>(
      'select id, channel_id as channel, state from posts order by coalesce(at, created_at) desc, id desc',
    )
    .all()
    .filter(({ channel, state }) => (filter.channelId ?? channel) === channel && (filter.states?.includes(state) ?? true))
    .map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(30);
  expect(pages({ ...filter, limit: 7 })).toEqual(expected);
});

test('a list of no states is empty', () => {
  expect(listPosts(studio.store.read, { states: [], limit: 10 })).toEqual([]);
});

test('the counts stay right over every insert, move and delete', () => {
  const db = studio.store.write.$client;
  db.exec("update posts set state = 'live' where state = 'sent' or id < 'p15'; delete from posts where state = 'draft'");
  const counted = db.prepare<[], { state: string; count: number }>('select state, count(*) as count from posts group by state').all();
  expect(countPosts(studio.store.read)).toEqual(Object.fromEntries(counted.map(({ state, count }) => [state, count])));
});
