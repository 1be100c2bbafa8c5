import { and, eq } from 'drizzle-orm';
import { isCreatorsPause, PAUSED_BY_YOU } from '../publish/creatorsPause.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import type { KeptTokens } from './createTokens.ts';
import { freeChannelId } from './freeChannelId.ts';
import { grantRefOf } from './grants.ts';
import { judgeGrant } from './judgeGrant.ts';
import type { SignInMethods } from './openMethod.ts';
import type { RemoteAccount } from './types.ts';

export type ConnectNeeds = {
  readonly methods: SignInMethods;
  readonly tokens: Pick<KeptTokens, 'keep'>;
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly now: () => Date;
  readonly announce: (channelId: string) => void;
  /** What waited for the channel's sign-in goes on. */
  readonly resume: (channelId: string) => void;
  readonly renewLater: (channelId: string, at: Date) => void;
  /** One account after the other: two sign-ins of one account at the same moment are one channel. */
  readonly inTurn: <Value>(work: () => Promise<Value>) => Promise<Value>;
};

/**
 * Makes a channel of a signed-in account, or finds the one it was before, which keeps its id, plan and posts. The grant is
 * stored first: a channel never says "ready" without one. Answers the channel's id.
 * @throws Failure SECRETS_LOCKED, DISK_FULL, FOLDER_READ_ONLY; nothing was changed then.
 */
export const connectAccount = (needs: ConnectNeeds, platform: RemotePlatform, account: RemoteAccount): Promise<string> =>
  needs.inTurn(() => connect(needs, platform, account));

async function connect(
  { methods, tokens, read, write, now, announce, resume, renewLater }: ConnectNeeds,
  platform: RemotePlatform,
  { remoteAccount, name, handle, grant, note }: RemoteAccount,
): Promise<string> {
  const known = read
    .select()
    .from(channels)
    .where(and(eq(channels.platform, platform), eq(channels.remoteAccount, remoteAccount)))
    .get();
  const taken = new Set(
    read
      .select({ id: channels.id })
      .from(channels)
      .all()
      .map(({ id }) => id),
  );
  const id = known?.id ?? freeChannelId(platform, { handle, name }, taken);
  await tokens.keep(id, grant);
  const method = methods[platform];
  const { scopes, signInEndsAt, missing } = judgeGrant(grant, method.scopes);
  const notes = JSON.stringify([...(note === null ? [] : [note]), ...missing.map(({ without }) => without)]);
  const row = { name, handle, secretRef: grantRefOf(id), standing: 'ready' as const, scopes, notes, signInEndsAt };
  if (known === undefined)
    write
      .insert(channels)
      .values({ ...row, id, platform, remoteAccount, createdAt: now().getTime() })
      .run();
  else {
    const wasStopped = known.standing !== 'ready';
    const staysPaused = isCreatorsPause(known);
    const stop = staysPaused ? { paused: true, reason: PAUSED_BY_YOU } : { paused: false, reason: null };
    write
      .update(channels)
      .set(wasStopped ? { ...row, ...stop } : row)
      .where(eq(channels.id, id))
      .run();
    if (wasStopped && !staysPaused) resume(id);
  }
  announce(id);
  const next = method.renewAt(grant);
  if (next !== null) renewLater(id, next);
  return id;
}
