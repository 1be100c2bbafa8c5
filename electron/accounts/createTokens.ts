/*
Words: a grant is fresh while its access token is good for another minute. Renewing spends the old grant on platforms whose
tokens work once, so what is in the secret store must never be older than what the platform believes.
*/
import { eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import { createGrants, grantRefOf, type StoredGrant } from './grants.ts';
import { judgeGrant, notesWith } from './judgeGrant.ts';
import { openMethod, type SignInMethods } from './openMethod.ts';
import { platformName } from './platformName.ts';
import { takeTurns } from './takeTurns.ts';
import { renewalTrouble, storeTrouble } from './tokenTrouble.ts';
import { type Grant, SignInFailed, type Tokens } from './types.ts';

type Needs = {
  readonly secrets: Secrets;
  readonly methods: SignInMethods;
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly now: () => Date;
  /** Tells the windows how the channel is now. */
  readonly announce: (channelId: string) => void;
  /** The platform wants the creator to sign in again: nothing goes out there until then. `reason` is for people. */
  readonly pauseFor: (channelId: string, reason: string) => void;
  /** Sees to it that the grant is renewed then. */
  readonly renewLater: (channelId: string, at: Date) => void;
  readonly report: (error: unknown) => void;
};

export type KeptTokens = Tokens & {
  /** Renews the grant if its time has come. Answers when to ask again; null: never. @throws PublishFailed as `read` does */
  renewAhead(channelId: string, signal: AbortSignal): Promise<Date | null>;
  /** Stores the grant of a new sign-in. @throws Failure SECRETS_LOCKED, DISK_FULL, FOLDER_READ_ONLY; the old one is then kept. */
  keep(channelId: string, grant: Grant): Promise<void>;
  /**
   * Lets `revoke` take the grant back, then forgets it. Answers what `revoke` did; null where there was no grant.
   * @throws Failure SECRETS_LOCKED, and what `revoke` throws; it is then kept.
   */
  forget<Outcome>(channelId: string, revoke: (grant: Grant) => Promise<Outcome>): Promise<Outcome | null>;
  /** Begins no renewal any more and waits for those under way, since they may have spent a token already. */
  close(): Promise<void>;
};

const GOOD_FOR_MS = 60_000;
const RENEW_WITHIN_MS = 45_000;
const CLOSE_WITHIN_MS = 10_000;

type ChannelRow = typeof channels.$inferSelect;

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
const Notes = z.array(z.string());

/** The grants of all channels. There is one process a data folder, and one renewal at a time a channel. */
export function createTokens({ secrets, methods, read, write, now, announce, pauseFor, renewLater, report }: Needs): KeptTokens {
  const grants = createGrants(secrets);
  const turns = takeTurns();
  /** Renewed, and not yet in the store: the only copy of what the platform now believes. */
  const unsaved = new Map<string, Grant>();
  /** Digests of access tokens that the platform refused. */
  const refused = new Map<string, string>();
  /** The platform could not renew just now: whoever asks before then gets the same answer without another question. */
  const waiting = new Map<string, { until: Date; failed: PublishFailed }>();
  const closing = new AbortController();
  let closed = false;

  const rowOf = (channelId: string): ChannelRow | undefined => read.select().from(channels).where(eq(channels.id, channelId)).get();

  /** The grant is over: the channel says so and stops. */
  const die = (row: ChannelRow, reason: string, code: string, cause?: unknown): PublishFailed => {
    if (row.standing === 'ready') {
      const name = nameOf(row);
      pauseFor(row.id, `${reason} Sign in to ${name} again; what is planned here was kept and goes on by itself.`);
    }
    return new PublishFailed({ kind: 'sign-in-again', reason, code }, { cause });
  };

  /** Stores a renewed grant before anybody uses it, and writes down what it allows. */
  const settle = async (row: ChannelRow, grant: Grant): Promise<Grant> => {
    try {
      await grants.keep(grantRefOf(row.id), grant);
    } catch (error) {
      renewLater(row.id, new Date(now().getTime() + GOOD_FOR_MS)); // the next occasion to write it, if nobody asks before
      throw error instanceof Failure ? storeTrouble(error, now()) : error;
    }
    unsaved.delete(row.id);
    refused.delete(row.id);
    waiting.delete(row.id);
    const method = methods[platformOf(row)];
    const { scopes, signInEndsAt, missing } = judgeGrant(grant, method.scopes);
    const notes = JSON.stringify(notesWith(Notes.parse(JSON.parse(row.notes)), method.scopes, missing));
    const changed = scopes !== row.scopes || signInEndsAt !== row.signInEndsAt || notes !== row.notes;
    if (changed) write.update(channels).set({ scopes, signInEndsAt, notes }).where(eq(channels.id, row.id)).run();
    const needed = missing.find((scope) => scope.needed);
    if (needed !== undefined)
      throw die(row, `${nameOf(row)} no longer allows Tidereel everything it needs. ${needed.without}`, 'scope-missing');
    if (changed) announce(row.id);
    const next = method.renewAt(grant);
    if (next !== null) renewLater(row.id, next);
    return grant;
  };

  const renew = async (row: ChannelRow, stored: StoredGrant): Promise<Grant> => {
    const known = waiting.get(row.id);
    if (known !== undefined && known.until > now()) throw known.failed;
    const name = nameOf(row);
    let renewed: Grant;
    try {
      const method = await openMethod(platformOf(row), { methods, secrets });
      // First the note, then the deed: it proves that the store takes what will be put there, before a token that works once is spent.
      await grants.keep(grantRefOf(row.id), stored, now());
      renewed = await method.renew(stored, AbortSignal.any([closing.signal, AbortSignal.timeout(RENEW_WITHIN_MS)]));
    } catch (error) {
      const trouble = renewalTrouble(error, name, now());
      if (trouble === null) {
        const { message, code } = error instanceof SignInFailed ? error : { message: '', code: '' }; // nothing else is the end of a grant
        const unfinished =
          stored.renewalAskedAt === null ? '' : ` It may be because an earlier renewal never came to its end (${stored.renewalAskedAt}).`;
        throw die(row, `${message}${unfinished}`, code, error);
      }
      if (trouble.failure.kind === 'wait') waiting.set(row.id, { until: trouble.failure.until, failed: trouble });
      throw trouble;
    }
    unsaved.set(row.id, renewed);
    return settle(row, renewed);
  };

  /** `ahead`: also renews a grant that is fresh still, when its time has come. */
  const obtain = async (channelId: string, ahead: boolean): Promise<Grant> => {
    const row = rowOf(channelId);
    if (row === undefined || row.standing === 'signed-out')
      throw new PublishFailed({ kind: 'sign-in-again', reason: 'This channel is signed out.', code: 'signed-out' });
    if (closed)
      throw new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + 1_000), reason: 'Tidereel is closing.', code: 'closing' });
    const kept = unsaved.get(channelId);
    if (kept !== undefined) await settle(row, kept);
    const stored = await readStored(channelId);
    const name = nameOf(row);
    if (stored === null) throw die(row, `The sign-in to ${name} is not among the secrets of this computer any more.`, 'no-grant');
    const at = now().getTime();
    const isRefused = refused.get(channelId) === digest(stored.accessToken);
    const isFresh = !isRefused && (stored.accessEndsAt === null || Date.parse(stored.accessEndsAt) - at >= GOOD_FOR_MS);
    const renewAt = methods[platformOf(row)].renewAt(stored);
    if (isFresh && !(ahead && renewAt !== null && renewAt.getTime() <= at)) return stored;
    if (renewAt === null) {
      const reason = isRefused
        ? `${name} does not accept this sign-in any more.`
        : `The sign-in to ${name} has come to its end, and it cannot be renewed.`;
      throw die(row, reason, isRefused ? 'refused' : 'expired');
    }
    return renew(row, stored);
  };

  const readStored = async (channelId: string): Promise<StoredGrant | null> => {
    try {
      return await grants.read(grantRefOf(channelId));
    } catch (error) {
      throw error instanceof Failure ? storeTrouble(error, now()) : error;
    }
  };

  /** A renewal is shared, so a caller that gives up leaves without ending it. */
  const withSignal = async (signal: AbortSignal, work: Promise<Grant>): Promise<Grant> => {
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      return await Promise.race([work, gone.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  return {
    async read({ channelId }, signal) {
      return asGrant(
        await withSignal(
          signal,
          turns.take(channelId, () => obtain(channelId, false)),
        ),
      );
    },
    refused({ channelId }, accessToken) {
      refused.set(channelId, digest(accessToken));
    },
    async renewAhead(channelId, signal) {
      const row = rowOf(channelId);
      if (row === undefined || row.standing !== 'ready') return null;
      const grant = await withSignal(
        signal,
        turns.take(channelId, () => obtain(channelId, true)),
      );
      return methods[platformOf(row)].renewAt(grant);
    },
    keep: (channelId, grant) =>
      turns.take(channelId, async () => {
        await grants.keep(grantRefOf(channelId), grant);
        unsaved.delete(channelId);
        refused.delete(channelId);
        waiting.delete(channelId);
      }),
    forget: (channelId, revoke) =>
      turns.take(channelId, async () => {
        const grant = unsaved.get(channelId) ?? (await grants.read(grantRefOf(channelId)));
        const outcome = grant === null ? null : await revoke(asGrant(grant));
        await grants.forget(grantRefOf(channelId));
        unsaved.delete(channelId);
        refused.delete(channelId);
        return outcome;
      }),
    async close() {
      closed = true;
      const tooLong = setTimeout(() => closing.abort(new Error('Tidereel is closing.')), CLOSE_WITHIN_MS);
      await turns.idle();
      clearTimeout(tooLong);
      for (const [channelId, grant] of unsaved) await grants.keep(grantRefOf(channelId), grant).catch(report);
    },
  };
}

const platformOf = ({ platform }: ChannelRow): RemotePlatform => RemotePlatform.parse(platform);
const nameOf = (row: ChannelRow): string => platformName[platformOf(row)];

/** Without what only the store needs to know. */
function asGrant({ accessToken, accessEndsAt, refreshToken, refreshEndsAt, scopes, obtainedAt, extra }: Grant): Grant {
  return { accessToken, accessEndsAt, refreshToken, refreshEndsAt, scopes, obtainedAt, extra };
}
