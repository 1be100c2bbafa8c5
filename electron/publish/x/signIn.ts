import { createHash } from 'node:crypto';
import type { Grant, RemoteAccount, SignInMethod } from '../../accounts/types.ts';
import { SignInFailed } from '../../accounts/types.ts';
import type { Endpoints } from '../../endpoints.ts';
import { callPlatform } from '../http/callPlatform.ts';
import { askTokens, later, revokeToken, type XKeys } from './askTokens.ts';
import { accountPath, parseAccount } from './readAccount.ts';
import { readProblem } from './problem.ts';

/** X compares the whole address, port included, so the creator registers these three. */
const PORTS = [47_821, 47_822, 47_823];
const SCOPES = 'tweet.read tweet.write users.read media.write offline.access';
const RENEW_AHEAD_MS = 10 * 60_000;

type Needs = { readonly endpoints: Endpoints; readonly now: () => Date };

/** How people sign in to X: OAuth 2.0 with PKCE, as a public client or with the app's secret. */
export function createXSignIn({ endpoints, now }: Needs): SignInMethod<'x'> {
  const ask = (keys: XKeys, form: Record<string, string>, signal: AbortSignal): Promise<Grant> =>
    askTokens({ url: `${endpoints.x.api}/2/oauth2/token`, now }, keys, { form, signal });

  return {
    platform: 'x',
    redirects: () => [{ route: 'loopback', host: '127.0.0.1', path: '/callback', ports: PORTS }],
    authorizeUrl: ({ keys, redirectUri, verifier, state }) => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: keys.clientId,
        redirect_uri: redirectUri,
        scope: SCOPES,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      return `${endpoints.x.authorize}/i/oauth2/authorize?${query.toString()}`;
    },
    exchange: async ({ keys, redirectUri, verifier, callback, signal }) => {
      const code = callback.get('code');
      if (code === null) throw refusedCallback(callback);
      // the code dies after 30 seconds: nothing may come before this
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
      return ask(keys, form, signal);
    },
    accounts: async (grant, signal) => [await readAccountOf(endpoints, grant, signal)],
    renewAt: ({ refreshToken, accessEndsAt }) =>
      refreshToken === null || accessEndsAt === null ? null : new Date(Date.parse(accessEndsAt) - RENEW_AHEAD_MS),
    renew: async (keys, grant, signal) => {
      if (grant.refreshToken === null) {
        const words = { message: 'X gave no lasting sign-in, and it has ended.', hint: 'Sign in to X again.', code: 'no-refresh-token' };
        throw new SignInFailed('dead', words);
      }
      const form = { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
      const fresh = await ask(keys, form, signal);
      const scopes = fresh.scopes.length === 0 ? grant.scopes : fresh.scopes;
      // an answer without a new one leaves the old one as the only hope
      return { ...fresh, scopes, refreshToken: fresh.refreshToken ?? grant.refreshToken, extra: grant.extra };
    },
    scopes: [
      { scope: 'tweet.write', needed: true, without: 'Without it, nothing can be posted.' },
      { scope: 'media.write', needed: true, without: 'Without it, no film can be uploaded.' },
      { scope: 'tweet.read', needed: true, without: 'Without it, no post can be proven to be live, and no numbers are read.' },
      { scope: 'users.read', needed: true, without: 'Without it, the studio cannot tell which account this is.' },
      { scope: 'offline.access', needed: false, without: 'Without it, you are asked to sign in again every two hours.' },
    ],
    revoke: async (keys, { accessToken, refreshToken }, signal) => {
      for (const token of [refreshToken, accessToken]) {
        if (token !== null) await revokeToken({ url: `${endpoints.x.api}/2/oauth2/revoke`, now }, keys, { token, signal });
      }
    },
  };
}

function refusedCallback(callback: URLSearchParams): SignInFailed {
  const code = callback.get('error') ?? 'no-code';
  const words =
    code === 'access_denied'
      ? { message: 'You refused the sign-in at X.', hint: 'Sign in again and choose “Authorize app” when you want to post to X.', code }
      : {
          message: 'X did not allow the sign-in.',
          hint: 'In the X developer console, check the client id and that all three callback addresses are registered exactly.',
          code,
        };
  return new SignInFailed('refused', words, { cause: callback.get('error_description') ?? undefined });
}

async function readAccountOf({ x }: Endpoints, grant: Grant, signal: AbortSignal): Promise<RemoteAccount> {
  const headers = { authorization: `Bearer ${grant.accessToken}` };
  const ask = (fields?: string) =>
    callPlatform({ url: `${x.api}${accountPath(fields)}`, headers, signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw later('unreachable', error);
    });
  const full = await ask();
  const answer = full.status === 400 || full.status === 403 ? await ask('') : full;
  const account = answer.status === 200 ? parseAccount(answer.json) : null;
  if (account === null) {
    const { code, words, raw } = readProblem(answer);
    if (answer.status === 200 || answer.status === 429 || answer.status >= 500) throw later(code, raw);
    const message = `X does not say which account this is: ${words || 'it gave no reason'}`;
    const hint =
      answer.status === 402
        ? 'Buy credits in the X developer console, then sign in again.'
        : 'In the X developer console, put the app into a project and give it “Read and write” access; then sign in again.';
    throw new SignInFailed('refused', { message, hint, code }, { cause: raw });
  }
  const notes = [
    ...(grant.refreshToken === null ? ['X gave no lasting sign-in: you will be asked to sign in again in about two hours.'] : []),
    ...(account.isProtected ? ['This account is protected: only its followers see its posts.'] : []),
  ];
  return {
    remoteAccount: account.id,
    name: account.name,
    handle: `@${account.username}`,
    grant: { ...grant, extra: { ...grant.extra, username: account.username } },
    note: notes.length === 0 ? null : notes.join(' '),
  };
}
