import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEvergreens } from '../../electron/schedule/createEvergreens.ts';
import type { PostMaker } from '../../electron/publish/postMaker.ts';
import { chooseCaption } from '../../shared/schedule/chooseCaption.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Post } from '../../shared/contract/posts.ts';
import type { Slot } from '../../shared/schedule/plan.ts';
import { captureHandlers } from './support/captureHandlers.ts';
import { call, openPlanner, type Planner } from './support/openPlanner.ts';

const DAY_MS = 86_400_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const daily = (...times: string[]): Slot[] => times.map((time) => ({ days: EVERY_DAY, time, score: null }));

const aJob: Job = {
  id: 1,
  kind: 'evergreen',
  state: 'running',
  title: '',
  subject: null,
  priority: 0,
  group: null,
  attempts: 1,
  attemptsAllowed: 3,
  runAt: '2026-11-20T12:00:00.000Z',
  createdAt: '2026-11-20T12:00:00.000Z',
  finishedAt: null,
  progress: null,
  error: null,
  late: false,
};

/** One evergreen room on a planner; a second call on the same one is the studio started again. */
function openEvergreens(planner: Planner, maker: Partial<PostMaker> = {}) {
  // a queue of its own for each start: the handler of the one before is gone with its process
  const handlers = captureHandlers({ ...planner.jobs, handle: () => undefined, add: () => aJob }, planner.clock);
  const { store, bus, newId, times, ledger } = planner;
  const { service } = createEvergreens({
    read: store.read,
    write: store.write,
    jobs: handlers.jobs,
    changes: bus,
    now: () => new Date(planner.clock.ms),
    newId,
    times,
    maker: { ...planner.maker, ...maker },
    together: ledger.together,
  });
  return { service, run: async () => handlers.run('evergreen') };
}

let planner: Planner;
let original: Post;
beforeEach(async () => {
  planner = openPlanner();
  planner.addChannel('a', { slots: daily('10:00', '18:00'), minGapMinutes: 0, maxPerDay: 9 });
  planner.addChannel('b', { slots: daily('12:00'), minGapMinutes: 0 });
  const asked = { caption: 'first words', perChannel: {}, nextSlot: false, approve: true };
  const [made] = await planner.posts.create(
    { ...asked, videoPath: planner.film('one.mp4'), channelIds: ['a'], at: '2026-11-20T13:00:00Z' },
    call,
  );
  if (made === undefined) throw new Error('no post');
  original = made;
});
afterEach(() => planner[Symbol.dispose]());

const choice = { cooldownDays: 7, captions: ['one', 'two'], approved: true, paused: false };
/** Everything whose time came is live. */
async function goLive(from: Planner): Promise<void> {
  for (const { id, at } of await from.posts.list({ limit: 200, states: ['scheduled'] }, call)) {
    if (at === null || Date.parse(at) > from.clock.ms) continue;
    for (const state of ['sending', 'sent', 'live'] as const) from.ledger.move(id, state, 'simulated');
  }
}
const pass = async (from: Planner, ms: number): Promise<void> => {
  from.clock.ms += ms;
  await goLive(from);
};
const copiesOn = async (from: Planner, channelId: string): Promise<Post[]> =>
  (await from.posts.list({ limit: 200, channelId }, call)).filter(({ id }) => id !== original.id).toReversed();

