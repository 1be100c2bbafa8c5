import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '../../../electron/accounts/types.ts';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { oauthProblem } from './problems.ts';
import type { XSwitches } from './switches.ts';

export type XSimAccount = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  subscription: string;
  isProtected: boolean;
};

type Family = { readonly account: XSimAccount; readonly scopes: readonly string[]; dead: boolean };
type Access = { readonly family: Family; readonly endsAt: number; dead: boolean };
type Refresh = { readonly family: Family; used: boolean };
type Code = {
  readonly account: XSimAccount;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly method: string;
  readonly endsAt: number;
  used: boolean;
};

const CODE_LIFE_MS = 30_000;
const ACCESS_LIFE_SECS = 7_200;
const REFRESH_LIFE_MS = 180 * 86_400_000;
const ALL_SCOPES = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'];
const KNOWN_SCOPES = new Set([...ALL_SCOPES, 'tweet.moderate.write', 'follows.read', 'follows.write', 'like.read', 'like.write']);

export type XApp = {
  clientId: string;
  /** null: a public client. */
  clientSecret: string | null;
  /** Callback addresses as registered: compared as a whole. */
  callbacks: string[];
};

type Needs = { readonly app: XApp; readonly accounts: readonly XSimAccount[]; readonly switches: XSwitches; readonly now: () => number };

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** X's sign-in: a page, codes of 30 seconds, tokens of two hours, refresh tokens for one use. */
export function simulateOauth({ app, accounts, switches, now }: Needs) {
  const codes = new Map<string, Code>();
  const accesses = new Map<string, Access>();
  const refreshes = new Map<string, Refresh & { readonly endsAt: number }>();
  const given: string[] = [];
  const secret = (kind: string): string => {
    const text = `x-${kind}-${randomBytes(18).toString('base64url')}`;
    given.push(text);
    return text;
  };

  const giveTokens = (family: Family) => {
    const access = secret('access');
    accesses.set(access, { family, endsAt: now() + ACCESS_LIFE_SECS * 1_000, dead: false });
    const lasts = family.scopes.includes('offline.access') && switches.givesRefreshToken;
    const refresh = lasts ? secret('refresh') : null;
    if (refresh !== null) refreshes.set(refresh, { family, used: false, endsAt: now() + REFRESH_LIFE_MS });
    return {
      token_type: 'bearer',
      expires_in: ACCESS_LIFE_SECS,
      access_token: access,
      scope: family.scopes.join(' '),
      ...(refresh === null ? {} : { refresh_token: refresh }),
    };
  };

  /** What is wrong with a request to authorize; X says it on a page of its own and does not lead back. */
  const problemOf = (query: URLSearchParams): string | null => {
    if (query.get('client_id') !== app.clientId) return 'Something went wrong: the app is not known.';
    if (!app.callbacks.includes(query.get('redirect_uri') ?? '')) return 'Something went wrong: the callback address is not registered.';
    if (query.get('response_type') !== 'code') return 'Something went wrong: response_type must be code.';
    const state = query.get('state') ?? '';
    if (state === '' || state.length > 500) return 'Something went wrong: state must be 1 to 500 characters.';
    if (!/^[\w-]{43,128}$/.test(query.get('code_challenge') ?? '')) return 'Something went wrong: the code challenge is wrong.';
    if (!['S256', 'plain'].includes(query.get('code_challenge_method') ?? ''))
      return 'Something went wrong: the challenge method is wrong.';
    const scopes = (query.get('scope') ?? '').split(' ');
    return scopes.every((scope) => KNOWN_SCOPES.has(scope)) ? null : 'Something went wrong: a scope is not known.';
  };

  const leadBack = (query: URLSearchParams, more: Record<string, string>): Reply => {
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('state', query.get('state') ?? '');
    for (const [name, value] of Object.entries(more)) back.searchParams.set(name, value);
    return { status: 302, headers: { location: back.href } };
  };

  const allow = (query: URLSearchParams, account: XSimAccount): Reply => {
    const code = secret('code');
    const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => !switches.withheldScopes.includes(scope));
    codes.set(code, {
      account,
      scopes,
      redirectUri: query.get('redirect_uri') ?? '',
      challenge: query.get('code_challenge') ?? '',
      method: query.get('code_challenge_method') ?? '',
      endsAt: now() + CODE_LIFE_MS,
      used: false,
    });
    return leadBack(query, { code });
  };

  const page = (title: string, body: string): string =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

  const authorize = ({ url }: Question): Reply => {
    const wrong = problemOf(url.searchParams);
    if (wrong !== null) return { status: 400, body: page('X', `<p role="alert">${escapeHtml(wrong)}</p>`) };
    const automatic = accounts.find(({ username }) => username === switches.auto);
    if (automatic !== undefined) return allow(url.searchParams, automatic);
    const choices = accounts
      .map(
        ({ id, username, name }, index) =>
          `<label><input type="radio" name="account" value="${id}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)} (@${username})</label>`,
      )
      .join('<br>');
    const scopes = (url.searchParams.get('scope') ?? '').split(' ').map((scope) => `<li>${escapeHtml(scope)}</li>`);
    return {
      status: 200,
      body: page(
        'Tidereel test app wants to access your X account',
        `<ul>${scopes.join('')}</ul><form method="post"><fieldset><legend>Account</legend>${choices}</fieldset>` +
          '<button name="answer" value="allow">Allow</button> <button name="answer" value="refuse">Refuse</button></form>',
      ),
    };
  };

  const answer = async (question: Question): Promise<Reply> => {
    const query = question.url.searchParams;
    const wrong = problemOf(query);
    if (wrong !== null) return { status: 400, body: page('X', `<p role="alert">${escapeHtml(wrong)}</p>`) };
    const form = await question.form();
    if (form.get('answer') !== 'allow') return leadBack(query, { error: 'access_denied' });
    const account = accounts.find(({ id }) => id === form.get('account')) ?? accounts[0];
    return account === undefined ? leadBack(query, { error: 'access_denied' }) : allow(query, account);
  };

  /** Public clients name themselves in the body, confidential ones by HTTP Basic. */
  const clientProblem = ({ headers }: Question, form: URLSearchParams): Reply | null => {
    const { authorization } = headers;
    if (app.clientSecret === null) {
      if (form.get('client_id') === app.clientId) return null;
      return oauthProblem(400, 'invalid_request', 'Missing required parameter [client_id].');
    }
    if (authorization === undefined) return oauthProblem(401, 'unauthorized_client', 'Missing valid authorization header');
    const [id, password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString('utf8')
      .split(':')
      .map(decodeURIComponent);
    if (id === app.clientId && password === app.clientSecret) return null;
    return oauthProblem(401, 'unauthorized_client', 'Missing valid authorization header');
  };

  const exchange = (form: URLSearchParams): Reply => {
    const code = codes.get(form.get('code') ?? '');
    const wrong = oauthProblem(400, 'invalid_request', 'Value passed for the authorization code was invalid.');
    if (code === undefined || code.used || code.endsAt <= now()) return wrong;
    code.used = true;
    if (form.get('redirect_uri') !== code.redirectUri) {
      return oauthProblem(400, 'invalid_request', 'Value passed for the redirect uri did not match the uri of the authorization code.');
    }
    const verifier = form.get('code_verifier') ?? '';
    const expected = code.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
    if (expected !== code.challenge)
      return oauthProblem(400, 'invalid_request', 'Value passed for the code verifier did not match the code challenge.');
    return { status: 200, body: giveTokens({ account: code.account, scopes: code.scopes, dead: false }) };
  };

  const renew = (form: URLSearchParams): Reply => {
    const known = refreshes.get(form.get('refresh_token') ?? '');
    const wrong = oauthProblem(400, 'invalid_request', 'Value passed for the token was invalid.');
    if (known === undefined || known.family.dead || known.endsAt <= now()) return wrong;
    if (known.used) {
      if (switches.familyKill) known.family.dead = true;
      return wrong;
    }
    known.used = true;
    return { status: 200, body: giveTokens(known.family) };
  };

  const token = async (question: Question): Promise<Reply> => {
    const form = await question.form();
    const wrong = clientProblem(question, form);
    if (wrong !== null) return wrong;
    if (form.get('grant_type') === 'authorization_code') return exchange(form);
    if (form.get('grant_type') === 'refresh_token') return renew(form);
    return oauthProblem(400, 'unsupported_grant_type', 'The grant type is not supported.');
  };

  const revoke = async (question: Question): Promise<Reply> => {
    const form = await question.form();
    const wrong = clientProblem(question, form);
    if (wrong !== null) return wrong;
    const text = form.get('token') ?? '';
    const family = refreshes.get(text)?.family;
    const access = accesses.get(text);
    if (family === undefined && access === undefined)
      return oauthProblem(400, 'invalid_request', 'Value passed for the token was invalid.');
    if (family !== undefined) family.dead = true;
    if (access !== undefined) access.dead = true;
    return { status: 200, body: { revoked: true } };
  };

  const routes: Route[] = [
    { method: 'GET', path: '/i/oauth2/authorize', name: 'authorize', answer: authorize },
    { method: 'POST', path: '/i/oauth2/authorize', name: 'answer', answer },
    { method: 'POST', path: '/2/oauth2/token', name: 'token', answer: token },
    { method: 'POST', path: '/2/oauth2/revoke', name: 'revoke', answer: revoke },
  ];

  return {
    routes,
    secretsGiven: (): readonly string[] => given,
    /** Whose token it is and what it allows; null when it is no good. */
    bearer: ({ headers }: Question): { account: XSimAccount; scopes: readonly string[] } | null => {
      const found = accesses.get((headers['authorization'] ?? '').replace(/^Bearer /, ''));
      if (found === undefined || found.dead || found.family.dead || found.endsAt <= now()) return null;
      return found.family;
    },
    grantFor: (account: XSimAccount, scopes: readonly string[] = ALL_SCOPES): Grant => {
      const tokens = giveTokens({ account, scopes, dead: false });
      return {
        accessToken: tokens.access_token,
        accessEndsAt: new Date(now() + ACCESS_LIFE_SECS * 1_000).toISOString(),
        refreshToken: tokens.refresh_token ?? null,
        refreshEndsAt: null,
        scopes: [...scopes],
        obtainedAt: new Date(now()).toISOString(),
        extra: { username: account.username },
      };
    },
    killTokens: (account: XSimAccount, refresh: boolean): void => {
      for (const one of accesses.values()) if (one.family.account === account) one.dead = true;
      if (refresh) for (const one of refreshes.values()) if (one.family.account === account) one.family.dead = true;
    },
  };
}
