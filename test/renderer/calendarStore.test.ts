import { describe, expect, test, vi } from 'vitest';
import { createCalendar, placePosts } from '../../renderer/state/calendar.ts';
import { inParts, nameFailures } from '../../renderer/state/calendarActions.ts';
import { isMovable } from '../../renderer/calendar/movable.ts';
import type { StudioClient } from '../../renderer/link/studioClient.ts';
import type { Post } from '../../shared/contract/posts.ts';
import type { CalendarPost } from '../../shared/contract/schedule.ts';
import { PostState } from '../../shared/publish/postState.ts';
import { calendarPost } from './calendarPost.ts';

type Judgement = Awaited<ReturnType<StudioClient['schedule']['judge']>>;

const post = ({ id, at, title, state, slotAt }: CalendarPost): Post => ({
  id,
  channelId: 'c',
  platform: 'practice',
  projectId: null,
  renderId: null,
  title,
  caption: '',
  options: { platform: 'practice' },
  state,
  reason: '',
  at,
  slotAt,
  findings: [],
  hasFilm: true,
  url: null,
  contentHash: 'h',
  approvedHash: null,
  latest: null,
  createdAt: '2026-01-01T00:00:00Z',
  changedAt: '2026-01-01T00:00:00Z',
});

/** A calendar on 20 November 2026 over a studio that holds `held`, five to a page. */
function openCalendar(held: CalendarPost[], { judge = (): Judgement => [], refuse = false } = {}) {
  const stored = new Map(held.map((one) => [one.id, one]));
  const waiting: (() => void)[] = [];
  const range = vi.fn(async ({ from, to }: { from: string; to: string }) => {
    const inside = [...stored.values()].filter(({ at }) => at >= from && at < to).sort((a, b) => (a.at < b.at ? -1 : 1));
    return { posts: inside.slice(0, 5), slots: [], more: inside.length > 5 };
  });
  const reschedule = vi.fn(async ({ postId, at }: { postId: string; at: string | null }) => {
    if (refuse) throw new Error('It went out a moment ago.');
    const moved = { ...calendarPost(postId, at ?? ''), ...stored.get(postId), at: at ?? '' };
    stored.set(postId, moved);
    return post(moved);
  });
  const take = vi.fn(async ({ postId, slotAt }: { postId: string; slotAt: string }) => {
    const at = new Date(Date.parse(slotAt) + 7 * 60_000).toISOString(); // seven minutes by chance
    const moved = { ...calendarPost(postId, at), ...stored.get(postId), at, slotAt };
    stored.set(postId, moved);
    return post(moved);
  });
  // Only these four are ever called; the real client has them under the same names.
  const client = { schedule: { range, judge: async () => judge(), take }, posts: { reschedule } } as unknown as Parameters<
    typeof createCalendar
  >[0]['client'];
  const calendar = createCalendar({
    client,
    zone: () => 'UTC',
    now: () => new Date('2026-11-20T10:00:00Z'),
    later: (act) => void waiting.push(act),
  });
  return {
    calendar,
    range,
    reschedule,
    state: () => calendar.getState(),
    ids: () => calendar.getState().posts.map(({ id }) => id),
    settle: async () => {
      for (const act of waiting.splice(0)) act();
      await vi.waitFor(() => expect(calendar.getState().reading).toBe('no'));
    },
  };
}

const early = calendarPost('early', '2026-11-02T10:00:00.000Z');
const today = calendarPost('today', '2026-11-20T12:00:00.000Z');
const january = calendarPost('january', '2027-01-20T12:00:00.000Z');

describe('the calendar', () => {
  test('reads only the span in sight, and nothing before it is looked at', async () => {
    const { state, range, ids, settle } = openCalendar([early, today, january]);
    expect(range).not.toHaveBeenCalled();
    state().open();
    await settle();
    expect(range).toHaveBeenCalledWith({ from: '2026-10-26T00:00:00.000Z', to: '2026-12-07T00:00:00.000Z' });
    expect(ids()).toEqual(['early', 'today']);
  });

  test('asks on where the studio has more than it gives at once, and shows each post once', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      calendarPost(`p${index}`, `2026-11-${String(index + 1).padStart(2, '0')}T10:00:00.000Z`),
    );
    const { state, ids, settle } = openCalendar(many);
    state().open();
    await settle();
    expect(ids()).toEqual(many.map(({ id }) => id));
  });

  test('keeps what it knows of a smaller span while it reads that anew', async () => {
    const { state, ids, settle } = openCalendar([early, today]);
    state().open();
    await settle();
    state().show({ mode: 'week' });
    expect(ids()).toEqual(['today']);
    expect(state().reading).toBe('again');
    state().step(1);
    expect(ids()).toEqual([]);
    await settle();
    state().today();
    await settle();
    expect(ids()).toEqual(['today']);
  });

  test('a reading that brings nothing new leaves the very same list, so that nothing is drawn again', async () => {
    const { state, settle } = openCalendar([early, today]);
    state().open();
    await settle();
    const before = state().posts;
    await state().refetch();
    expect(state().posts).toBe(before);
  });

  test('an answer that comes after the creator went on is dropped', async () => {
    const { state, ids, settle } = openCalendar([today, january]);
    state().open();
    state().show({ day: '2027-01-10' });
    await settle();
    expect(ids()).toEqual(['january']);
  });

  test('draws a pushed change at once and reads anew once for many', async () => {
    const { state, range, ids, settle } = openCalendar([early, today]);
    state().open();
    await settle();
    range.mockClear();
    state().noteChange({ topic: 'post', value: post({ ...today, state: 'sending' }) });
    expect(state().posts.find(({ id }) => id === 'today')?.state).toBe('sending');
    state().noteChange({ topic: 'post', value: post({ ...early, at: january.at }) });
    expect(ids()).toEqual(['today']);
    await settle();
    expect(range).toHaveBeenCalledTimes(1);
  });

  test('a change elsewhere in time, or while nobody looks, asks for nothing', async () => {
    const { state, range, settle } = openCalendar([today]);
    const stop = state().open();
    await settle();
    range.mockClear();
    state().noteChange({ topic: 'post', value: post(january) });
    stop();
    state().noteChange({ topic: 'post', value: post(today) });
    await settle();
    expect(range).not.toHaveBeenCalled();
  });
});

