/*
All four platforms on this computer, for tests and for people who try the studio without an account:

  node test/platforms/startSimulators.ts [--auto NAME]

The first line on standard output is one JSON document: `endpoints` for TIDEREEL_ENDPOINTS, `keys` for “tidereel keys”,
`origins` of the platforms and the `door` to look at them and make trouble (see openTroubleDoor). Accounts are "mia" and
"studio"; with --auto a sign-in is allowed at once as that account, without a page. SIGTERM or SIGINT end it.
*/
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { simulateInstagram, type InstagramSimulator } from './instagram/simulateInstagram.ts';
import type { SimulatorClock } from './kit/openSimulator.ts';
import type { Simulator } from './kit/simulator.ts';
import { openTroubleDoor } from './openTroubleDoor.ts';
import { simulateTiktok, type TiktokSimulator } from './tiktok/simulateTiktok.ts';
import { simulateX, type XSimulator } from './x/simulateX.ts';
import { simulateYoutube, type YoutubeSimulator } from './youtube/simulateYoutube.ts';

/** What a process that talks to the simulators has to know. */
type SimulatorsAnnounced = {
  /** TIDEREEL_ENDPOINTS, before JSON. */
  readonly endpoints: Readonly<Record<RemotePlatform, Simulator['endpoints']>>;
  /** The keys document of each platform. */
  readonly keys: Readonly<Record<RemotePlatform, Simulator['keys']>>;
  readonly origins: Readonly<Record<RemotePlatform, string>>;
  readonly door: string;
};

export type Simulators = {
  readonly tiktok: TiktokSimulator;
  readonly youtube: YoutubeSimulator;
  readonly instagram: InstagramSimulator;
  readonly x: XSimulator;
  readonly announced: SimulatorsAnnounced;
  readonly close: () => Promise<void>;
};

type Wishes = {
  /** Sign-ins are allowed at once as this account ("mia" or "studio"); else a page asks. */
  readonly auto?: string | undefined;
  readonly clock?: SimulatorClock;
};

/** Starts all four simulators on free ports of loopback. */
export async function startSimulators({ auto, clock }: Wishes = {}): Promise<Simulators> {
  const options = clock === undefined ? {} : { clock };
  const tiktok = await simulateTiktok(options);
  const youtube = await simulateYoutube(options);
  const instagram = await simulateInstagram(options);
  const x = await simulateX(options);
  if (auto !== undefined) {
    Object.assign(tiktok.switches, { auto: true, autoAccount: auto });
    Object.assign(youtube.switches, { auto });
    Object.assign(instagram.switches, { auto });
    Object.assign(x.switches, { auto });
  }
  const simulators = { tiktok, youtube, instagram, x };
  const of = <Value>(read: (simulator: Simulator) => Value): Record<RemotePlatform, Value> => ({
    tiktok: read(tiktok),
    youtube: read(youtube),
    instagram: read(instagram),
    x: read(x),
  });
  const door = await openTroubleDoor(simulators);
  return {
    ...simulators,
    announced: {
      endpoints: of(({ endpoints }) => endpoints),
      keys: of(({ keys }) => keys),
      origins: of(({ origin }) => origin),
      door: door.origin,
    },
    async close() {
      await door.close();
      await Promise.all(Object.values(simulators).map((simulator) => simulator.close()));
    },
  };
}

if (import.meta.main) {
  const { auto } = parseArgs({ options: { auto: { type: 'string' } } }).values;
  const { announced, close } = await startSimulators({ auto });
  process.stdout.write(`${JSON.stringify(announced)}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close().then(() => process.exit(0)));
}
