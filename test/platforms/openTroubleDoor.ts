import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Fault } from './kit/faults.ts';
import type { Simulator } from './kit/simulator.ts';

const Reply = z.object({ status: z.int(), headers: z.record(z.string(), z.string()).default({}), body: z.unknown() });
const TheFault: z.ZodType<Fault> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reset-before') }),
  z.object({ kind: z.literal('reset-during'), afterBytes: z.int().default(1) }),
  z.object({ kind: z.literal('lost-answer') }),
  z.object({ kind: z.literal('answer'), reply: Reply }),
  z.object({ kind: z.literal('malformed') }),
  z.object({ kind: z.literal('slow'), ms: z.int().default(50) }),
]);

const About = z.object({ platform: RemotePlatform });
const Ordered = About.extend({ route: z.string(), fault: TheFault, times: z.int().default(1), skip: z.int().default(0) });
const Switched = About.extend({ switches: z.record(z.string(), z.unknown()) });
const Killed = About.extend({ account: z.string(), refresh: z.boolean().default(false) });

type Simulators = Readonly<Record<RemotePlatform, Simulator>>;
export type TroubleDoor = { readonly origin: string; readonly close: () => Promise<void> };

/**
 * A door on loopback through which people and other processes look at the simulators and make trouble:
 * `GET /published`, `GET /questions`, `GET`/`POST /switches {platform, switches}`, `POST /grantkill {platform, account, refresh?}`,
 * `POST /faults {platform, route, fault, times?, skip?}` and `DELETE /faults`.
 */
export async function openTroubleDoor(simulators: Simulators): Promise<TroubleDoor> {
  const of = <Value>(read: (simulator: Simulator) => Value): Record<string, Value> =>
    Object.fromEntries(Object.values(simulators).map((simulator) => [simulator.platform, read(simulator)]));
  const acts: Readonly<Record<string, (body: unknown) => unknown>> = {
    'GET /published': () => of(({ published }) => published()),
    'GET /questions': () => of(({ questions }) => questions.map(({ method, path, name, status }) => ({ method, path, name, status }))),
    'GET /switches': () => of(({ switches }) => switches),
    'POST /switches'(body) {
      const { platform, switches } = Switched.parse(body);
      const known = simulators[platform].switches;
      const strange = Object.keys(switches).filter((name) => !(name in known));
      if (strange.length > 0) throw new Error(`${platform} has no switch ${strange.join(', ')}. It has: ${Object.keys(known).join(', ')}`);
      return Object.assign(known, switches);
    },
    'POST /grantkill'(body) {
      const { platform, account, refresh } = Killed.parse(body);
      simulators[platform].killTokens(account, { refresh });
      return {};
    },
    'POST /faults'(body) {
      const { platform, route, fault, times, skip } = Ordered.parse(body);
      simulators[platform].faults.order(route, fault, { times, skip });
      return {};
    },
    'DELETE /faults'() {
      for (const { faults } of Object.values(simulators)) faults.clear();
      return {};
    },
  };

  const decide = async (request: IncomingMessage): Promise<[status: number, body: unknown]> => {
    const act = acts[`${request.method} ${request.url}`];
    if (act === undefined) return [404, { error: `There are: ${Object.keys(acts).join(', ')}` }];
    try {
      const body = request.method === 'POST' ? (JSON.parse(await text(request)) as unknown) : undefined;
      return [200, act(body)];
    } catch (error) {
      return [400, { error: error instanceof Error ? error.message : String(error) }];
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = await decide(request);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listening on a port, so no path
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
