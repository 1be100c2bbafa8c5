import { array, assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PostDetail } from '../../shared/contract/posts.ts';
import { withFaults, type Fault, type FaultyCall } from './support/faults.ts';
import { judged } from './support/judged.ts';
import { troubleOnTheLine } from './support/lineTrouble.ts';
import { call, Killed, makeWorld, openStudio, type Studio, type World } from './support/openStudio.ts';

/* One suite judges every adapter alike: the practice platform, and the real ones against their simulators. */

describe.each(judged)('$platform', ({ channelId, start, filmBytes }) => {
  let world: World;
  let studio: Studio;
  let there: Awaited<ReturnType<typeof start>>;
  const clock = { ms: 0 };
  /** A new world: nothing was ever posted there, and the studio is fresh. */
  const begin = async (): Promise<void> => {
    there = await start({ now: () => clock.ms });
    world = makeWorld({ remotes: there.remotes, filmBytes, clock });
    studio = openStudio(world);
  };
  const end = async (): Promise<void> => {
    studio.close();
    world[Symbol.dispose]();
    await there.close();
  };
  beforeEach(begin);
  afterEach(end);
  const anew = async (): Promise<void> => {
    await end();
    await begin();
  };

  const restart = (): void => {
    studio.close();
    studio = openStudio(world);
  };
  let said = 0;
  const post = async (): Promise<string> => {
    const input = { videoPath: world.video, channelIds: [channelId], caption: `Hello ${(said += 1)}`, approve: true };
    const [made] = await studio.publishing.posts.create(input, call);
    return made?.id ?? '';
  };
  const get = async (postId: string): Promise<PostDetail> => studio.publishing.posts.get({ postId }, call);
  /** The fault hits the first call of that kind, and no other. */
  const once = (at: FaultyCall, fault: Fault): void => {
    let left = 1;
    world.between = (platform) => withFaults(world, platform, (now) => (now === at && left-- > 0 ? fault : 'none'));
  };
  const releasedOnce = async (postId: string): Promise<void> => {
    expect(await get(postId)).toMatchObject({ state: 'live' });
    expect(there.releases(studio)).toBe(1);
  };

  test('a post goes out, and is live once it was read back', async () => {
    const postId = await post();
    await studio.work();
    await releasedOnce(postId);
    expect((await get(postId)).url).toMatch(/^(https:\/\/|http:\/\/127\.0\.0\.1:|\/practice\/)/);
  });

  test('a reply lost after release is noticed, not sent again', async () => {
    once('release', 'lost-after');
    const postId = await post();
    await studio.work();
    await releasedOnce(postId);
    const { ledger } = await get(postId);
    expect(ledger.filter(({ state }) => state === 'sent').length).toBeLessThan(4);
    expect(ledger.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/answer of .* was lost/));
    expect(ledger.map(({ reason }) => reason)).not.toContainEqual(expect.stringContaining('That is certain'));
  });

  test('a release that never arrived is sent again, once it is certain', async () => {
    once('release', 'lost-before');
    const postId = await post();
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
    const postId = await post();
    await studio.work();
    await releasedOnce(postId);
  });

  test.each(['odd-before', 'odd-after'] as const)(
    'an error of the release that nobody foresaw (%s) counts as a lost answer',
    async (fault) => {
      once('release', fault);
      const postId = await post();
      await studio.work();
      await releasedOnce(postId);
    },
  );

  test.each(['upload', 'look', 'release'] as const)('a busy platform is waited for (%s)', async (at) => {
    once(at, 'busy');
    const postId = await post();
    await studio.work();
    await releasedOnce(postId);
  });

  test('a refusal ends the post with its reason, and nothing is public', async () => {
    once('release', 'rejected');
    const postId = await post();
    await studio.work();
    expect(await get(postId)).toMatchObject({ state: 'failed', reason: 'Not like this.', url: null });
    expect(there.releases(studio)).toBe(0);
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
    const postId = await post();
    await studio.work();
    await releasedOnce(postId);
  });

  test('a sign-in that ends stops the channel, and the post goes on after the next one', async () => {
    once('upload', 'signed-out');
    const postId = await post();
    await studio.work();
    expect(await get(postId)).toMatchObject({ state: 'needs-you' });
    const stopped = (await studio.publishing.channels.list(undefined, call)).find(({ id }) => id === channelId);
    expect(stopped).toMatchObject({ paused: true, standing: 'sign-in' });
    studio.publishing.resume(channelId);
    await studio.work();
    await releasedOnce(postId);
  });

  test('what the creator changed after the upload is what goes out', async () => {
    once('release', 'rejected');
    const postId = await post();
    await studio.work();
    world.between = (platform) => platform;
    const caption = `Better ${(said += 1)}`;
    const { contentHash } = await studio.publishing.posts.edit({ postId, caption }, call);
    await studio.publishing.posts.restore({ postId }, call);
    await studio.publishing.posts.approve({ postId, contentHash }, call);
    await studio.work();
    await releasedOnce(postId);
    expect(there.captions(studio)).toEqual([caption]);
  });

  test('killed at any instant, it ends live and was released exactly once', { timeout: 600_000 }, async () => {
    let steps = 0;
    for (let killAt = 1; ; killAt += 1) {
      await anew();
      const postId = await post();
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
      if (!wasKilled) break;
    }
    expect(steps).toBeGreaterThan(20);
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

  /** Works until nothing moves, starting anew after every death and signing in again after every sign-out. */
  const workThrough = async (kills: readonly number[], first = -1): Promise<void> => {
    const died = [...kills];
    let untilKill = first >= 0 ? first : (died.shift() ?? -1);
    const arm = (): void => {
      world.step = () => {
        if (untilKill < 0 || untilKill-- > 0) return;
        throw new Killed();
      };
    };
    killSoon = () => (untilKill = 0);
    arm();
    for (let starts = 0; starts < 40; starts += 1) {
      const killed = await studio.work().then(
        () => false,
        (error: unknown) => {
          if (error instanceof Killed) return true;
          throw error;
        },
      );
      untilKill = -1;
      if (killed) {
        restart();
        untilKill = died.shift() ?? -1;
        continue;
      }
      const channel = (await studio.publishing.channels.list(undefined, call)).find(({ id }) => id === channelId);
      if (channel?.paused !== true) return;
      studio.publishing.resume(channelId);
    }
  };
  let killSoon: () => void = () => undefined;

  const saysWhatIsTrue = async (postId: string): Promise<void> => {
    const { state, reason, ledger } = await get(postId);
    const releases = there.releases(studio);
    expect(releases).toBeLessThanOrEqual(1);
    expect(['live', 'failed', 'needs-you']).toContain(state);
    if (state === 'live') expect(releases).toBe(1);
    if (state === 'failed') expect(releases).toBe(0);
    if (releases === 1 && state === 'needs-you') expect(reason).not.toContain('Nothing is public');
    expect(ledger.at(-1)?.state).toBe(state);
  };

  test(
    'under any run of faults and kills: never public twice, never falsely live, always a state that says what is true',
    { timeout: 600_000 },
    async () => {
      await assert(
        asyncProperty(array(fault, { maxLength: 14 }), array(nat(60), { maxLength: 3 }), async (faults, kills) => {
          await anew();
          const script = [...faults];
          world.between = (platform) =>
            withFaults(world, platform, () => {
              const next = script.shift() ?? 'none';
              if (next !== 'killed') return next;
              killSoon(); // at the very next step
              return 'none';
            });
          const postId = await post();
          await workThrough(kills);
          await saysWhatIsTrue(postId);
        }),
        { numRuns: 40 },
      );
    },
  );

  test.runIf(filmBytes > 0 && channelId !== 'practice')(
    'under any trouble on the line: never public twice, never falsely live, always a state that says what is true',
    { timeout: 600_000 },
    async () => {
      await assert(
        asyncProperty(array(nat(9), { minLength: 4, maxLength: 30 }), array(nat(60), { maxLength: 2 }), async (dice, kills) => {
          await anew();
          troubleOnTheLine(there.faults, dice);
          const postId = await post();
          await workThrough(kills);
          there.faults?.clear();
          await saysWhatIsTrue(postId);
        }),
        { numRuns: 40 },
      );
    },
  );
});
