/*
Instagram as section 3 of the platform reference describes it, as a real server on loopback. One port stands for all of
Meta's hosts; the host is the first part of the path. A person ("Mia") manages a Page for each account. Films are hashed as
they stream and kept nowhere. A container is worked on, and a reel comes into sight, by the simulator's clock. What nobody
could verify is a switch.
*/
import { openSimulator } from '../kit/openSimulator.ts';
import type { Simulator, SimulatorOptions } from '../kit/simulator.ts';
import { makePublishRoutes } from './publishRoutes.ts';
import { graphError } from './replies.ts';
import { makeSignInRoutes } from './signInRoutes.ts';
import { plainSwitches, type InstagramSwitches } from './switches.ts';
import { appKeys, makeWorld, type Container, type Media } from './world.ts';

export type InstagramSimulator = Simulator<InstagramSwitches> & {
  /** Every container that was made, oldest first. */
  readonly containers: () => readonly Container[];
  /** Every reel, oldest first; its numbers may be changed. */
  readonly reels: () => readonly Media[];
  /** Puts a film (by its SHA-256) at a public address that Meta can fetch. */
  readonly offerFilm: (address: string, filmHash: string) => void;
  /** The next upload breaks off after so many bytes, which are kept. */
  readonly cutNextUpload: (bytes: number) => void;
};

export async function simulateInstagram({
  clock,
  port,
  switches: wished,
}: SimulatorOptions<InstagramSwitches> = {}): Promise<InstagramSimulator> {
  const switches: InstagramSwitches = { ...plainSwitches, ...wished };
  const world = makeWorld(() => clock?.now() ?? Date.now(), switches);
  const { routes, grantFor } = makeSignInRoutes(world);
  const unknown = graphError(400, { code: 2_500, message: 'Unknown path components' });
  const { origin, faults, questions, close } = await openSimulator([...routes, ...makePublishRoutes(world)], unknown, port);

  const killTokens: InstagramSimulator['killTokens'] = (account, { refresh = false } = {}) => {
    for (const token of world.tokens.values()) {
      if (token.accounts.includes(account) && (token.kind !== 'person' || refresh)) token.deadSubcode = switches.deadSubcode;
    }
  };

  return {
    platform: 'instagram',
    origin,
    faults,
    questions,
    close,
    endpoints: {
      facebook: `${origin}/www.facebook.com`,
      graph: `${origin}/graph.facebook.com`,
      rupload: `${origin}/rupload.facebook.com`,
      instagram: `${origin}/www.instagram.com`,
      instagramApi: `${origin}/api.instagram.com`,
      instagramGraph: `${origin}/graph.instagram.com`,
    },
    switches,
    get keys() {
      return { login: switches.login, ...appKeys };
    },
    grantFor,
    killTokens,
    published: () =>
      world.media.map(({ id, caption, filmHash, account, at }) => ({ id, caption, visibility: 'public', filmHash, account, at })),
    secretsGiven: () => [...world.secrets],
    containers: () => [...world.containers.values()],
    reels: () => world.media,
    offerFilm: (address, filmHash) => void world.films.set(address, filmHash),
    cutNextUpload: (bytes) => {
      world.cutAfter = bytes;
      faults.order('bytes', { kind: 'lost-answer' });
    },
  };
}
