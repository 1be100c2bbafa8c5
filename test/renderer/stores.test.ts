import { describe, expect, test } from 'vitest';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { applyChange, emptyLibrary } from '../../renderer/state/library.ts';
import { createPlayer } from '../../renderer/state/player.ts';
import { createPostPages, groupPosts, postGroups } from '../../renderer/state/postPages.ts';
import { parseRoute, routeAddress, type Route } from '../../renderer/state/route.ts';

const post = (id: string, state: Post['state'], at: string | null): Post => ({
  id,
  channelId: 'practice',
  platform: 'practice',
  projectId: null,
  renderId: null,
  title: id,
  caption: '',
  options: { platform: 'practice' },
  state,
  reason: '',
  at,
  slotAt: null,
  findings: [],
  hasFilm: true,
  url: null,
  contentHash: 'h',
  approvedHash: null,
  latest: null,
  createdAt: '2026-01-01T00:00:00Z',
  changedAt: '2026-01-01T00:00:00Z',
});
const job = (state: Job['state']): Job => ({
  id: 1,
  kind: 'render',
  state,
  title: 'Render',
  subject: null,
  priority: 0,
  group: null,
  attempts: 1,
  attemptsAllowed: 3,
  runAt: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
  progress: null,
  error: null,
  late: false,
});
const group = (name: string) => postGroups.find((one) => one.name === name) ?? postGroups[0];

describe('the library', () => {
  test('keeps the last value of everything that is pushed', () => {
    const first = applyChange(emptyLibrary, { topic: 'post', value: post('a', 'scheduled', null) });
    const second = applyChange(first, { topic: 'post', value: post('a', 'live', null) });
    expect([...second.posts.values()].map(({ state }) => state)).toEqual(['live']);
    expect(first.posts.get('a')?.state).toBe('scheduled');
  });

  test('holds work until it is finished; what gave up stays', () => {
    const running = applyChange(emptyLibrary, { topic: 'job', value: job('running') });
    expect(running.jobs.size).toBe(1);
    expect(applyChange(running, { topic: 'job', value: job('done') }).jobs.size).toBe(0);
    expect(applyChange(running, { topic: 'job', value: job('dead') }).jobs.size).toBe(1);
  });
});

describe('the queue', () => {
  test('every state of a post belongs to exactly one group', () => {
    const states = postGroups.flatMap(({ states }) => states);
    expect(states.toSorted()).toEqual([
      'awaiting-approval',
      'cancelled',
      'draft',
      'failed',
      'live',
      'needs-you',
      'scheduled',
      'sending',
      'sent',
    ]);
  });

  test('shows what is coming soonest first, and what is over latest first', () => {
    const posts = new Map(
      [
        post('b', 'scheduled', '2026-02-02T00:00:00Z'),
        post('a', 'scheduled', '2026-02-01T00:00:00Z'),
        post('old', 'live', '2025-01-01T00:00:00Z'),
        post('new', 'live', '2025-06-01T00:00:00Z'),
      ].map((one) => [one.id, one]),
    );
    expect(groupPosts(posts, group('scheduled')).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(groupPosts(posts, group('finished')).map(({ id }) => id)).toEqual(['new', 'old']);
  });

  test('asks for the next page after the oldest one it knows', async () => {
    const asked: unknown[] = [];
    const known = new Map(
      [post('new', 'live', '2025-06-01T00:00:00Z'), post('old', 'live', '2025-01-01T00:00:00Z')].map((one) => [one.id, one]),
    );
    const pages = createPostPages({
      client: {
        posts: {
          list: async (input: unknown) => (asked.push(input), [post('older', 'live', '2024-01-01T00:00:00Z')]),
          counts: async () => ({}),
        },
      } as never, // only these two are called
      known: () => known,
      keep: (posts) => {
        for (const one of posts) known.set(one.id, one);
      },
      later: (act) => act(),
    });
    await pages.getState().showMore(group('finished'));
    expect(asked).toEqual([{ states: ['live', 'failed', 'cancelled'], limit: 30, before: { at: '2025-01-01T00:00:00Z', id: 'old' } }]);
    expect(known.has('older')).toBe(true);
    expect(pages.getState().wanted['finished']).toBe(60);
  });

  test('many changes at once are counted once', () => {
    let counts = 0;
    const later: (() => void)[] = [];
    const pages = createPostPages({
      client: { posts: { counts: async () => ((counts += 1), { live: 3 }) } } as never, // only this one is called
      known: () => new Map(),
      keep: () => undefined,
      later: (act) => later.push(act),
    });
    for (let index = 0; index < 5; index += 1) pages.getState().noteChange();
    for (const act of later) act();
    expect(counts).toBe(1);
  });
});

describe('the address bar', () => {
  const routes: Route[] = [
    { view: 'make', assetId: null },
    { view: 'make', assetId: 'a~1.x' },
    { view: 'studio', projectId: 'p/ö' },
    { view: 'studio', projectId: null },
    { view: 'queue', postId: 'x' },
    { view: 'settings' },
    { view: 'calendar', postId: 'p 1' },
    { view: 'channels', channelId: null },
  ];
  test.each(routes)('$view comes back from its own address', (route) => {
    expect(parseRoute(routeAddress(route))).toEqual(route);
  });

  test('an address that names nothing leads to the start', () => {
    expect(parseRoute('#/nonsense')).toEqual({ view: 'make', assetId: null });
    expect(parseRoute('')).toEqual({ view: 'make', assetId: null });
  });
});

describe('the player', () => {
  test('never leaves the film', () => {
    const player = createPlayer(() => 99);
    player.seek(500);
    expect(player.store.getState().frame).toBe(99);
    player.step(-1000);
    expect(player.store.getState().frame).toBe(0);
  });

  test('playing at the end begins again, and asking for faster doubles up to four', () => {
    const player = createPlayer(() => 99);
    player.seek(99);
    player.toggle();
    expect(player.store.getState()).toMatchObject({ frame: 0, playing: true, rate: 1 });
    for (let index = 0; index < 4; index += 1) player.faster();
    expect(player.store.getState().rate).toBe(4);
    player.pause();
    expect(player.store.getState()).toMatchObject({ playing: false, rate: 1 });
  });

  test('a jump is told even to the frame one is at', () => {
    const player = createPlayer(() => 99);
    const { asked } = player.store.getState();
    player.seek(0);
    expect(player.store.getState().asked).toBe(asked + 1);
  });
});
