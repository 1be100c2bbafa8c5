import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '../../../electron/accounts/types.ts';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { ALL_SCOPES, type TiktokAccount, type World } from './state.ts';

const DAY_MS = 86_400_000;
const ACCESS_MS = DAY_MS;
const REFRESH_MS = 365 * DAY_MS;
const CODE_MS = 5 * 60_000;

type Access = { account: TiktokAccount; scopes: readonly string[]; endsAt: number; dead: boolean };
type Refresh = Access & { renewals: number };
type Code = { account: TiktokAccount; scopes: readonly string[]; challenge: string; redirectUri: string; endsAt: number; used: boolean };

export const keys = { clientKey: 'awsimulated0key', clientSecret: `sim-secret-${randomBytes(8).toString('hex')}` };

/** Sign-in: the page, the tokens, and who a token belongs to. */
export function makeAccountRoutes(world: World): {
  routes: Route[];
  grantFor: (account: TiktokAccount) => Grant;
  kill: (account: TiktokAccount, refreshToo: boolean) => void;
  bearer: (question: Question) => Access | null;
} {
  const { now, switches, secrets } = world;
  const accesses = new Map<string, Access>();
  const refreshes = new Map<string, Refresh>();
  const codes = new Map<string, Code>();

  const secret = (prefix: string): string => {
    const made = `${prefix}${randomBytes(18).toString('hex')}`;
    secrets.add(made);
    return made;
  };
  const refuse = (error: string, description: string): Reply => ({
    status: switches.oauthErrorStatus,
    body: { error, error_description: description, log_id: 'log' },
  });

  function issue(account: TiktokAccount, scopes: readonly string[], kept?: { token: string; endsAt: number }): Record<string, unknown> {
    const access_token = secret('act.');
    accesses.set(access_token, { account, scopes, endsAt: now() + ACCESS_MS, dead: false });
    const refresh_token = kept?.token ?? secret('rft.');
    const endsAt = kept?.endsAt ?? now() + REFRESH_MS;
    if (kept === undefined) refreshes.set(refresh_token, { account, scopes, endsAt, dead: false, renewals: 0 });
    return {
      access_token,
      expires_in: ACCESS_MS / 1000,
      refresh_token,
      refresh_expires_in: Math.floor((endsAt - now()) / 1000),
      open_id: account.openId,
      scope: scopes.join(','),
      token_type: 'Bearer',
    };
  }

  /** What is wrong with the address the browser was sent to: shown there, or told to the app. */
  function judge(query: URLSearchParams): { page: string } | { error: string } | null {
    if (query.get('client_key') !== keys.clientKey) return { page: 'client_key' };
    if (!isRedirect(query.get('redirect_uri') ?? '')) return { page: 'redirect_uri' };
    if (query.get('response_type') !== 'code') return { error: 'unsupported_response_type' };
    if (query.get('code_challenge_method') !== 'S256' || !/^[0-9a-f]{64}$/.test(query.get('code_challenge') ?? '')) {
      return { error: 'invalid_request' };
    }
    const scopes = (query.get('scope') ?? '').split(',');
    if (scopes.some((scope) => !ALL_SCOPES.includes(scope))) return { error: 'invalid_scope' };
    if (switches.unapproved === 'error' && scopes.some((scope) => !switches.approvedScopes.includes(scope)))
      return { error: 'invalid_scope' };
    return null;
  }

  const goBack = (query: URLSearchParams, answer: Record<string, string>): Reply => {
    const back = new URL(query.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ ...answer, state: query.get('state') ?? '' })) back.searchParams.set(name, value);
    return { status: 302, headers: { location: back.href } };
  };

  function allow(query: URLSearchParams, account: TiktokAccount, granted: readonly string[]): Reply {
    const asked = (query.get('scope') ?? '').split(',');
    const scopes = asked.filter((scope) => granted.includes(scope) && switches.approvedScopes.includes(scope));
    const code = secret('code.');
    codes.set(code, {
      account,
      scopes,
      challenge: query.get('code_challenge') ?? '',
      redirectUri: query.get('redirect_uri') ?? '',
      endsAt: now() + CODE_MS,
      used: false,
    });
    return goBack(query, { code, scopes: scopes.join(',') });
  }

  function authorize({ url: { searchParams: query } }: Question): Reply {
    const wrong = judge(query);
    if (wrong !== null && 'page' in wrong) return { status: 400, body: `<h1>Something went wrong</h1><p>${wrong.page}</p>` };
    if (wrong !== null) return goBack(query, { error: wrong.error, error_description: 'The request was not valid.' });
    const account = world.accounts.get(switches.autoAccount);
    if (switches.auto && account !== undefined) return allow(query, account, switches.grantedScopes);
    return { status: 200, body: page(world, (query.get('scope') ?? '').split(',')) };
  }

  async function consent(question: Question): Promise<Reply> {
    const { searchParams: query } = question.url;
    if (judge(query) !== null) return authorize(question);
    const form = await question.form();
    const account = world.accounts.get(form.get('account') ?? '');
    if (form.get('answer') !== 'allow' || account === undefined) {
      return goBack(query, { error: 'access_denied', error_description: 'The user denied the request.' });
    }
    return allow(query, account, form.getAll('scope'));
  }

  async function token(question: Question): Promise<Reply> {
    if (!(question.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
      return refuse('invalid_request', 'Only application/x-www-form-urlencoded is supported.');
    }
    const form = await question.form();
    if (form.get('client_key') !== keys.clientKey || form.get('client_secret') !== keys.clientSecret) {
      return refuse('invalid_client', 'Client key or secret is incorrect.');
    }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchange(form);
      case 'refresh_token':
        return renew(form.get('refresh_token') ?? '');
      default:
        return refuse('unsupported_grant_type', 'Unsupported grant type.');
    }
  }

  function exchange(form: URLSearchParams): Reply {
    const code = codes.get(form.get('code') ?? '');
    if (code === undefined || code.used || code.endsAt <= now()) return refuse('invalid_grant', 'Authorization code is expired.');
    code.used = true;
    if (form.get('redirect_uri') !== code.redirectUri) return refuse('invalid_request', 'Redirect_uri is not matched.');
    const hash = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('hex');
    if (hash !== code.challenge) return refuse('invalid_request', 'Code verifier or code challenge is invalid.');
    return { status: 200, body: issue(code.account, code.scopes) };
  }

  function renew(given: string): Reply {
    const refresh = refreshes.get(given);
    if (switches.sandbox || refresh === undefined || refresh.dead || refresh.endsAt <= now()) {
      return refuse('invalid_grant', 'Refresh token is invalid or expired.');
    }
    refresh.renewals += 1;
    const endsAt = switches.refreshSlides ? now() + REFRESH_MS : refresh.endsAt;
    if (!switches.rotates || refresh.renewals % 2 === 0) {
      refresh.endsAt = endsAt;
      return { status: 200, body: issue(refresh.account, refresh.scopes, { token: given, endsAt }) };
    }
    refresh.dead = !switches.oldRefreshLives;
    const next = secret('rft.');
    refreshes.set(next, { ...refresh, endsAt, dead: false, renewals: 1 });
    return { status: 200, body: issue(refresh.account, refresh.scopes, { token: next, endsAt }) };
  }

  const kill = (account: TiktokAccount, refreshToo: boolean): void => {
    for (const access of accesses.values()) access.dead ||= access.account === account;
    for (const refresh of refreshes.values()) refresh.dead ||= refreshToo && refresh.account === account;
  };

  async function revoke(question: Question): Promise<Reply> {
    const form = await question.form();
    if (form.get('client_key') !== keys.clientKey || form.get('client_secret') !== keys.clientSecret) {
      return refuse('invalid_client', 'Client key or secret is incorrect.');
    }
    const access = accesses.get(form.get('token') ?? '');
    if (access === undefined || access.dead) return refuse('invalid_grant', 'The token is not valid.');
    kill(access.account, true);
    return { status: 200 };
  }

  return {
    kill,
    routes: [
      { method: 'GET', path: '/v2/auth/authorize/', name: 'authorize', answer: authorize },
      { method: 'POST', path: '/v2/auth/authorize/', name: 'consent', answer: consent },
      { method: 'POST', path: '/v2/oauth/token/', name: 'token', answer: token },
      { method: 'POST', path: '/v2/oauth/revoke/', name: 'revoke', answer: revoke },
    ],
    grantFor(account) {
      const made = issue(account, switches.grantedScopes);
      return {
        accessToken: String(made['access_token']),
        accessEndsAt: new Date(now() + ACCESS_MS).toISOString(),
        refreshToken: String(made['refresh_token']),
        refreshEndsAt: new Date(now() + REFRESH_MS).toISOString(),
        scopes: [...switches.grantedScopes],
        obtainedAt: new Date(now()).toISOString(),
        extra: { openId: account.openId, username: account.username },
      };
    },
    bearer({ headers }) {
      const access = accesses.get((headers['authorization'] ?? '').replace(/^Bearer /, ''));
      return access === undefined || access.dead || access.endsAt <= now() ? null : access;
    },
  };
}

/** TikTok's rule for desktop apps: this computer by name, a port, and nothing after the path. */
function isRedirect(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || address.length >= 512 || url.search !== '' || url.hash !== '') return false;
  return /^https?:$/.test(url.protocol) && ['localhost', '127.0.0.1'].includes(url.hostname) && url.port !== '';
}

function page({ accounts }: World, scopes: readonly string[]): string {
  const people = [...accounts.values()].map(
    ({ username, nickname }, index) =>
      `<label><input type="radio" name="account" value="${username}" ${index === 0 ? 'checked' : ''}> ${nickname} (@${username})</label><br>`,
  );
  const wishes = scopes.map((scope) => `<label><input type="checkbox" name="scope" value="${scope}" checked> ${scope}</label><br>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Log in with TikTok (simulated)</title></head><body><main>
<h1>Tidereel wants to use your TikTok account</h1>
<form method="post"><fieldset><legend>Account</legend>${people.join('')}</fieldset>
<fieldset><legend>Tidereel may</legend>${wishes.join('')}</fieldset>
<button name="answer" value="allow">Allow</button> <button name="answer" value="refuse">Refuse</button></form></main></body></html>`;
}
