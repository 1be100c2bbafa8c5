import { eq } from 'drizzle-orm';
import type { Channel } from '../../shared/contract/channels.ts';
import type { ChangeBus } from '../changes.ts';
import type { Jobs } from '../jobs/types.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import { createSignIns, type SignIns } from './createSignIns.ts';
import { createTokens } from './createTokens.ts';
import type { SignInMethods } from './openMethod.ts';
import { pasteToken } from './pasteToken.ts';
import { healRefreshes, queueRefresh, refreshChannel } from './refreshChannels.ts';
import { signOut } from './signOut.ts';
import { takeTurns } from './takeTurns.ts';
import type { Tokens } from './types.ts';

type Needs = {
  readonly secrets: Secrets;
  readonly methods: SignInMethods;
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Reads a channel, tells the windows how it is now, and answers it. */
  readonly announce: (channelId: string) => Channel;
  /** The platform wants the creator to sign in again: nothing goes out there until then. `reason` is for people. */
  readonly pauseFor: (channelId: string, reason: string) => void;
  /** The creator signed in: what waited for that goes on. */
  readonly resume: (channelId: string) => void;
  readonly report: (error: unknown) => void;
};

export type Accounts = {
  readonly tokens: Tokens;
  readonly service: SignIns['service'] & Pick<Service<'channels'>, 'pasteToken' | 'signOut'>;
  readonly lastProblem: SignIns['lastProblem'];
  /** Makes sure that every signed-in channel has its worker. Call after `jobs.start()`. */
  heal(): void;
  close(): Promise<void>;
};

/** Signing in, staying signed in and signing out, for all platforms. Call before `jobs.start()`. */
export function createAccounts(needs: Needs): Accounts {
  const { read, jobs, now, announce } = needs;
  const renewLater = (channelId: string, at: Date): void => {
    const channel = read.select().from(channels).where(eq(channels.id, channelId)).get();
    if (channel !== undefined) queueRefresh(jobs, channel, at);
  };
  const tokens = createTokens({ ...needs, renewLater });
  jobs.handle(refreshChannel({ tokens, now }));
  const turns = takeTurns();
  const connecting = {
    ...needs,
    tokens,
    renewLater,
    inTurn: <Value>(work: () => Promise<Value>): Promise<Value> => turns.take('connect', work),
  };
  const signIns = createSignIns(connecting);
  return {
    tokens,
    lastProblem: signIns.lastProblem,
    service: {
      ...signIns.service,
      pasteToken: async ({ platform, token }, { signal }) => announce(await pasteToken(connecting, platform, token, signal)),
      async signOut({ channelId }) {
        await signOut({ ...needs, tokens }, channelId);
        return announce(channelId);
      },
    },
    heal: () => healRefreshes({ jobs, read, now }),
    async close() {
      signIns.close();
      await tokens.close();
    },
  };
}
