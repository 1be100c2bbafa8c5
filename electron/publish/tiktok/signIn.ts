import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SignInFailed, type Grant, type SignInMethod } from '../../accounts/types.ts';
import type { Endpoints } from '../../endpoints.ts';
import { callPlatform, type PlatformAnswer, type PlatformQuestion } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import { explainSignInError } from './explainSignInError.ts';
import { postingScopes, tiktokScopes } from './scopes.ts';

const HOUR_MS = 60 * 60_000;

const Tokens = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1),
  refresh_expires_in: z.coerce.number().positive().nullable().catch(null),
  open_id: z.string().min(1),
  scope: z.string().catch(''),
});

const Refusal = z.object({ error: z.string().min(1), error_description: z.string().catch('') });

const Person = z.object({
  data: z.object({
    user: z.object({ open_id: z.string().min(1), display_name: z.string().catch(''), username: z.string().catch('') }),
  }),
});
const Problem = z.object({ error: z.object({ code: z.string(), message: z.string().catch('') }) });

const listOf = (scopes: string): string[] => scopes.split(/[\s,]+/).filter((scope) => scope !== '');

/** Login Kit for desktop: the browser comes back to this computer at a free port, and the PKCE challenge is hexadecimal. */
export function createTiktokSignIn({ endpoints, now }: { endpoints: Endpoints; now: () => Date }): SignInMethod<'tiktok'> {
  const { authorize, api } = endpoints.tiktok;

  async function ask(question: Omit<PlatformQuestion, 'url'> & { path: string }): Promise<PlatformAnswer> {
    try {
      return await callPlatform({ ...question, url: `${api}${question.path}` });
    } catch (error) {
      if (error instanceof LostAnswer) throw explainSignInError('lost', '', error.message);
      throw error;
    }
  }

  /** A call of the token address. TikTok marks errors in the body, not always by the status. */
  async function askTokens(form: Record<string, string>, signal: AbortSignal): Promise<z.infer<typeof Tokens>> {
    const answer = await ask({ path: '/v2/oauth/token/', method: 'POST', form, signal });
    const cause = { status: answer.status, body: redact(answer.text).slice(0, 1_000) };
    const refusal = Refusal.safeParse(answer.json);
    if (refusal.success) throw explainSignInError(refusal.data.error, redact(refusal.data.error_description), cause);
    const tokens = Tokens.safeParse(answer.json);
    if (answer.status >= 400 || !tokens.success) throw explainSignInError('server_error', '', { status: answer.status });
    return tokens.data;
  }

  function grantOf(tokens: z.infer<typeof Tokens>, scopes: string[]): Grant {
    const at = now().getTime();
    const endsIn = (seconds: number): string => new Date(at + seconds * 1000).toISOString();
    return {
      accessToken: tokens.access_token,
      accessEndsAt: endsIn(tokens.expires_in),
      refreshToken: tokens.refresh_token,
      refreshEndsAt: tokens.refresh_expires_in === null ? null : endsIn(tokens.refresh_expires_in),
      scopes,
      obtainedAt: new Date(at).toISOString(),
      extra: { openId: tokens.open_id },
    };
  }

  return {
    platform: 'tiktok',
    scopes: tiktokScopes,
    redirects: () => [{ route: 'loopback', host: '127.0.0.1', path: '/', ports: 'any' }],

    authorizeUrl({ keys, redirectUri, verifier, state }) {
      const query = new URLSearchParams({
        client_key: keys.clientKey,
        scope: tiktokScopes.map(({ scope }) => scope).join(','),
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('hex'), // not base64url: TikTok's desktop rule
        code_challenge_method: 'S256',
      });
      return `${authorize}/v2/auth/authorize/?${query.toString()}`;
    },

    async exchange({ keys, redirectUri, verifier, callback, signal }) {
      const refused = callback.get('error');
      if (refused !== null) throw explainSignInError(refused, redact(callback.get('error_description') ?? ''), refused);
      const code = callback.get('code');
      if (code === null || code === '') throw explainSignInError('no_code', '', 'the address held no code');
      const tokens = await askTokens(
        {
          client_key: keys.clientKey,
          client_secret: keys.clientSecret,
          code,
          grant_type: 'authorization_code',
          redirect_uri: redirectUri,
          code_verifier: verifier,
        },
        signal,
      ).catch((error: unknown) => {
        if (error instanceof SignInFailed && error.code === 'invalid_grant') throw explainSignInError('code_refused', '', error.cause);
        throw error;
      });
      const scopes = listOf(tokens.scope === '' ? (callback.get('scopes') ?? '') : tokens.scope);
      if (!postingScopes.some((scope) => scopes.includes(scope))) throw explainSignInError('no_posting_scope', '', scopes.join(','));
      return grantOf(tokens, scopes);
    },

    async accounts(grant, signal) {
      const fields = ['open_id', 'display_name', ...(grant.scopes.includes('user.info.profile') ? ['username'] : [])];
      const headers = { authorization: `Bearer ${grant.accessToken}` };
      const answer = await ask({ path: `/v2/user/info/?fields=${fields.join(',')}`, headers, signal });
      const cause = { status: answer.status, body: redact(answer.text).slice(0, 1_000) };
      const problem = Problem.safeParse(answer.json);
      if (problem.success && problem.data.error.code !== 'ok') {
        throw explainSignInError(problem.data.error.code, redact(problem.data.error.message), cause);
      }
      const person = Person.safeParse(answer.json);
      if (answer.status >= 400 || !person.success) throw explainSignInError('server_error', '', cause);
      const { open_id: remoteAccount, display_name: name, username } = person.data.data.user;
      const canPost = grant.scopes.includes('video.publish');
      return [
        {
          remoteAccount,
          name: name || username || 'TikTok account',
          handle: username === '' ? '' : `@${username}`,
          grant: username === '' ? grant : { ...grant, extra: { ...grant.extra, username } },
          note: canPost ? null : 'It may only send drafts to the TikTok inbox: posting directly was not granted.',
        },
      ];
    },

    renewAt({ accessEndsAt, refreshToken, obtainedAt }) {
      if (accessEndsAt === null || refreshToken === null) return null;
      const [from, until] = [Date.parse(obtainedAt), Date.parse(accessEndsAt)];
      return new Date(Math.max(until - HOUR_MS, from + (until - from) / 2));
    },

    async renew(keys, grant, signal) {
      if (grant.refreshToken === null) throw explainSignInError('invalid_grant', '', 'there is no refresh token');
      const tokens = await askTokens(
        {
          client_key: keys.clientKey,
          client_secret: keys.clientSecret,
          grant_type: 'refresh_token',
          refresh_token: grant.refreshToken,
        },
        signal,
      );
      // it may be another refresh token than before: the returned one is the one that lives
      const renewed = grantOf(tokens, tokens.scope === '' ? grant.scopes : listOf(tokens.scope));
      return { ...renewed, extra: { ...grant.extra, ...renewed.extra } };
    },

    async revoke(keys, grant, signal) {
      const form = { client_key: keys.clientKey, client_secret: keys.clientSecret, token: grant.accessToken };
      const answer = await ask({ path: '/v2/oauth/revoke/', method: 'POST', form, signal });
      const refusal = Refusal.safeParse(answer.json);
      const cause = { status: answer.status, body: redact(answer.text).slice(0, 1_000) };
      if (refusal.success && refusal.data.error !== 'ok') {
        if (refusal.data.error === 'invalid_grant') return; // it is dead already, which is what was wanted
        throw explainSignInError(refusal.data.error, redact(refusal.data.error_description), cause);
      }
      if (answer.status >= 400) throw explainSignInError('server_error', '', cause);
    },

    /** Asks for a renewal with a token that cannot be one: TikTok looks at the keys first (RFC 6749, 5.2). */
    async checkKeys(keys, signal) {
      const form = {
        client_key: keys.clientKey,
        client_secret: keys.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: 'tidereel-check',
      };
      const code = await askTokens(form, signal).then(
        () => 'ok',
        (error: unknown) => {
          if (error instanceof SignInFailed) return error.code;
          throw error;
        },
      );
      if (code === 'ok' || code === 'invalid_grant') return { ok: true, message: 'TikTok knows these keys.', cure: '' };
      if (code === 'invalid_client' || code === 'unauthorized_client') {
        const cure =
          'Copy the client key and the client secret once more from your app at developers.tiktok.com, from the same app and the same environment (sandbox or production).';
        return { ok: false, message: 'TikTok does not know this pair of client key and client secret.', cure };
      }
      const message = `TikTok could not say whether it knows these keys (${code}).`;
      return { ok: false, message, cure: 'Check again in a minute. Signing in shows it too.' };
    },
  };
}
