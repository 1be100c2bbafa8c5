import { z } from 'zod';
import { SignInFailed, type Grant, type RemoteAccount } from '../../accounts/types.ts';
import type { Endpoints } from '../../endpoints.ts';
import type { KeyDocument } from '../../secrets/keyDocuments.ts';
import { askForSignIn, oddAnswer } from './askForSignIn.ts';
import { GRAPH_VERSION } from './graphVersion.ts';

/*
Words: the user token is what the person granted, good for about 60 days; with it a Page token is read for each Page,
which has no end. A reel is published with the Page token; where Meta does not take that, with the user token.
*/
type Keys = KeyDocument<'instagram'>;
type Needs = { readonly endpoints: Endpoints; readonly now: () => Date };

const Token = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() });
const seconds = z.coerce.number().nonnegative().catch(0).default(0);
const Debug = z.object({
  data: z.object({
    is_valid: z.boolean(),
    type: z.string().catch('USER').default('USER'),
    app_id: z.union([z.string(), z.number().transform(String)]).optional(),
    user_id: z.union([z.string(), z.number().transform(String)]).optional(),
    scopes: z.array(z.string()).catch([]).default([]),
    expires_at: seconds,
    error: z.object({ message: z.string().catch('') }).optional(),
  }),
});
const Instagram = z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() });
const Page = z.object({
  id: z.string(),
  name: z.string().catch('').default(''),
  access_token: z.string().optional(),
  instagram_business_account: Instagram.optional(),
});
const Pages = z.object({
  data: z.array(Page),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
});

const PAGE_FIELDS = 'name,access_token,instagram_business_account{id,username,name}';
const USER_TOKEN_MS = 60 * 86_400_000;
const MOST_ROUNDS = 10;

/** The grant of a Page: without an end, while the user token that renews it has one. */
function withPageToken(grant: Grant, pageToken: string): Grant {
  const ends = grant.refreshEndsAt === null ? {} : { userTokenEndsAt: grant.refreshEndsAt };
  return {
    ...grant,
    accessToken: pageToken,
    accessEndsAt: null,
    refreshEndsAt: null,
    extra: { ...grant.extra, ...ends, tokenKind: 'page' },
  };
}

function noAccount(pages: readonly string[]): SignInFailed {
  const message =
    pages.length === 0 ? 'Facebook shows no Page that you manage.' : `No Instagram professional account is linked to ${pages.join(', ')}.`;
  const hint = 'Link your Instagram professional account to a Facebook Page that you manage, then sign in again and tick that Page.';
  return new SignInFailed('refused', { message, hint, code: pages.length === 0 ? 'NO_PAGES' : 'NO_INSTAGRAM_ACCOUNT' });
}

