import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Slot } from '../../shared/schedule/plan.ts';
import { call, openPlanner, type Planner } from './support/openPlanner.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const daily = (...times: string[]): Slot[] => times.map((time) => ({ days: EVERY_DAY, time, score: null }));
const month = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const asked = { caption: '', perChannel: {}, nextSlot: false, approve: false };

let planner: Planner;
beforeEach(() => {
  planner = openPlanner();
});
afterEach(() => planner[Symbol.dispose]());

const post = async (channelId: string, at: string | null, film = 'one.mp4'): Promise<string> => {
  const time = at === null ? { nextSlot: true } : { at };
  const [made] = await planner.posts.create({ ...asked, videoPath: planner.film(film), channelIds: [channelId], ...time }, call);
  return made?.id ?? '';
};
const timesOf = async (ids: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (postId) => (await planner.posts.get({ postId }, call)).at?.slice(0, 16) ?? null));

describe('the calendar', () => {
  test('it shows what has a time in the span, oldest first, and the slots that are free', async () => {
    planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 0 });
    planner.addChannel('b', { slots: [] });
    const later = await post('b', '2026-11-25T10:00:00Z');
    const sooner = await post('a', '2026-11-21T18:00:00Z');
    await post('a', '2026-12-01T00:00:00Z'); // the span ends before it
    await post('a', null); // today
    const { posts, slots, more } = await planner.schedule.range({ from: '2026-11-20T00:00:00Z', to: '2026-11-24T00:00:00Z' }, call);
    expect(posts.map(({ id }) => id)).toContain(sooner);
    expect(posts.map(({ id }) => id)).not.toContain(later);
    expect(posts.map(({ at, slotAt }) => [at.slice(0, 16), slotAt?.slice(0, 16)])).toEqual([
      ['2026-11-20T18:00', '2026-11-20T18:00'],
      ['2026-11-21T18:00', undefined],
    ]);
    expect(slots.map(({ channelId, slotAt }) => `${channelId} ${slotAt.slice(0, 10)}`)).toEqual(['a 2026-11-22', 'a 2026-11-23']);
    expect(more).toBe(false);
    const ofB = await planner.schedule.range({ ...month, channelIds: ['b'] }, call);
    expect(ofB.posts.map(({ id }) => id)).toEqual([later]);
    expect(ofB.slots).toEqual([]);
  });

  test('it warns of what breaks the plan, at the later of two, and of what the check found', async () => {
    planner.addChannel('a', { minGapMinutes: 180, maxPerDay: 2 });
    await post('a', '2026-11-21T10:00:00Z');
    const close = await post('a', '2026-11-21T12:00:00Z');
    await post('a', '2026-11-22T06:00:00Z');
    await post('a', '2026-11-22T12:00:00Z');
    const third = await post('a', '2026-11-22T18:00:00Z');
    const stopped = await post('a', '2026-11-24T10:00:00Z');
    const finding = { code: 'x', stops: true, message: 'The film is too long.', cure: 'Cut it.', fix: null };
    planner.ledger.edit(stopped, { findings: JSON.stringify([{ ...finding, stops: false, message: 'A hint.' }, finding]) });
    const { posts } = await planner.schedule.range(month, call);
    const warnings = Object.fromEntries(posts.flatMap(({ id, warning }) => (warning === null ? [] : [[id, warning]])));
    expect(warnings).toEqual({
      [close]: 'Only 2 hours from the post of 10:00 on Sat 21 Nov; this channel keeps 3 hours between two posts.',
      [third]: 'This day has 2 posts already; this channel takes at most 2 a day.',
      [stopped]: 'The film is too long.',
    });
  });

  test('a post that waited for a yes until its time was over is told, and a cancelled one is in nobody’s way', async () => {
    planner.addChannel('a', {});
    const waiting = await post('a', '2026-11-20T13:00:00Z');
    const cancelled = await post('a', '2026-11-20T15:00:00Z');
    await planner.posts.cancel({ postId: cancelled }, call);
    await post('a', '2026-11-20T16:00:00Z');
    planner.clock.ms += 2 * 3_600_000;
    const { posts } = await planner.schedule.range(month, call);
    expect(posts.filter(({ warning }) => warning !== null).map(({ id, warning }) => [id, warning])).toEqual([
      [waiting, 'Its time is over and it still waits for you.'],
    ]);
  });

  test('a span that ends before it begins is refused', async () => {
    await expect(async () => planner.schedule.range({ from: month.to, to: month.from }, call)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('with 100,000 posts a month of 10,000 shows 5,000, says that there are more, and reads no others', async () => {
    planner.addChannel('a', { slots: daily('18:00') });
    const { $client } = planner.store.write;
    const from = Date.parse(month.from);
    const insert = $client.prepare(
      `insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height, title, caption,
         state, reason, content_hash, at, created_at, changed_at)
       values (?, 'a', '/v', 'h', 1, 1, 2, 2, 'T', 'C', 'scheduled', '', 'h', ?, 0, 0)`,
    );
    $client.transaction(() => {
      for (let index = 0; index < 100_000; index += 1) {
        insert.run(`p${index}`, index < 10_000 ? from + index * 250_000 : from - (index - 9_999) * 60_000);
      }
    })();
    const { posts, more } = await planner.schedule.range(month, call);
    expect([posts.length, more, posts[0]?.id, posts[4_999]?.id]).toEqual([5_000, true, 'p0', 'p4999']);
    const plan = $client
      .prepare(
        `explain query plan select id from posts indexed by posts_by_time
         where coalesce(at, created_at) >= 0 and coalesce(at, created_at) < 1 and at is not null order by coalesce(at, created_at), id limit 1`,
      )
      .all();
    expect(JSON.stringify(plan)).toMatch(/SEARCH posts USING INDEX posts_by_time/);
    expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE/);
  });
});