describe('moving a post', () => {
  const at = '2026-11-21T12:00:00.000Z';

  test('it stands in its new place before the studio has answered', async () => {
    const { state, reschedule, settle } = openCalendar([today]);
    state().open();
    await settle();
    const moving = state().move(today, at, { sure: false, slot: null });
    expect(placePosts(state())[0]?.at).toBe(at);
    expect(await moving).toEqual({ moved: 'yes' });
    expect(reschedule).toHaveBeenCalledWith({ postId: 'today', at, slotAt: null });
    expect(state().moving.size).toBe(0);
    expect(state().posts[0]?.at).toBe(at);
  });

  test('into a free slot: it stands where chance has moved it, and is put back into its old slot', async () => {
    const inSlot = { ...today, slotAt: today.at };
    const { state, reschedule, settle } = openCalendar([inSlot]);
    state().open();
    await settle();
    await state().move(inSlot, at, { sure: true, slot: 'take' });
    expect(state().posts[0]).toMatchObject({ at: '2026-11-21T12:07:00.000Z', slotAt: at });
    await state().move({ ...inSlot, at }, inSlot.at, { sure: true, slot: { at: inSlot.at } });
    expect(reschedule).toHaveBeenLastCalledWith({ postId: 'today', at: inSlot.at, slotAt: inSlot.at });
  });

  test('where the plan objects it waits for the creator, who may put it back', async () => {
    const gap = { code: 'gap' as const, message: 'Only 40 min from the post before.' };
    const { state, reschedule, settle } = openCalendar([today], { judge: () => [gap] });
    state().open();
    await settle();
    expect((await state().move(today, at, { sure: false, slot: null })).moved).toBe('doubtful');
    expect(state().doubt?.warnings).toEqual([gap]);
    expect(reschedule).not.toHaveBeenCalled();
    state().putBack();
    expect(placePosts(state())[0]?.at).toBe(today.at);
    expect(state().doubt).toBeNull();
  });

  test('and moves when the creator is sure', async () => {
    const { state, settle } = openCalendar([today], { judge: () => [{ code: 'day-full', message: 'Full.' }] });
    state().open();
    await settle();
    await state().move(today, at, { sure: false, slot: null });
    expect((await state().move(today, at, { sure: true, slot: null })).moved).toBe('yes');
    expect(state().doubt).toBeNull();
    expect(state().posts[0]?.at).toBe(at);
  });

  test('a refusal puts it back', async () => {
    const { state, settle } = openCalendar([today], { refuse: true });
    state().open();
    await settle();
    expect((await state().move(today, at, { sure: false, slot: null })).moved).toBe('no');
    expect(placePosts(state())[0]?.at).toBe(today.at);
  });

  test('only what has yet to go out can be moved', () => {
    expect(PostState.options.filter((state) => isMovable({ state }))).toEqual(['draft', 'awaiting-approval', 'scheduled', 'needs-you']);
  });
});

describe('many posts at once', () => {
  test('a selection loses what is no longer shown', async () => {
    const { state, settle } = openCalendar([early, today]);
    state().open();
    await settle();
    state().select(['early', 'today'], true);
    state().select(['early'], false);
    expect([...state().selected]).toEqual(['today']);
    state().show({ mode: 'day', day: '2026-11-02' });
    expect(state().selected.size).toBe(0);
  });

  test('more than the studio takes in one call go in parts, and the answers are joined', async () => {
    const sizes: number[] = [];
    const ids = Array.from({ length: 2_300 }, (_, index) => `p${index}`);
    const done = await inParts(ids, async (part) => {
      sizes.push(part.length);
      return { posts: [], failures: part.slice(0, 1).map((postId) => ({ postId, message: 'No.' })) };
    });
    expect(sizes).toEqual([1_000, 1_000, 300]);
    expect(done.failures.map(({ postId }) => postId)).toEqual(['p0', 'p1000', 'p2000']);
  });

  test('refusals are named, the first three by title', () => {
    const failures = ['a', 'b', 'c', 'd', 'e'].map((postId) => ({ postId, message: 'It is live.' }));
    expect(nameFailures(failures, (id) => id.toUpperCase())).toBe('“A”: It is live. · “B”: It is live. · “C”: It is live. · and 2 more');
  });
});
