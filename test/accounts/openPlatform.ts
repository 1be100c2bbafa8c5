import type { SignInMethods } from '../../electron/accounts/openMethod.ts';
import type { Endpoints } from '../../electron/endpoints.ts';
import { createInstagramSignIn } from '../../electron/publish/instagram/signIn.ts';
import { createTiktokSignIn } from '../../electron/publish/tiktok/signIn.ts';
import { createXSignIn } from '../../electron/publish/x/signIn.ts';
import { createYoutubeSignIn } from '../../electron/publish/youtube/signIn.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { simulateInstagram } from '../platforms/instagram/simulateInstagram.ts';
import type { Simulator } from '../platforms/kit/simulator.ts';
import { simulateTiktok } from '../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../platforms/x/simulateX.ts';
import { simulateYoutube } from '../platforms/youtube/simulateYoutube.ts';
import { makeAccountsWorld, openAccounts, type AccountsWorld, type OpenAccounts } from './openAccounts.ts';

const simulate = { tiktok: simulateTiktok, youtube: simulateYoutube, instagram: simulateInstagram, x: simulateX };

/** Every real way of signing in, at these addresses. */
const methodsAt = (endpoints: Endpoints, now: () => Date): SignInMethods => ({
  tiktok: createTiktokSignIn({ endpoints, now }),
  youtube: createYoutubeSignIn({ endpoints, now }),
  instagram: createInstagramSignIn({ endpoints, now }),
  x: createXSignIn({ endpoints, now }),
});

export type OpenPlatform<Name extends RemotePlatform> = {
  readonly world: AccountsWorld;
  readonly simulator: Awaited<ReturnType<(typeof simulate)[Name]>>;
  studio: OpenAccounts;
  readonly methods: SignInMethods;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A studio whose keys one simulated platform knows. */
export async function openPlatform<Name extends RemotePlatform>(name: Name): Promise<OpenPlatform<Name>> {
  const world = makeAccountsWorld();
  const start = simulate[name] as (options: object) => Promise<OpenPlatform<Name>['simulator']>; // the one of this very name
  const simulator = await start({ clock: { now: () => world.clock.ms } });
  const { endpoints, keys } = simulator as Simulator;
  const methods = methodsAt(everywhere(endpoints), () => new Date(world.clock.ms));
  world.secrets.kept.set(`key:${name}`, JSON.stringify(keys));
  const platform: OpenPlatform<Name> = {
    world,
    simulator,
    methods,
    studio: openAccounts(world, methods),
    async [Symbol.asyncDispose]() {
      await platform.studio.closeAll();
      await (simulator as Simulator).close();
      world[Symbol.dispose]();
    },
  };
  return platform;
}

/** The addresses of one platform; a question to any other one fails the test. */
const everywhere = (endpoints: Readonly<Record<string, string>>): Endpoints =>
  ({ tiktok: endpoints, youtube: endpoints, instagram: endpoints, x: endpoints }) as unknown as Endpoints; // a method reads only its own part