describe('free slots', () => {
  test('the next ones skip what is taken, over months of a crowded queue', async () => {
    planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 0 });
    for (let day = 0; day < 70; day += 1) await post('a', null);
    const [next] = await planner.schedule.next({ channelId: 'a', count: 1, best: false }, call);
    expect(next?.slotAt).toBe('2027-01-29T18:00:00.000Z');
    expect(await planner.schedule.next({ channelId: 'a', count: 100, best: false }, call)).toHaveLength(100);
  });

  test('a channel without posting times has none, and one that does not exist is told', async () => {
    planner.addChannel('a', { slots: [] });
    expect(await planner.schedule.next({ channelId: 'a', count: 5, best: false }, call)).toEqual([]);
    expect(planner.times.nextTime('a')).toBeNull();
    await expect(async () => planner.schedule.next({ channelId: 'no', count: 1, best: true }, call)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a plan without a zone follows the studio’s', async () => {
    using far = openPlanner({ zone: 'Asia/Tokyo' });
    far.addChannel('a', { slots: daily('18:00') });
    far.addChannel('b', { slots: daily('18:00'), zone: 'America/New_York' });
    const slotOf = async (channelId: string) => (await far.schedule.next({ channelId, count: 1, best: false }, call))[0]?.slotAt;
    expect([await slotOf('a'), await slotOf('b')]).toEqual(['2026-11-21T09:00:00.000Z', '2026-11-20T23:00:00.000Z']);
  });

  test('a time is judged without the post that is to move there', async () => {
    planner.addChannel('a', {});
    const postId = await post('a', '2026-11-21T10:00:00Z');
    const judge = async (about: { postId?: string }) =>
      (await planner.schedule.judge({ channelId: 'a', at: '2026-11-21T11:00:00Z', ...about }, call)).map(({ code }) => code);
    expect(await judge({})).toEqual(['gap']);
    expect(await judge({ postId })).toEqual([]);
  });
});

describe('queueing', () => {
  test('posts get the next free slots in the order given, also when they hold slots already', async () => {
    planner.addChannel('a', { slots: daily('09:00', '18:00'), jitterMinutes: 0 });
    const ids = [await post('a', null), await post('a', null), await post('a', '2026-12-24T10:00:00Z')];
    const order = [ids[2] ?? '', ids[0] ?? '', ids[1] ?? ''];
    const { posts, failures } = await planner.schedule.queue({ postIds: order }, call);
    expect(failures).toEqual([]);
    expect(posts.map(({ slotAt }) => slotAt?.slice(0, 16))).toEqual(['2026-11-20T18:00', '2026-11-21T09:00', '2026-11-21T18:00']);
    expect(await timesOf(order)).toEqual(['2026-11-20T18:00', '2026-11-21T09:00', '2026-11-21T18:00']);
  });

  test('one that cannot move says why, keeps its place, and holds up no other', async () => {
    planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 0 });
    planner.addChannel('none', { slots: [] });
    const [gone, first, without] = [
      await post('a', null),
      await post('a', '2027-01-01T10:00:00Z'),
      await post('none', '2027-01-01T10:00:00Z'),
    ];
    planner.ledger.move(first, 'scheduled', 'approved');
    planner.ledger.move(gone, 'scheduled', 'approved');
    planner.ledger.move(gone, 'sending', 'on its way');
    const { posts, failures } = await planner.schedule.queue({ postIds: [gone, 'nobody', without, first, first] }, call);
    expect(posts.map(({ id, at }) => [id, at?.slice(0, 16)])).toEqual([[first, '2026-11-21T18:00']]);
    expect(failures.map(({ postId }) => postId)).toEqual([gone, 'nobody', without]);
    expect(failures[2]?.message).toBe('NONE has no free slot. The post was left as it is.');
    expect(await timesOf([gone])).toEqual(['2026-11-20T18:00']);
  });

  test('chance moves a post within the plan’s offset, once', async () => {
    using lucky = openPlanner({ random: () => 0.99 });
    lucky.addChannel('a', { slots: daily('18:00'), jitterMinutes: 15 });
    const time = lucky.times.nextTime('a');
    expect(time?.slotAt?.toISOString()).toBe('2026-11-20T18:00:00.000Z');
    expect(time?.at.toISOString()).toBe('2026-11-20T18:15:00.000Z');
  });
});

describe('taking a slot', () => {
  test('the post goes near it, by chance, and knows its slot; taken back, it stands as before', async () => {
    planner[Symbol.dispose]();
    planner = openPlanner({ random: () => 0.99 });
    planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 10 });
    const id = await post('a', '2026-11-22T09:00:00Z');
    const slotAt = '2026-11-23T18:00:00.000Z';
    expect(await planner.schedule.take({ postId: id, slotAt }, call)).toMatchObject({ slotAt, at: '2026-11-23T18:10:00.000Z' });
    const back = await planner.posts.reschedule({ postId: id, at: '2026-11-22T09:00:00Z', slotAt: null }, call);
    expect(back).toMatchObject({ at: '2026-11-22T09:00:00.000Z', slotAt: null });
    const again = await planner.posts.reschedule({ postId: id, at: '2026-11-23T18:10:00Z', slotAt }, call);
    expect(again).toMatchObject({ at: '2026-11-23T18:10:00.000Z', slotAt });
  });

  test('a slot that somebody else has, or that is none, is refused', async () => {
    planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 0 });
    await post('a', '2026-11-23T18:00:00Z');
    const id = await post('a', '2026-11-25T09:00:00Z');
    for (const slotAt of ['2026-11-23T18:00:00Z', '2026-11-23T17:00:00Z']) {
      await expect(async () => planner.schedule.take({ postId: id, slotAt }, call)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
  });
});
