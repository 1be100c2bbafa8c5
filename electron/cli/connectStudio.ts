import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { createRouterClient } from '@orpc/server';
import { Failure } from '../../shared/errors.ts';
import { createRouter } from '../doors/createRouter.ts';
import { translating } from '../doors/errorWords.ts';
import type { HttpDoor } from '../doors/httpDoor.ts';
import type { Owner } from '../doors/ownerFile.ts';
import { openDoor } from '../openDoor.ts';
import { openLog } from '../openLog.ts';
import { ownerOrOpen } from '../ownerOrOpen.ts';
import { openStudio, type Studio } from '../studio.ts';
import type { Connection, StudioClient } from './command.ts';

/**
 * Connects to the studio that owns the data folder; when there is none, opens it here, for as long as the command runs.
 * @throws Failure HOME_IN_USE when the folder has an owner that does not answer.
 */
export async function connectStudio(home: string, env: NodeJS.ProcessEnv): Promise<Connection> {
  const { owner, opened } = await ownerOrOpen(home, () => openStudio({ home, env, host: 'cli' }));
  return owner === null ? connectHere(home, env, opened) : connectThere(owner);
}

function connectHere(home: string, env: NodeJS.ProcessEnv, opened: Studio): Connection {
  let studio = opened;
  let door: HttpDoor | null = null;
  // The same errors as over HTTP, so that a command does not see where the studio runs.
  const interceptors = [translating(openLog(home))];
  const clientOf = (): StudioClient => createRouterClient(createRouter(studio.services), { context: {}, interceptors });
  let client = clientOf();
  const close = async (): Promise<void> => {
    await door?.close();
    door = null;
    await studio.close();
  };
  return {
    get client() {
      return client;
    },
    async work() {
      if (door !== null) return;
      door = await openDoor(home, studio, 0); // work takes long: other commands come in through here
      studio.start();
    },
    async rest() {
      if (door === null) return;
      await close(); // what is open has begun to claim jobs; what is opened now has not
      studio = await openStudio({ home, env, host: 'cli' });
      client = clientOf();
    },
    close,
  };
}

function connectThere(owner: Owner): Connection {
  const interceptors = [
    async <Result>(call: { next(): Promise<Result> }): Promise<Result> => {
      try {
        return await call.next();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new Failure('BUSY', 'The studio that was running has just closed.', 'Run the command again.', { cause: error });
      }
    },
  ];
  const link = new RPCLink({ url: `${owner.origin}/rpc`, headers: { authorization: `Bearer ${owner.key}` }, interceptors });
  const client: StudioClient = createORPCClient(link);
  const nothing = (): Promise<void> => Promise.resolve();
  return { client, work: nothing, rest: nothing, close: nothing }; // the owner works and goes on
}