export function facebookLogin({ endpoints, now }: Needs) {
  const graph = `${endpoints.instagram.graph}/${GRAPH_VERSION}`;
  const ask = (path: string, query: Readonly<Record<string, string>>, signal: AbortSignal, about: 'code' | 'grant'): Promise<unknown> =>
    askForSignIn({ url: `${graph}${path}?${new URLSearchParams(query).toString()}`, signal }, about);

  /** What a token is, asked with the app's own token. @throws SignInFailed */
  const debug = async (keys: Keys, token: string, signal: AbortSignal): Promise<z.infer<typeof Debug>['data']> => {
    const query = { input_token: token, access_token: `${keys.appId}|${keys.appSecret}` };
    const parsed = Debug.safeParse(await ask('/debug_token', query, signal, 'code'));
    if (!parsed.success) throw oddAnswer();
    return parsed.data.data;
  };

  const longLived = async (keys: Keys, token: string, signal: AbortSignal, about: 'code' | 'grant') => {
    const query = {
      grant_type: 'fb_exchange_token',
      client_id: keys.appId,
      client_secret: keys.appSecret,
      fb_exchange_token: token,
    };
    const parsed = Token.safeParse(await ask('/oauth/access_token', query, signal, about));
    if (!parsed.success) throw oddAnswer();
    // Meta leaves expires_in out now and then; the documented life is 60 days
    const endsAt = new Date(now().getTime() + (parsed.data.expires_in === undefined ? USER_TOKEN_MS : parsed.data.expires_in * 1_000));
    return { token: parsed.data.access_token, endsAt: endsAt.toISOString() };
  };

  /** The grant of a person, before a Page was chosen. */
  const userGrant = async (keys: Keys, short: string, signal: AbortSignal): Promise<Grant> => {
    const { token, endsAt } = await longLived(keys, short, signal, 'code');
    const { scopes, user_id } = await debug(keys, token, signal);
    return {
      accessToken: token,
      accessEndsAt: endsAt,
      refreshToken: token,
      refreshEndsAt: endsAt,
      scopes: scopes,
      obtainedAt: now().toISOString(),
      extra: { login: 'facebook', tokenKind: 'user', ...(user_id === undefined ? {} : { facebookUserId: user_id }) },
    };
  };

  const readPages = async (userToken: string, signal: AbortSignal): Promise<z.infer<typeof Page>[]> => {
    const found: z.infer<typeof Page>[] = [];
    let after: string | undefined;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const query = { fields: PAGE_FIELDS, limit: '100', access_token: userToken, ...(after === undefined ? {} : { after }) };
      const parsed = Pages.safeParse(await ask('/me/accounts', query, signal, 'grant'));
      if (!parsed.success) throw oddAnswer();
      found.push(...parsed.data.data);
      after = parsed.data.paging?.cursors?.after;
      if (parsed.data.paging?.next === undefined || after === undefined) break;
    }
    return found;
  };

  /** Meta's pages disagree on which token publishes: the Page token is tried on the account, else it is the user token. */
  const isAccepted = async (userId: string, pageToken: string, signal: AbortSignal): Promise<boolean> => {
    try {
      await ask(`/${userId}`, { fields: 'username', access_token: pageToken }, signal, 'grant');
      return true;
    } catch (error) {
      if (error instanceof SignInFailed && error.kind !== 'later') return false;
      throw error;
    }
  };

  const renewed = async (keys: Keys, grant: Grant, signal: AbortSignal): Promise<Grant> => {
    if (grant.refreshToken === null) {
      throw new SignInFailed('dead', {
        message: 'This sign-in has nothing that it could be renewed with.',
        hint: 'Sign in to Instagram again, or paste a new token.',
        code: 'NO_USER_TOKEN',
      });
    }
    const { token, endsAt } = await longLived(keys, grant.refreshToken, signal, 'grant');
    const fresh: Grant = {
      ...grant,
      accessToken: token,
      accessEndsAt: endsAt,
      refreshToken: token,
      refreshEndsAt: endsAt,
      obtainedAt: now().toISOString(),
    };
    const pageId = grant.extra['pageId'];
    if (pageId === undefined) return fresh;
    const page = (await readPages(token, signal)).find(({ id }) => id === pageId);
    if (page === undefined || page.instagram_business_account?.id !== grant.extra['userId']) {
      throw new SignInFailed('dead', {
        message: `The Facebook Page ${grant.extra['pageName'] ?? pageId} no longer opens this Instagram account.`,
        hint: 'Check that you still manage the Page and that the account is linked to it, then sign in again.',
        code: 'PAGE_LOST',
      });
    }
    if (grant.extra['tokenKind'] !== 'page' || page.access_token === undefined) return fresh;
    return withPageToken(fresh, page.access_token);
  };

  /** The account of a Page; null where none is linked. */
  const ofPage = async (grant: Grant, page: z.infer<typeof Page>, signal: AbortSignal): Promise<RemoteAccount | null> => {
    const instagram = page.instagram_business_account;
    if (instagram === undefined) return null;
    const { id, username = '', name } = instagram;
    const byPage = page.access_token !== undefined && (await isAccepted(id, page.access_token, signal));
    const chosen = { ...grant, extra: { ...grant.extra, pageId: page.id, pageName: page.name, userId: id, username } };
    return {
      remoteAccount: id,
      name: name || username || page.name,
      handle: username === '' ? '' : `@${username}`,
      note: null,
      grant: byPage && page.access_token !== undefined ? withPageToken(chosen, page.access_token) : chosen,
    };
  };

  return {
    authorizeUrl: (keys: Keys, redirectUri: string, state: string, scopes: readonly string[]): string => {
      const query = { client_id: keys.appId, redirect_uri: redirectUri, state, response_type: 'code', scope: scopes.join(',') };
      return `${endpoints.instagram.facebook}/${GRAPH_VERSION}/dialog/oauth?${new URLSearchParams(query).toString()}`;
    },

    exchange: async (keys: Keys, code: string, redirectUri: string, signal: AbortSignal): Promise<Grant> => {
      const query = { client_id: keys.appId, redirect_uri: redirectUri, client_secret: keys.appSecret, code };
      const parsed = Token.safeParse(await ask('/oauth/access_token', query, signal, 'code'));
      if (!parsed.success) throw oddAnswer();
      return userGrant(keys, parsed.data.access_token, signal);
    },

    /** One account a Page. @throws SignInFailed where the person manages no Page. */
    accounts: async (grant: Grant, signal: AbortSignal): Promise<RemoteAccount[]> => {
      if (grant.extra['tokenKind'] === 'page') {
        const query = { fields: 'id,name,instagram_business_account{id,username,name}', access_token: grant.accessToken };
        const page = Page.safeParse(await ask('/me', query, signal, 'grant'));
        if (!page.success) throw oddAnswer();
        const account = await ofPage(grant, { ...page.data, access_token: grant.accessToken }, signal);
        if (account === null) throw noAccount([page.data.name]);
        return [account];
      }
      const pages = await readPages(grant.accessToken, signal);
      const found: RemoteAccount[] = [];
      for (const page of pages) {
        const account = await ofPage(grant, page, signal);
        if (account !== null) found.push(account);
      }
      if (found.length === 0) throw noAccount(pages.map(({ name }) => name));
      return found;
    },

    /**
     * A new user token for the old one, and with it the Page's token. A Page token outlives the user token it came from.
     * @throws SignInFailed
     */
    renew: async (keys: Keys, grant: Grant, signal: AbortSignal): Promise<Grant> => {
      const userId = grant.extra['userId'];
      try {
        return await renewed(keys, grant, signal);
      } catch (error) {
        const isOver = error instanceof SignInFailed && error.kind === 'dead';
        if (!isOver || grant.extra['tokenKind'] !== 'page' || userId === undefined) throw error;
        if (!(await isAccepted(userId, grant.accessToken, signal))) throw error;
        const { userTokenEndsAt: _, ...extra } = grant.extra;
        return { ...grant, refreshToken: null, extra };
      }
    },

    revoke: async (grant: Grant, signal: AbortSignal): Promise<void> => {
      const token = grant.refreshToken ?? grant.accessToken;
      const who = grant.extra['facebookUserId'] ?? 'me';
      const query = new URLSearchParams({ access_token: token }).toString();
      await askForSignIn({ url: `${graph}/${who}/permissions?${query}`, method: 'DELETE', signal }, 'grant');
    },

    /** A user or Page token out of the Graph explorer or a system user. @throws SignInFailed */
    fromToken: async (keys: Keys, token: string, signal: AbortSignal): Promise<Grant> => {
      const seen = await debug(keys, token, signal);
      if (!seen.is_valid) {
        throw new SignInFailed('refused', {
          message: 'Meta does not accept this token.',
          hint: 'Copy a fresh token made for this very app. A token of Instagram Login needs the keys of Instagram Login.',
          code: 'TOKEN_INVALID',
        });
      }
      if (seen.type !== 'PAGE') return userGrant(keys, token, signal);
      return {
        accessToken: token,
        accessEndsAt: seen.expires_at === 0 ? null : new Date(seen.expires_at * 1_000).toISOString(),
        refreshToken: null,
        refreshEndsAt: null,
        scopes: seen.scopes,
        obtainedAt: now().toISOString(),
        extra: { login: 'facebook', tokenKind: 'page', ...(seen.user_id === undefined ? {} : { facebookUserId: seen.user_id }) },
      };
    },

    checkKeys: async (keys: Keys, signal: AbortSignal): Promise<void> => {
      await debug(keys, `${keys.appId}|${keys.appSecret}`, signal);
    },
  };
}
