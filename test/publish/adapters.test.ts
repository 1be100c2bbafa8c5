import { array, assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PostDetail } from '../../shared/contract/posts.ts';
import { withFaults, type Fault, type FaultyCall } from './support/faults.ts';
import { call, Killed, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

/** How the suite looks at a platform from outside: what anybody can see there. */
type Judged = {
  readonly platform: string;
  readonly channelId: string;
  /** Our post's id for every public post; `repeats` counts releases of what was public already. */
  readonly seenThere: (studio: Studio) => { postId: string; repeats: number }[];
};

const adapters: readonly Judged[] = [
  { platform: 'practice', channelId: 'practice', seenThere: ({ publishing }) => publishing.practice.published() },
];

describe.each(adapters)('$platform', ({ channelId, seenThere }) => {
  let world: World;
  let studio: Studio;
  beforeEach(() => {
    world = makeWorld();
    studio = openStudio(world);
  });
  afterEach(() => {
    studio.close();
    world[Symbol.dispose]();
  });

  const restart = (): void => {
    studio.close();
    studio = openStudio(world);
  };
  const begin = async (): Promise<string> => {
    const input = { videoPath: world.video, channelIds: [channelId], caption: 'Hello', approve: true };
    const [post] = await studio.publishing.posts.create(input, call);
    return post?.id ?? '';
  };
  const get = async (postId: string): Promise<PostDetail> => studio.publishing.posts.get({ postId }, call);
  /** The fault hits the first call of that kind, and no other. */
  const once = (at: FaultyCall, fault: Fault): void => {
    let left = 1;
    world.between = (platform) => withFaults(world, platform, (now) => (now === at && left-- > 0 ? fault : 'none'));
  };
  const releasedOnce = async (postId: string): Promise<void> => {
    expect(await get(postId)).toMatchObject({ state: 'live' });
    expect(seenThere(studio).map((there) => ({ postId: there.postId, repeats: there.repeats }))).toEqual([{ postId, repeats: 0 }]);
  };

  test('a reply lost after release is noticed, not sent again', async () => {
    once('release', 'lost-after');
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
    const { ledger } = await get(postId);
    expect(ledger.filter(({ state }) => state === 'sending')).toHaveLength(1);
    expect(ledger.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('answer of Practice was lost'));
  });

  test('a release that never arrived is sent again, once it is certain', async () => {
    once('release', 'lost-before');
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
    expect((await get(postId)).ledger.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('That is certain'));
  });

  test('a release that arrives at the platform after its answer was given up is not made twice', async () => {
    let late: (() => Promise<unknown>) | null = null;
    let arrivesAt = 0;
    world.between = (platform) => ({
      ...platform,
      release: async (...about) => {
        arrivesAt = world.clock.ms + platform.releaseWithinMs + 1_500; // still on its way when the first looks are made
        late = async () => platform.release(...about);
        return withFaults(world, platform, () => 'lost-before').release(...about);
      },
      look: async (...about) => {
        if (late !== null && world.clock.ms >= arrivesAt) {
          const arrive = late;
          late = null;
          await arrive();
        }
        return platform.look(...about);
      },
    });
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
  });

  test.each(['odd-before', 'odd-after'] as const)(
    'an error of the release that nobody foresaw (%s) counts as a lost answer',
    async (fault) => {
      once('release', fault);
      const postId = await begin();
      await studio.work();
      await releasedOnce(postId);
    },
  );

  test.each(['upload', 'look', 'release'] as const)('a busy platform is waited for (%s)', async (at) => {
    once(at, 'busy');
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
  });

  test('a refusal ends the post with its reason, and nothing is public', async () => {
    once('release', 'rejected');
    const postId = await begin();
    await studio.work();
    expect(await get(postId)).toMatchObject({ state: 'failed', reason: 'Not like this.', url: null });
    expect(seenThere(studio)).toEqual([]);
    world.between = (platform) => platform;
    await studio.publishing.posts.restore({ postId }, call);
    await studio.work();
    await releasedOnce(postId);
  });

  test('a refusal of something that is public all the same is not believed', async () => {
    world.between = (platform) => ({
      ...platform,
      release: async (...about) => {
        await platform.release(...about);
        return withFaults(world, platform, () => 'rejected').release(...about);
      },
    });
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
  });

  test('an upload that broke goes on where it stopped', async () => {
    let sent = 0;
    world.between = (platform) => ({
      ...platform,
      upload: (post, known, tools) =>
        platform.upload(post, known, {
          ...tools,
          progress: (share) => {
            sent += 1;
            tools.progress(share);
            if (sent === 2) throw new Error('connection reset');
          },
        }),
    });
    const postId = await begin();
    await studio.work();
    await releasedOnce(postId);
    expect(sent).toBe(Math.ceil(150_000 / 65_536)); // no piece went twice
  });

  test('killed at any instant, it ends live and was released exactly once', { timeout: 300_000 }, async () => {
    studio.close();
    let steps = 0;
    for (let killAt = 1; ; killAt += 1) {
      using fresh = makeWorld();
      world = fresh;
      studio = openStudio(world);
      const postId = await begin();
      steps = 0;
      world.step = () => {
        steps += 1;
        if (steps === killAt) throw new Killed();
      };
      let wasKilled = false;
      await studio.work().catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        wasKilled = true;
      });
      world.step = () => undefined;
      if (wasKilled) {
        restart();
        await studio.work();
      }
      await releasedOnce(postId);
      studio.close();
      if (!wasKilled) break;
    }
    expect(steps).toBeGreaterThan(30);
    world = makeWorld();
    studio = openStudio(world);
  });

  const fault = constantFrom<Fault | 'killed'>(
    'none',
    'none',
    'busy',
    'rejected',
    'signed-out',
    'lost-before',
    'lost-after',
    'odd-before',
    'odd-after',
    'killed',
  );

  test(
    'under any run of faults and kills: never public twice, never falsely live, always a state that says what is true',
    { timeout: 300_000 },
    async () => {
      studio.close();
      await assert(
        asyncProperty(array(fault, { maxLength: 14 }), array(nat(60), { maxLength: 3 }), async (faults, kills) => {
          using fresh = makeWorld();
          world = fresh;
          studio = openStudio(world);
          const script = [...faults];
          const died = [...kills];
          let untilKill = died.shift() ?? -1;
          world.between = (platform) =>
            withFaults(world, platform, () => {
              const next = script.shift() ?? 'none';
              if (next !== 'killed') return next;
              untilKill = 0; // at the very next step
              return 'none';
            });
          const postId = await begin();
          world.step = () => {
            if (untilKill < 0 || untilKill-- > 0) return;
            throw new Killed();
          };
          for (let starts = 0; starts < 40; starts += 1) {
            const killed = await studio.work().then(
              () => false,
              (error: unknown) => {
                if (error instanceof Killed) return true;
                throw error;
              },
            );
            if (!killed) {
              const [channel] = await studio.publishing.channels.list(undefined, call);
              if (channel?.paused !== true) break;
              untilKill = -1;
              await studio.publishing.channels.pause({ channelId, paused: false }, call);
              continue;
            }
            untilKill = -1;
            restart();
            untilKill = died.shift() ?? -1;
          }
          const post = await get(postId);
          const there = seenThere(studio);
          expect(there.length).toBeLessThanOrEqual(1);
          for (const { repeats } of there) expect(repeats).toBe(0);
          expect(['live', 'failed', 'needs-you']).toContain(post.state);
          if (post.state === 'live') expect(there).toHaveLength(1);
          if (post.state === 'failed') expect(there).toEqual([]);
          if (there.length === 1 && post.state === 'needs-you') expect(post.reason).toContain('Is it public?');
          expect(post.ledger.at(-1)?.state).toBe(post.state);
          studio.close();
        }),
        { numRuns: 60 },
      );
      world = makeWorld();
      studio = openStudio(world);
    },
  );
});
