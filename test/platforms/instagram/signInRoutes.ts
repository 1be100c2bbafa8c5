import type { Grant } from '../../../electron/accounts/types.ts';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { graphError, isReply, openToken, tokenOf } from './replies.ts';
import { renderConsent } from './renderConsent.ts';
import { appKeys, DAY_MS, PERSON_ID, type InstagramAccount, type TokenRecord, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const facebookScopes = [
  'instagram_basic',
  'instagram_content_publish',
  'instagram_manage_insights',
  'pages_show_list',
  'pages_read_engagement',
];
const instagramScopes = ['instagram_business_basic', 'instagram_business_content_publish', 'instagram_business_manage_insights'];
const registered = {
  facebook: ['https://www.facebook.com/connect/login_success.html', ...[47_831, 47_832, 47_833].map((port) => `http://localhost:${port}/`)],
  instagram: ['https://localhost/'],
};

type Code = { login: 'facebook' | 'instagram'; accounts: readonly string[]; scopes: readonly string[]; redirectUri: string; at: number };

/** Both dialogs, the exchange of codes and tokens, and what may be asked about tokens. */
export function makeSignInRoutes(world: World): { routes: Route[]; grantFor: (username: string) => Grant } {
  const codes = new Map<string, Code>();
  const { now, switches, tokens } = world;

  const makeToken = (prefix: string, record: Omit<TokenRecord, 'obtainedAt' | 'deadSubcode'>): string => {
    const token = world.give(prefix);
    tokens.set(token, { ...record, obtainedAt: now(), deadSubcode: null });
    return token;
  };
  const pageToken = (username: string, scopes: readonly string[]): string =>
    makeToken('EAAPage', { kind: 'page', accounts: [username], scopes, endsAt: null });
  const iso = (ms: number): string => new Date(ms).toISOString();

  const authorize =
    (login: 'facebook' | 'instagram') =>
    async (question: Question): Promise<Reply> => {
      const { url } = question;
      const get = (name: string): string => url.searchParams.get(name) ?? '';
      const redirectUri = get('redirect_uri');
      const isPlain = redirectUri.startsWith('http:');
      if (get('client_id') !== appKeys.appId) return { status: 400, body: '<h1>Invalid App ID</h1>' };
      if (!registered[login].includes(redirectUri) || (isPlain && !switches.developmentMode)) {
        return { status: 400, body: '<h1>URL Blocked</h1><p>The redirect URI is not in the app’s list of allowed addresses.</p>' };
      }
      if (get('response_type') !== 'code') return { status: 400, body: '<h1>Unsupported response type</h1>' };
      const scopes = get('scope').split(',');
      const known = login === 'facebook' ? facebookScopes : instagramScopes;
      const strange = scopes.filter((scope) => !known.includes(scope));
      if (strange.length > 0) return { status: 400, body: `<h1>Invalid Scopes: ${strange.join(', ').replaceAll('<', '&lt;')}</h1>` };
      const state = get('state');
      const back = (query: Record<string, string>, fragment: string): Reply => ({
        status: 302,
        headers: { location: `${redirectUri}?${new URLSearchParams({ ...query, state }).toString()}${fragment}` },
      });
      const allow = (accounts: readonly string[], granted: readonly string[]): Reply => {
        const code = world.give('AQ');
        const limited = switches.grantedScopes;
        const scopesNow = limited === null ? granted : granted.filter((scope) => limited.includes(scope));
        codes.set(code, { login, accounts, scopes: scopesNow, redirectUri, at: now() });
        return back({ code }, login === 'facebook' ? '#_=_' : '#_');
      };
      const everybody = [...world.accounts.keys()];
      if (typeof switches.auto === 'string') return allow([switches.auto], scopes);
      if (switches.auto) return allow(login === 'facebook' ? everybody : everybody.slice(0, 1), scopes);
      if (question.method === 'GET') return { status: 200, body: renderConsent(login, [...world.accounts.values()], scopes) };
      const form = await question.form();
      if (form.get('answer') !== 'allow') {
        return back({ error: 'access_denied', error_reason: 'user_denied', error_description: 'Permissions error' }, '#_');
      }
      return allow(form.getAll('account'), form.getAll('scope'));
    };

  const takeCode = (login: Code['login'], code: string, redirectUri: string): Code | null => {
    const found = codes.get(code);
    codes.delete(code);
    if (found === undefined || found.login !== login || found.redirectUri !== redirectUri || now() - found.at > HOUR_MS) return null;
    return found;
  };

  const facebookToken = ({ url }: Question): Reply => {
    const get = (name: string): string => url.searchParams.get(name) ?? '';
    if (get('client_id') !== appKeys.appId) {
      return graphError(400, { code: 101, message: 'Error validating application. Cannot get application info due to a system error.' });
    }
    if (get('client_secret') !== appKeys.appSecret) return graphError(400, { code: 1, message: 'Error validating client secret.' });
    if (get('grant_type') === 'fb_exchange_token') {
      const old = openToken(world, get('fb_exchange_token'));
      if (isReply(old)) return old;
      const token = makeToken('EAALong', { ...old, endsAt: now() + 60 * DAY_MS });
      return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 60 * 86_400 } };
    }
    const code = takeCode('facebook', get('code'), get('redirect_uri'));
    if (code === null) return graphError(400, { code: 100, subcode: 36_009, message: 'This authorization code has been used.' });
    const token = makeToken('EAAShort', { kind: 'person', accounts: code.accounts, scopes: code.scopes, endsAt: now() + 2 * HOUR_MS });
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 7_200 } };
  };

  const pageOf = (account: InstagramAccount, scopes: readonly string[]): object => ({
    id: account.pageId,
    name: account.pageName,
    access_token: pageToken(account.username, scopes),
    instagram_business_account: { id: account.userId, username: account.username, name: account.name },
  });

  const meAccounts = (question: Question): Reply => {
    const token = openToken(world, tokenOf(question));
    if (isReply(token)) return token;
    if (token.kind !== 'person' || !token.scopes.includes('pages_show_list')) return { status: 200, body: { data: [] } };
    const pages = token.accounts.flatMap((username) => {
      const account = world.accounts.get(username);
      return account === undefined ? [] : [pageOf(account, token.scopes)];
    });
    const bare = { id: '615500000000099', name: 'Bare Page', access_token: 'EAABarePage' };
    const data = switches.pageWithoutInstagram ? [bare, ...pages] : pages;
    return { status: 200, body: { data, paging: { cursors: { before: 'MQ', after: 'MTA' } } } };
  };

  const debugToken = ({ url }: Question): Reply => {
    const appToken = `${appKeys.appId}|${appKeys.appSecret}`;
    if (url.searchParams.get('access_token') !== appToken) {
      return graphError(400, { code: 190, message: 'Invalid OAuth access token signature.' });
    }
    const input = url.searchParams.get('input_token') ?? '';
    if (input === appToken) return { status: 200, body: { data: { app_id: appKeys.appId, type: 'APP', is_valid: true, scopes: [] } } };
    const record = openToken(world, input);
    if (isReply(record) || record.kind === 'instagram') {
      return { status: 200, body: { data: { error: { code: 190, message: 'Malformed access token' }, is_valid: false, scopes: [] } } };
    }
    const { kind, scopes, endsAt } = record;
    const data = {
      app_id: appKeys.appId,
      type: kind === 'page' ? 'PAGE' : 'USER',
      is_valid: true,
      scopes,
      user_id: PERSON_ID,
      expires_at: endsAt === null ? 0 : Math.floor(endsAt / 1_000),
    };
    return { status: 200, body: { data } };
  };

  const instagramToken = async (question: Question): Promise<Reply> => {
    const form = await question.form();
    const refuse = (message: string): Reply => ({ status: 400, body: { error_type: 'OAuthException', code: 400, error_message: message } });
    if (form.get('client_id') !== appKeys.appId) return refuse('Invalid platform app');
    if (form.get('client_secret') !== appKeys.appSecret) return refuse('Error validating client secret.');
    if (form.get('grant_type') !== 'authorization_code') return refuse('Invalid grant type');
    const code = takeCode('instagram', form.get('code') ?? '', form.get('redirect_uri') ?? '');
    if (code === null) return refuse('Matching code was not found or was already used');
    const [username = ''] = code.accounts;
    const token = makeToken('IGAAShort', { kind: 'instagram', accounts: [username], scopes: code.scopes, endsAt: now() + HOUR_MS });
    const body = { access_token: token, user_id: Number(world.accounts.get(username)?.userId), permissions: code.scopes.join(',') };
    return { status: 200, body: switches.wrappedToken ? { data: [body] } : body };
  };

  const longInstagram =
    (kind: 'exchange' | 'refresh') =>
    (question: Question): Reply => {
      const get = (name: string): string => question.url.searchParams.get(name) ?? '';
      if (get('grant_type') !== (kind === 'exchange' ? 'ig_exchange_token' : 'ig_refresh_token')) {
        return graphError(400, { code: 100, message: 'Invalid grant_type' });
      }
      if (kind === 'exchange' && get('client_secret') !== appKeys.appSecret) {
        return graphError(400, { code: 1, message: 'Error validating client secret.' });
      }
      const old = openToken(world, get('access_token'));
      if (isReply(old)) return old;
      if (kind === 'refresh' && now() - old.obtainedAt < DAY_MS) {
        return graphError(400, { code: 100, message: 'The access token must be at least 24 hours old.' });
      }
      const token = makeToken('IGAALong', { ...old, endsAt: now() + 60 * DAY_MS });
      return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 60 * 86_400 } };
    };

  const revoke = (question: Question): Reply => {
    const record = openToken(world, tokenOf(question));
    if (isReply(record)) return record;
    for (const token of tokens.values()) if (token.kind !== 'instagram') token.deadSubcode = 458;
    return { status: 200, body: { success: true } };
  };

  const facebook = '/www.facebook.com';
  const graph = '/graph.facebook.com';
  const routes: Route[] = [
    { method: 'GET', path: `${facebook}/:version/dialog/oauth`, name: 'authorize', answer: authorize('facebook') },
    { method: 'POST', path: `${facebook}/:version/dialog/oauth`, name: 'authorize-answer', answer: authorize('facebook') },
    { method: 'GET', path: '/www.instagram.com/oauth/authorize', name: 'authorize', answer: authorize('instagram') },
    { method: 'POST', path: '/www.instagram.com/oauth/authorize', name: 'authorize-answer', answer: authorize('instagram') },
    { method: 'GET', path: `${graph}/:version/oauth/access_token`, name: 'token', answer: facebookToken },
    { method: 'GET', path: `${graph}/:version/debug_token`, name: 'debug-token', answer: debugToken },
    { method: 'GET', path: `${graph}/:version/me/accounts`, name: 'pages', answer: meAccounts },
    { method: 'DELETE', path: `${graph}/:version/:person/permissions`, name: 'revoke', answer: revoke },
    { method: 'POST', path: '/api.instagram.com/oauth/access_token', name: 'token', answer: instagramToken },
    { method: 'GET', path: '/graph.instagram.com/access_token', name: 'exchange', answer: longInstagram('exchange') },
    { method: 'GET', path: '/graph.instagram.com/refresh_access_token', name: 'refresh', answer: longInstagram('refresh') },
  ];

  const grantFor = (username: string): Grant => {
    const account = world.accounts.get(username);
    if (account === undefined) throw new Error(`The simulator has no account “${username}”.`);
    const endsAt = now() + 60 * DAY_MS;
    const base = { obtainedAt: iso(now()), refreshEndsAt: null };
    if (switches.login === 'instagram') {
      const accessToken = makeToken('IGAALong', { kind: 'instagram', accounts: [username], scopes: instagramScopes, endsAt });
      const extra = { login: 'instagram', userId: account.userId, username };
      return { ...base, accessToken, accessEndsAt: iso(endsAt), refreshToken: null, scopes: instagramScopes, extra };
    }
    const refreshToken = makeToken('EAALong', { kind: 'person', accounts: [username], scopes: facebookScopes, endsAt });
    const extra = {
      login: 'facebook',
      tokenKind: 'page',
      facebookUserId: PERSON_ID,
      pageId: account.pageId,
      pageName: account.pageName,
      userId: account.userId,
      username,
      userTokenEndsAt: iso(endsAt),
    };
    return { ...base, accessToken: pageToken(username, facebookScopes), accessEndsAt: null, refreshToken, scopes: facebookScopes, extra };
  };

  return { routes, grantFor };
}
