import { and, eq, ne } from 'drizzle-orm';
import { Failure } from '../../shared/errors.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { stopReason } from '../publish/creatorsPause.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import type { KeptTokens } from './createTokens.ts';
import { createGrants } from './grants.ts';
import { openMethod, type SignInMethods } from './openMethod.ts';
import { platformName } from './platformName.ts';
import { signInTrouble } from './signInTrouble.ts';
import type { Grant } from './types.ts';

type Needs = {
  readonly secrets: Secrets;
  readonly methods: SignInMethods;
  readonly tokens: Pick<KeptTokens, 'forget'>;
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly report: (error: unknown) => void;
};

const REVOKE_WITHIN_MS = 15_000;

/**
 * Takes the grant of a channel back at the platform and forgets it here. It is forgotten also when the platform cannot be
 * told; the channel then says so. Its posts stay and wait for a new sign-in.
 * @throws Failure NOT_FOUND, REFUSED for the practice channel, SECRETS_LOCKED; nothing was changed then.
 */
export async function signOut({ secrets, methods, tokens, read, write, report }: Needs, channelId: string): Promise<void> {
  const row = read.select().from(channels).where(eq(channels.id, channelId)).get();
  if (row === undefined) throw new Failure('NOT_FOUND', `There is no channel “${channelId}”.`, '“tidereel channels” lists them.');
  if (row.standing === 'signed-out') return;
  const { success, data: platform } = RemotePlatform.safeParse(row.platform);
  if (!success) {
    throw new Failure(
      'REFUSED',
      `“${row.name}” needs no sign-in, so there is nothing to sign out of.`,
      'Pause it when nothing should go there.',
    );
  }
  const name = platformName[platform];
  const grants = createGrants(secrets);
  /** Another channel that would lose its sign-in with this one; null where there is none. */
  const sharer = async (grant: Grant): Promise<string | null> => {
    const person = methods[platform].personOf?.(grant) ?? null;
    if (person === null) return null;
    const others = read
      .select()
      .from(channels)
      .where(and(eq(channels.platform, platform), ne(channels.id, channelId)))
      .all();
    for (const other of others) {
      const theirs = other.secretRef === null ? null : await grants.read(other.secretRef);
      if (theirs !== null && methods[platform].personOf?.(theirs) === person) return other.name;
    }
    return null;
  };
  /** Answers what is left to do at the platform; null when nothing is. */
  const revoke = async (grant: Grant): Promise<string | null> => {
    try {
      const shared = await sharer(grant);
      if (shared !== null) return `${name} was not told, since “${shared}” uses the same sign-in and would be signed out too.`;
      const method = await openMethod(platform, { methods, secrets });
      if (method.revoke === null) return `${name} has no way for programs to take it back.`;
      await method.revoke(grant, AbortSignal.timeout(REVOKE_WITHIN_MS));
      return null;
    } catch (error) {
      const words = signInTrouble(error, name);
      if (words === null) report(error);
      return `${name} could not be told${words === null ? '.' : `: ${words.message}`}`;
    }
  };
  const problem = await tokens.forget(channelId, revoke);
  const reason =
    problem === null
      ? 'You signed out. Sign in again to go on.'
      : `You signed out, and the sign-in is deleted from this computer. ${problem} Remove Tidereel in the settings of your ${name} account to be sure.`;
  write
    .update(channels)
    .set({
      standing: 'signed-out',
      paused: true,
      reason: stopReason(row, reason),
      scopes: '',
      notes: '[]',
      signInEndsAt: null,
      secretRef: null,
    })
    .where(eq(channels.id, channelId))
    .run();
}
