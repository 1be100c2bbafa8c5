import { z } from 'zod';
import { SignInFailed, type Grant, type RemoteAccount } from '../../accounts/types.ts';
import type { Endpoints } from '../../endpoints.ts';
import type { KeyDocument } from '../../secrets/keyDocuments.ts';
import { askForSignIn, oddAnswer } from './askForSignIn.ts';
import { GRAPH_VERSION } from './graphVersion.ts';
import { scopesAsked } from './scopes.ts';

/* Words: there is one token, which is exchanged for one of 60 days and then renewed with itself. */
type Keys = KeyDocument<'instagram'>;
type Needs = { readonly endpoints: Endpoints; readonly now: () => Date };

const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').filter((part) => part !== ''))]);
const Short = z.object({ access_token: z.string().min(1), permissions: list.optional().catch(undefined) });
/** Some of Meta's pages show the answer wrapped in a list. */
const Exchanged = z.union([Short, z.object({ data: z.array(Short).min(1) })]);
const Long = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive(), permissions: list.optional() });
const id = z.union([z.string().min(1), z.number().transform(String)]);
const Me = z.object({
  /** The id for publishing; `id` is another one. */
  user_id: id,
  username: z.string().catch('').default(''),
  name: z.string().catch('').default(''),
  account_type: z.string().optional().catch(undefined),
});

const DAY_MS = 86_400_000;

export function instagramLogin({ endpoints, now }: Needs) {
  const { instagram, instagramApi, instagramGraph } = endpoints.instagram;
  const ask = (path: string, query: Readonly<Record<string, string>>, signal: AbortSignal, about: 'code' | 'grant'): Promise<unknown> =>
    askForSignIn({ url: `${instagramGraph}${path}?${new URLSearchParams(query).toString()}`, signal }, about);

  const grantOf = (token: string, lifeMs: number, scopes: readonly string[]): Grant => ({
    accessToken: token,
    accessEndsAt: new Date(now().getTime() + lifeMs).toISOString(),
    refreshToken: null,
    refreshEndsAt: null,
    scopes: [...scopes],
    obtainedAt: now().toISOString(),
    extra: { login: 'instagram' },
  });

  const me = async (token: string, signal: AbortSignal): Promise<z.infer<typeof Me>> => {
    const query = { fields: 'user_id,username,name,account_type', access_token: token };
    const parsed = Me.safeParse(await ask(`/${GRAPH_VERSION}/me`, query, signal, 'grant'));
    if (!parsed.success) throw oddAnswer();
    return parsed.data;
  };

  const refresh = async (token: string, signal: AbortSignal): Promise<z.infer<typeof Long>> => {
    const query = { grant_type: 'ig_refresh_token', access_token: token };
    const parsed = Long.safeParse(await ask('/refresh_access_token', query, signal, 'grant'));
    if (!parsed.success) throw oddAnswer();
    return parsed.data;
  };

  return {
    authorizeUrl: (keys: Keys, redirectUri: string, state: string, scopes: readonly string[]): string => {
      const query = { client_id: keys.appId, redirect_uri: redirectUri, response_type: 'code', scope: scopes.join(','), state };
      return `${instagram}/oauth/authorize?${new URLSearchParams(query).toString()}`;
    },

    exchange: async (keys: Keys, code: string, redirectUri: string, signal: AbortSignal): Promise<Grant> => {
      const form = {
        client_id: keys.appId,
        client_secret: keys.appSecret,
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        code,
      };
      const answer = await askForSignIn({ url: `${instagramApi}/oauth/access_token`, method: 'POST', form, signal }, 'code');
      const exchanged = Exchanged.safeParse(answer);
      const short = !exchanged.success ? undefined : 'data' in exchanged.data ? exchanged.data.data[0] : exchanged.data;
      if (short === undefined) throw oddAnswer();
      const query = { grant_type: 'ig_exchange_token', client_secret: keys.appSecret, access_token: short.access_token };
      const long = Long.safeParse(await ask('/access_token', query, signal, 'code'));
      if (!long.success) throw oddAnswer();
      // where Meta does not list what was granted, it shows at the first call that needs it
      const scopes = short.permissions ?? long.data.permissions ?? scopesAsked('instagram');
      return grantOf(long.data.access_token, long.data.expires_in * 1_000, scopes);
    },

    accounts: async (grant: Grant, signal: AbortSignal): Promise<RemoteAccount[]> => {
      const { user_id, username, name } = await me(grant.accessToken, signal);
      const note = 'Signed in with Instagram Login: each post needs a public https address of its film.';
      return [
        {
          remoteAccount: user_id,
          name: name || username,
          handle: username === '' ? '' : `@${username}`,
          note,
          grant: { ...grant, extra: { ...grant.extra, userId: user_id, username } },
        },
      ];
    },

    /** @throws SignInFailed later while the token is younger than a day. */
    renew: async (grant: Grant, signal: AbortSignal): Promise<Grant> => {
      try {
        const { access_token, expires_in } = await refresh(grant.accessToken, signal);
        const fresh = grantOf(access_token, expires_in * 1_000, []);
        return { ...fresh, scopes: grant.scopes, extra: grant.extra };
      } catch (error) {
        const isYoung = now().getTime() - Date.parse(grant.obtainedAt) < DAY_MS;
        if (!(error instanceof SignInFailed) || error.kind !== 'refused' || !isYoung) throw error;
        const words = {
          message: 'Instagram renews a sign-in only when it is a day old.',
          hint: 'It is tried again by itself.',
          code: error.code,
        };
        throw new SignInFailed('later', words, { cause: error });
      }
    },

    /** A token of 60 days out of the app's dashboard. @throws SignInFailed */
    fromToken: async (token: string, signal: AbortSignal): Promise<Grant> => {
      try {
        await me(token, signal);
      } catch (error) {
        if (!(error instanceof SignInFailed) || error.kind === 'later') throw error;
        const words = {
          message: `Instagram does not accept this token. ${error.message}`,
          hint: 'Copy a fresh token from the dashboard of your app. A token of Facebook Login needs the keys of Facebook Login.',
          code: error.code,
        };
        throw new SignInFailed('refused', words, { cause: error });
      }
      // its age shows only by renewing: younger than a day it cannot be, and then it has nearly all of its 60 days
      try {
        const { access_token, expires_in } = await refresh(token, signal);
        return grantOf(access_token, expires_in * 1_000, scopesAsked('instagram'));
      } catch (error) {
        if (!(error instanceof SignInFailed) || error.kind !== 'refused') throw error;
        return grantOf(token, 59 * DAY_MS, scopesAsked('instagram'));
      }
    },
  };
}
