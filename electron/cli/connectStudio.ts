import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { createRouterClient } from '@orpc/server';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../shared/errors.ts';
import { createRouter } from '../doors/createRouter.ts';
import { translating } from '../doors/errorWords.ts';
import { findLivingOwner, type Owner } from '../doors/ownerFile.ts';
import { openLog } from '../openLog.ts';
import { openOwnedStudio, type OwnedStudio } from '../openOwnedStudio.ts';
import type { Connection, StudioClient } from './command.ts';

const OWNER_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 200;

/**
 * Connects to the studio that owns the data folder; when there is none, opens it here, for as long as the command runs.
 * @throws Failure HOME_IN_USE when the folder has an owner that does not answer.
 */
export async function connectStudio(home: string, env: NodeJS.ProcessEnv): Promise<Connection> {
  const living = await findLivingOwner(home);
  if (living !== null) return connectThere(living);
  try {
    return connectHere(home, await openOwnedStudio({ home, env, host: 'cli', port: 0 }));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'HOME_IN_USE') throw error;
    const owner = await waitForOwner(home); // it took the folder a moment ago and is still opening its door
    if (owner === null) throw error;
    return connectThere(owner);
  }
}

async function waitForOwner(home: string): Promise<Owner | null> {
  for (let waitedMs = 0; waitedMs < OWNER_WAIT_MS; waitedMs += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
    const owner = await findLivingOwner(home);
    if (owner !== null) return owner;
  }
  return null;
}

function connectHere(home: string, owned: OwnedStudio): Connection {
  const { studio } = owned;
  const router = createRouter(studio.services);
  // The same errors as over HTTP, so that a command does not see where the studio runs.
  const client: StudioClient = createRouterClient(router, { context: {}, interceptors: [translating(openLog(home))] });
  let started = false;
  return {
    client,
    work() {
      if (!started) studio.start();
      started = true;
    },
    untilIdle: (horizonMs, signal) => studio.untilIdle({ horizonMs, signal }),
    close: () => owned.close(),
  };
}

function connectThere(owner: Owner): Connection {
  const link = new RPCLink({ url: `${owner.origin}/rpc`, headers: { authorization: `Bearer ${owner.key}` } });
  const client: StudioClient = createORPCClient(link);
  return {
    client,
    work: () => undefined, // the owner does
    async untilIdle(horizonMs, signal) {
      for (;;) {
        const before = Date.now() + horizonMs;
        const open = await client.jobs.list({ finished: false, limit: 500 }, { signal });
        const [next] = open.filter(({ state, runAt }) => state === 'running' || (state === 'waiting' && Date.parse(runAt) <= before));
        if (next === undefined) return;
        await client.jobs.wait({ jobId: next.id, seconds: 30 }, { signal });
      }
    },
    close: () => Promise.resolve(),
  };
}