describe('an evergreen', () => {
  test('it posts its film again once the cool-down is over, with the next caption in turn, in the next free slot', async () => {
    const { service, run } = openEvergreens(planner);
    const { id, nextAt, title } = await service.add({ postId: original.id, channelIds: ['a'], ...choice }, call);
    expect([nextAt, title]).toEqual(['2026-11-27T13:00:00.000Z', 'one']);
    await pass(planner, 7 * DAY_MS);
    await run();
    expect(await copiesOn(planner, 'a')).toEqual([]); // at 12:00 the cool-down lasts another hour
    await pass(planner, DAY_MS / 24);
    await run();
    const [first] = await copiesOn(planner, 'a');
    expect(first).toMatchObject({ caption: 'one', state: 'scheduled', slotAt: '2026-11-27T18:00:00.000Z', hasFilm: true });
    for (let day = 0; day < 20; day += 1) {
      await pass(planner, DAY_MS);
      await run();
    }
    expect((await copiesOn(planner, 'a')).map(({ caption, slotAt }) => `${caption} ${slotAt?.slice(0, 10)}`)).toEqual([
      'one 2026-11-27',
      'two 2026-12-05',
      'one 2026-12-13',
    ]);
    expect((await service.list(undefined, call)).find((one) => one.id === id)).toMatchObject({ uses: 3 });
  });

  test('without a yes beforehand every copy waits for approval, and no other is made while one waits', async () => {
    const { service, run } = openEvergreens(planner);
    await service.add({ postId: original.id, channelIds: ['b'], ...choice, approved: false }, call);
    for (let day = 0; day < 30; day += 1) {
      await run();
      await pass(planner, DAY_MS);
    }
    expect((await copiesOn(planner, 'b')).map(({ state, caption }) => [state, caption])).toEqual([['awaiting-approval', 'one']]);
  });

  test('a yes does not hold for captions that came after it', async () => {
    const { service } = openEvergreens(planner);
    const { id: evergreenId } = await service.add({ postId: original.id, channelIds: ['a'], ...choice }, call);
    expect((await service.set({ evergreenId, captions: ['two'] }, call)).approved).toBe(true);
    expect((await service.set({ evergreenId, captions: ['two', 'three'] }, call)).approved).toBe(false);
    expect((await service.set({ evergreenId, captions: ['four'], approved: true }, call)).approved).toBe(true);
  });

  test('one that is paused or removed, or whose channel is paused or has no times, makes nothing, and goes on when put back', async () => {
    planner.addChannel('none', { slots: [] });
    const { service, run } = openEvergreens(planner);
    const paused = await service.add({ postId: original.id, channelIds: ['b'], ...choice, paused: true }, call);
    const removed = await service.add({ postId: original.id, channelIds: ['b'], ...choice }, call);
    await service.remove({ evergreenId: removed.id }, call);
    const without = await service.add({ postId: original.id, channelIds: ['none'], ...choice }, call);
    await run();
    expect([...(await copiesOn(planner, 'b')), ...(await copiesOn(planner, 'none'))]).toEqual([]);
    expect([paused.nextAt, without.nextAt]).toEqual([null, null]);
    expect((await service.list(undefined, call)).map(({ id }) => id)).toEqual([paused.id, without.id]);
    await expect(async () => service.set({ evergreenId: removed.id, paused: true }, call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await service.restore({ evergreenId: removed.id }, call);
    await run();
    expect(await copiesOn(planner, 'b')).toHaveLength(1);
    expect(planner.changes.filter(({ topic }) => topic === 'evergreen').at(-1)).toMatchObject({ removed: false, value: { uses: 1 } });
  });

  test('a post without a film, and a channel that does not exist, are refused', async () => {
    const { service } = openEvergreens(planner);
    const draft = planner.maker.draft({ channelId: 'a', title: 'Idea', caption: '', madeBy: 'test' });
    const add = async (postId: string, channelId: string) => service.add({ postId, channelIds: [channelId], ...choice }, call);
    await expect(add(draft.id, 'a')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(add('nobody', 'a')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(add(original.id, 'nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a cancelled copy is not made again before the next cool-down, and one channel’s trouble holds up no other', async () => {
    const broken = openEvergreens(planner, {
      copy: (wish) => {
        if (wish.channelId === 'a') planner.ledger.read('nobody'); // NOT_FOUND
        return planner.maker.copy(wish);
      },
    });
    await broken.service.add({ postId: original.id, channelIds: ['a', 'b'], ...choice, cooldownDays: 1 }, call);
    await pass(planner, 2 * DAY_MS);
    expect(await broken.run()).toMatchObject({ made: 1, problems: [expect.stringMatching(/^a: /)] });
    const [copy] = await copiesOn(planner, 'b');
    await planner.posts.cancel({ postId: copy?.id ?? '' }, call);
    expect(await broken.run()).toMatchObject({ made: 0 });
    await pass(planner, 2 * DAY_MS);
    expect(await broken.run()).toMatchObject({ made: 1 });
    expect((await copiesOn(planner, 'b')).map(({ state }) => state)).toEqual(['cancelled', 'scheduled']);
  });

  test('when all its captions say what was said last, it waits for other words', async () => {
    const { service, run } = openEvergreens(planner);
    const made = await service.add({ postId: original.id, channelIds: ['a'], ...choice, captions: ['first words', ' first words '] }, call);
    expect(made.nextAt).toBeNull();
    await pass(planner, 30 * DAY_MS);
    await run();
    expect(await copiesOn(planner, 'a')).toEqual([]);
  });
});

test('the caption in turn is taken, and the one after it where it says the same as the last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1 }),
      fc.nat(200),
      fc.option(fc.constantFrom('x', 'y')),
      (captions, turn, last) => {
        const chosen = chooseCaption(captions, turn, last);
        expect(chosen).not.toBe(last);
        if (captions.some((caption) => caption !== last)) expect(captions).toContain(chosen);
        const own = captions[turn % captions.length];
        if (own !== last) expect(chosen).toBe(own);
      },
    ),
  );
});

test('whatever is killed, paused, put off or started again, a cool-down has one copy a channel, and no words come twice in a row', async () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
      { weight: 4, arbitrary: fc.constant({ do: 'run' as const }) },
      { weight: 2, arbitrary: fc.constant({ do: 'start again' as const }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), after: fc.boolean() }) },
      { weight: 1, arbitrary: fc.constant({ do: 'cancel' as const }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('clock back' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
    ),
    { minLength: 10, maxLength: 40 },
  );
  const captions = fc.array(fc.constantFrom('first words', 'one', 'two', 'three'), { minLength: 1, maxLength: 5 });
  let total = 0;
  await fc.assert(
    fc.asyncProperty(steps, captions, fc.integer({ min: 1, max: 3 }), async (walk, words, cooldownDays) => {
      using world = openPlanner();
      world.addChannel('a', { slots: daily('10:00', '18:00'), minGapMinutes: 0, maxPerDay: 9, jitterMinutes: 30 });
      world.addChannel('b', { slots: daily('12:00'), minGapMinutes: 0 });
      const asked = { caption: 'first words', perChannel: {}, nextSlot: false, approve: true, at: '2026-11-20T13:00:00Z' };
      const [first] = await world.posts.create({ ...asked, videoPath: world.film('one.mp4'), channelIds: ['a'] }, call);
      let kill: 'before' | 'after' | null = null;
      const open = () =>
        openEvergreens(world, {
          copy: (wish) => {
            if (kill === 'before') throw new Error('killed');
            const post = world.maker.copy(wish);
            if (kill === 'after') throw new Error('killed');
            return post;
          },
        });
      let room = open();
      await room.service.add({ postId: first?.id ?? '', channelIds: ['a', 'b'], ...choice, captions: words, cooldownDays }, call);
      for (const step of walk) {
        if (step.do === 'pass') await pass(world, step.hours * 3_600_000);
        if (step.do === 'clock back') world.clock.ms -= step.hours * 3_600_000;
        if (step.do === 'run') await room.run();
        if (step.do === 'start again') room = open();
        if (step.do === 'cancel') {
          const [next] = await world.posts.list({ limit: 1, states: ['scheduled'] }, call);
          if (next !== undefined && next.id !== first?.id) await world.posts.cancel({ postId: next.id }, call);
        }
        if (step.do === 'kill') {
          kill = step.after ? 'after' : 'before';
          await room.run().catch((error: unknown) => expect(String(error)).toMatch(/killed/));
          kill = null;
          room = open();
        }
      }
      for (const channelId of ['a', 'b']) {
        const all = (await world.posts.list({ limit: 200, channelId }, call)).toReversed();
        const shown = all.filter(({ state }) => state !== 'cancelled');
        total += shown.length;
        for (const [index, { at, caption }] of shown.entries()) {
          const before = shown[index - 1];
          if (before === undefined) continue;
          expect(Date.parse(at ?? '') - Date.parse(before.at ?? '')).toBeGreaterThanOrEqual(cooldownDays * DAY_MS);
          expect(caption).not.toBe(before.caption);
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(total).toBeGreaterThan(60); // else nothing was shown
});
