import { Failure } from '../../shared/errors.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { readKey } from '../secrets/readKey.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { platformName } from './platformName.ts';
import type { AskedScope, Grant, Redirect, RemoteAccount, SignInMethod } from './types.ts';

export type SignInMethods = { readonly [Platform in RemotePlatform]: SignInMethod<Platform> };

type About = { readonly redirectUri: string; readonly verifier: string };

/** A platform's way of signing in with the creator's keys put in, so that nobody else handles keys. null: it has no such call. */
export type OpenMethod = {
  readonly platform: RemotePlatform;
  readonly redirects: readonly Redirect[];
  readonly scopes: readonly AskedScope[];
  readonly authorizeUrl: (about: About & { readonly state: string }) => string;
  readonly exchange: (about: About & { readonly callback: URLSearchParams; readonly signal: AbortSignal }) => Promise<Grant>;
  readonly accounts: (grant: Grant, signal: AbortSignal) => Promise<readonly RemoteAccount[]>;
  readonly renew: (grant: Grant, signal: AbortSignal) => Promise<Grant>;
  readonly revoke: ((grant: Grant, signal: AbortSignal) => Promise<void>) | null;
  readonly fromToken: ((token: string, signal: AbortSignal) => Promise<Grant>) | null;
  readonly checkKeys: ((signal: AbortSignal) => Promise<{ ok: boolean; message: string; cure: string }>) | null;
};

/** @throws Failure KEY_MISSING where the creator entered no keys for the platform, SECRETS_LOCKED */
export async function openMethod<Platform extends RemotePlatform>(
  platform: Platform,
  { methods, secrets }: { readonly methods: SignInMethods; readonly secrets: Pick<Secrets, 'get'> },
): Promise<OpenMethod & { readonly platform: Platform }> {
  const method: SignInMethod<Platform> = methods[platform];
  const keys = await readKey(secrets, platform);
  if (keys === null) {
    const name = platformName[platform];
    throw new Failure(
      'KEY_MISSING',
      `The keys of your own ${name} app are not stored yet.`,
      `Channels → Add an account → ${name} leads you through it; “tidereel keys ${platform}” stores them from the command line.`,
    );
  }
  const { revoke, fromToken, checkKeys } = method;
  return {
    platform,
    redirects: method.redirects(keys),
    scopes: method.scopes,
    authorizeUrl: (about) => method.authorizeUrl({ ...about, keys }),
    exchange: (about) => method.exchange({ ...about, keys }),
    accounts: (grant, signal) => method.accounts(grant, signal),
    renew: (grant, signal) => method.renew(keys, grant, signal),
    revoke: revoke === undefined ? null : (grant, signal) => revoke(keys, grant, signal),
    fromToken: fromToken === undefined ? null : (token, signal) => fromToken(keys, token, signal),
    checkKeys: checkKeys === undefined ? null : (signal) => checkKeys(keys, signal),
  };
}
