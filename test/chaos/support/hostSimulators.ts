/* The world outside the studio: four faulty platforms, a clock that only moves on, and a door for whoever plays the creator. */
import { openSimulator, type OpenSimulator } from '../../platforms/kit/openSimulator.ts';
import type { SeenPost, Simulator } from '../../platforms/kit/simulator.ts';
import type { Fault } from '../../platforms/kit/faults.ts';
import { simulateInstagram } from '../../platforms/instagram/simulateInstagram.ts';
import { simulateTiktok } from '../../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../../platforms/x/simulateX.ts';
import { simulateYoutube } from '../../platforms/youtube/simulateYoutube.ts';

export type HostedWorld = {
  readonly door: string;
  readonly simulators: readonly Simulator[];
  /** What was refused because we asked more often than allowed. */
  readonly limitRefusals: () => number;
  readonly faultsGiven: () => Readonly<Record<string, number>>;
  readonly published: () => readonly (SeenPost & { platform: string })[];
  readonly clock: { ms: number };
  readonly close: () => Promise<void>;
};

/** `share`: how much of all questions meets trouble, 0–1. `random`: 0 ≤ x < 1. */
export async function hostSimulators({
  share,
  random,
  startMs,
}: {
  share: number;
  random: () => number;
  startMs: number;
}): Promise<HostedWorld> {
  const clock = { ms: startMs };
  const time = { now: () => clock.ms };
  const simulators: Simulator[] = [
    await simulateTiktok({ clock: time }),
    await simulateYoutube({ clock: time }),
    await simulateInstagram({ clock: time }),
    await simulateX({ clock: time, switches: { creditUsd: 1e9 } }),
  ];
  const given: Record<string, number> = {};
  const kinds: readonly (() => Fault)[] = [
    () => ({ kind: 'reset-before' }),
    () => ({ kind: 'reset-during', afterBytes: 1 + Math.floor(random() * 5_000) }),
    () => ({ kind: 'lost-answer' }),
    () => ({ kind: 'lost-answer' }),
    () => ({ kind: 'malformed' }),
    () => ({ kind: 'answer', reply: { status: 503, body: 'down for maintenance' } }),
    () => ({ kind: 'answer', reply: { status: 500, body: { error: { code: 'internal_error', message: 'oops' } } } }),
    () => ({ kind: 'answer', reply: { status: 429, body: { error: { code: 'rate_limit_exceeded', message: 'slow down' } } } }),
  ];
  for (const { faults } of simulators) {
    faults.chance = () => {
      if (random() >= share) return null;
      const fault = (kinds[Math.floor(random() * kinds.length)] ?? kinds[0])?.() ?? null;
      if (fault !== null)
        given[fault.kind === 'answer' ? `answer ${fault.reply.status}` : fault.kind] =
          (given[fault.kind === 'answer' ? `answer ${fault.reply.status}` : fault.kind] ?? 0) + 1;
      return fault;
    };
  }
  const find = (platform: string): Simulator => {
    const found = simulators.find((one) => one.platform === platform);
    if (found === undefined) throw new Error(`there is no ${platform}`);
    return found;
  };
  const door: OpenSimulator = await openSimulator(
    [
      {
        method: 'POST',
        path: '/clock',
        name: 'clock',
        answer: async ({ json }) => {
          const { to } = (await json()) as { to: number };
          clock.ms = Math.max(clock.ms, to);
          return { status: 200, body: { ms: clock.ms } };
        },
      },
      {
        method: 'GET',
        path: '/endpoints',
        name: 'endpoints',
        answer: () => ({ status: 200, body: Object.fromEntries(simulators.map(({ platform, endpoints }) => [platform, endpoints])) }),
      },
      {
        method: 'GET',
        path: '/grant/:platform/:account',
        name: 'grant',
        answer: ({ params }) => ({ status: 200, body: find(params['platform'] ?? '').grantFor(params['account'] ?? '') }),
      },
    ],
    { status: 404, body: 'nothing here' },
  );
  return {
    door: door.origin,
    simulators,
    clock,
    faultsGiven: () => given,
    limitRefusals: () =>
      simulators.reduce((sum, { questions }) => sum + questions.filter(({ status }) => status === 429).length, 0) -
      (given['answer 429'] ?? 0),
    published: () => simulators.flatMap((one) => one.published().map((post) => ({ ...post, platform: one.platform }))),
    close: async () => {
      await Promise.all([...simulators.map((one) => one.close()), door.close()]);
    },
  };
}
