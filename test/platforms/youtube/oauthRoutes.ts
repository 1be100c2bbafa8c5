import { createHash } from 'node:crypto';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { ACCESS_SECONDS, TEST_MODE_SECONDS, type Accounts } from './accounts.ts';
import { escapeHtml, refuseToken } from './reply.ts';
import type { YoutubeSwitches } from './switches.ts';

type World = {
  readonly accounts: Accounts;
  readonly switches: YoutubeSwitches;
  readonly keys: { readonly clientId: string; readonly clientSecret: string };
};

const AUTHORIZE = '/o/oauth2/v2/auth';
const known = new Map([
  ['https://www.googleapis.com/auth/youtube', 'Manage your YouTube account'],
  ['https://www.googleapis.com/auth/youtube.upload', 'Manage your YouTube videos'],
  ['https://www.googleapis.com/auth/youtube.readonly', 'View your YouTube account'],
  ['https://www.googleapis.com/auth/youtube.force-ssl', 'See, edit, and permanently delete your YouTube videos'],
  ['https://www.googleapis.com/auth/yt-analytics.readonly', 'View YouTube Analytics reports for your YouTube content'],
]);

/** Google's sign-in: the page in the browser, the token endpoint and the taking back. */
export function oauthRoutes({ accounts, switches, keys }: World): Route[] {
  /** What is wrong with the question the app brought; null when nothing is. */
  const problemOf = ({ url }: Question): string | null => {
    const get = (name: string): string => url.searchParams.get(name) ?? '';
    const scopes = get('scope').split(' ');
    if (get('client_id') !== keys.clientId) return 'Error 401: invalid_client. The OAuth client was not found.';
    if (!/^http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d+(\/.*)?$/.test(get('redirect_uri'))) return 'Error 400: redirect_uri_mismatch';
    if (get('response_type') !== 'code') return 'Error 400: unsupported_response_type';
    if (scopes.some((scope) => !known.has(scope))) return 'Error 400: invalid_scope';
    if (get('code_challenge_method') !== 'S256') return 'Error 400: invalid_request. code_challenge_method must be S256.';
    if (!/^[\w-]{43}$/.test(get('code_challenge'))) return 'Error 400: invalid_request. code_challenge is not base64url of SHA-256.';
    return null;
  };

  const backTo = ({ url }: Question, more: Record<string, string>): Reply => {
    const target = new URL(url.searchParams.get('redirect_uri') ?? '');
    const state = url.searchParams.get('state');
    for (const [name, value] of Object.entries({ ...(state === null ? {} : { state }), ...more })) target.searchParams.set(name, value);
    return { status: 302, headers: { location: target.href } };
  };

  const allow = (question: Question, account: string, scopes: readonly string[]): Reply => {
    const get = (name: string): string => question.url.searchParams.get(name) ?? '';
    accounts.find(account);
    const code = accounts.newCode({
      account,
      scopes,
      redirectUri: get('redirect_uri'),
      challenge: get('code_challenge'),
      offline: get('access_type') === 'offline' && get('prompt').split(' ').includes('consent'),
    });
    return backTo(question, { code, scope: scopes.join(' ') });
  };

  const asked = ({ url }: Question): string[] => (url.searchParams.get('scope') ?? '').split(' ');

  const exchange = async (form: URLSearchParams): Promise<Reply> => {
    const code = accounts.takeCode(form.get('code') ?? '');
    if (code === null) return refuseToken('invalid_grant', 'Malformed auth code.');
    if (code.redirectUri !== form.get('redirect_uri')) return refuseToken('redirect_uri_mismatch', 'Bad Request');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return refuseToken('invalid_grant', 'Invalid code verifier.');
    const { account, scopes, offline } = code;
    return {
      status: 200,
      body: {
        access_token: accounts.newAccess(account, scopes),
        expires_in: ACCESS_SECONDS,
        scope: scopes.join(' '),
        token_type: 'Bearer',
        ...(offline ? { refresh_token: accounts.newRefresh(account, scopes) } : {}),
        ...(offline && switches.testMode ? { refresh_token_expires_in: TEST_MODE_SECONDS } : {}),
      },
    };
  };

  return [
    {
      method: 'GET',
      path: AUTHORIZE,
      name: 'authorize',
      answer: (question) => {
        const problem = problemOf(question);
        if (problem !== null) return { status: 400, body: page('Access blocked', `<p>${escapeHtml(problem)}</p>`) };
        if (switches.auto !== null) return allow(question, switches.auto, asked(question));
        return { status: 200, body: consentPage(accounts, asked(question)) };
      },
    },
    {
      method: 'POST',
      path: AUTHORIZE,
      name: 'consent',
      answer: async (question) => {
        if (problemOf(question) !== null) return { status: 400, body: page('Access blocked', '<p>Error 400</p>') };
        const form = await question.form();
        if (form.get('answer') !== 'allow') return backTo(question, { error: 'access_denied' });
        const scopes = form.getAll('scope').filter((scope) => asked(question).includes(scope));
        return allow(question, form.get('account') ?? 'mia', scopes);
      },
    },
    {
      method: 'POST',
      path: '/token',
      name: 'token',
      answer: async (question) => {
        const form = await question.form();
        if (form.get('client_id') !== keys.clientId) return refuseToken('invalid_client', 'The OAuth client was not found.', 401);
        if (!form.has('client_secret') && switches.needsSecret) return refuseToken('invalid_request', 'client_secret is missing.');
        if (form.has('client_secret') && form.get('client_secret') !== keys.clientSecret) {
          return refuseToken('invalid_client', 'The provided client secret is invalid.', 401);
        }
        if (form.get('grant_type') === 'authorization_code') return exchange(form);
        if (form.get('grant_type') !== 'refresh_token') return refuseToken('unsupported_grant_type', 'Invalid grant_type');
        const found = accounts.refresh(form.get('refresh_token') ?? '');
        if (found === null) return refuseToken('invalid_grant', 'Token has been expired or revoked.');
        const access_token = accounts.newAccess(found.account, found.scopes);
        return { status: 200, body: { access_token, expires_in: ACCESS_SECONDS, scope: found.scopes.join(' '), token_type: 'Bearer' } };
      },
    },
    {
      method: 'POST',
      path: '/revoke',
      name: 'revoke',
      answer: async (question) => {
        const done = accounts.revoke((await question.form()).get('token') ?? '');
        return done ? { status: 200, body: {} } : refuseToken('invalid_token', 'Token expired or revoked');
      },
    },
  ];
}

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${content}</main></html>`;

function consentPage(accounts: Accounts, scopes: readonly string[]): string {
  const choices = accounts
    .all()
    .map(
      ({ name, title }, index) =>
        `<p><label><input type="radio" name="account" value="${escapeHtml(name)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)} (${escapeHtml(title)})</label></p>`,
    );
  const boxes = scopes.map(
    (scope) =>
      `<p><label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked> ${escapeHtml(known.get(scope) ?? scope)}</label></p>`,
  );
  return page(
    'Sign in with Google',
    `<p>Tidereel test app wants access to your account.</p><form method="post">
      <fieldset><legend>Choose an account</legend>${choices.join('')}</fieldset>
      <fieldset><legend>Select what the app can access</legend>${boxes.join('')}</fieldset>
      <button name="answer" value="allow">Allow</button> <button name="answer" value="refuse">Refuse</button></form>`,
  );
}
