import { createHash } from 'node:crypto';
import { SignInFailed, type Grant, type RemoteAccount, type SignInMethod } from '../../accounts/types.ts';
import type { Endpoints } from '../../endpoints.ts';
import { callPlatform, type PlatformAnswer, type PlatformQuestion } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { redact } from '../http/redact.ts';
import { ChannelList, readReason } from './answers.ts';
import { NO_CHANNEL } from './explainRefusal.ts';
import { testModeNote } from './readChoices.ts';
import { ANALYTICS_SCOPE, MANAGE_SCOPE } from './scopes.ts';
import { explainTokenError, readGrant } from './tokenAnswer.ts';

/** Google's access tokens live an hour. */
const RENEW_BEFORE_MS = 5 * 60_000;
const BRAND_HINT =
  'Begin again and pick the channel itself in the list Google shows: channels of one Google account (brand accounts) are chosen there, one by one.';

/** Signing in with Google: any port of 127.0.0.1, S256, and the client secret, which Google wants in spite of PKCE. */
export function createYoutubeSignIn({ endpoints, now }: { endpoints: Endpoints; now: () => Date }): SignInMethod<'youtube'> {
  const { authorize, token, api } = endpoints.youtube;

  const ask = async (question: PlatformQuestion): Promise<PlatformAnswer> => {
    try {
      return await callPlatform(question);
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error;
      const words = { message: 'Google could not be reached.', hint: 'Check the connection and try again.', code: error.question };
      throw new SignInFailed('later', words, { cause: error });
    }
  };
  const askToken = async (form: Record<string, string>, signal: AbortSignal): Promise<PlatformAnswer> =>
    ask({ method: 'POST', url: `${token}/token`, form, signal });

  return {
    platform: 'youtube',
    redirects: () => [{ route: 'loopback', host: '127.0.0.1', path: '/', ports: 'any' }],
    scopes: [
      { scope: MANAGE_SCOPE, needed: true, without: 'Nothing can be uploaded or published.' },
      { scope: ANALYTICS_SCOPE, needed: false, without: 'Shares stay at 0, since only YouTube Analytics counts them.' },
    ],

    authorizeUrl: ({ keys, redirectUri, verifier, state }) => {
      const query = new URLSearchParams({
        client_id: keys.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: `${MANAGE_SCOPE} ${ANALYTICS_SCOPE}`,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        access_type: 'offline',
        prompt: 'consent', // without it only the very first sign-in gives a refresh token
      });
      return `${authorize}/o/oauth2/v2/auth?${query}`;
    },

    async exchange({ keys, redirectUri, verifier, callback, signal }) {
      const problem = callback.get('error');
      if (problem === 'access_denied') {
        const hint = 'Begin again and choose “Continue”. An app in test mode lets in only the test users named on its consent screen.';
        throw new SignInFailed('refused', { message: 'The sign-in was refused at Google.', hint, code: problem });
      }
      const code = callback.get('code');
      if (problem !== null || code === null) {
        const words = { message: 'Google came back without a sign-in.', hint: 'Begin the sign-in again.', code: problem ?? 'no-code' };
        throw new SignInFailed('refused', words);
      }
      const answer = await askToken(
        {
          grant_type: 'authorization_code',
          code,
          client_id: keys.clientId,
          client_secret: keys.clientSecret,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        },
        signal,
      );
      if (answer.status !== 200) throw explainTokenError(answer, { renewing: false });
      const grant = readGrant(answer, now(), null);
      if (grant.refreshToken !== null) return grant;
      const hint = 'Remove the app at myaccount.google.com/connections and sign in again.';
      throw new SignInFailed('refused', { message: 'Google gave a sign-in of one hour only.', hint, code: 'no-refresh-token' });
    },

    async accounts(grant, signal) {
      const headers = { authorization: `Bearer ${grant.accessToken}` };
      const answer = await ask({ url: `${api}/youtube/v3/channels?part=snippet,status&mine=true`, headers, signal });
      if (answer.status !== 200) throw explainAccounts(answer);
      const parsed = ChannelList.safeParse(answer.json);
      if (!parsed.success) {
        const words = { message: 'YouTube gave an answer that makes no sense.', hint: 'Try again in a few minutes.', code: 'malformed' };
        throw new SignInFailed('later', words);
      }
      if (parsed.data.items.length === 0) throw withoutChannel();
      return parsed.data.items.map((channel): RemoteAccount => ({
        remoteAccount: channel.id,
        name: channel.snippet?.title ?? channel.id,
        handle: channel.snippet?.customUrl ?? '',
        grant,
        note: grant.refreshEndsAt === null ? null : testModeNote(grant.refreshEndsAt),
      }));
    },

    renewAt: ({ accessEndsAt, refreshToken }: Grant) =>
      accessEndsAt === null || refreshToken === null ? null : new Date(Date.parse(accessEndsAt) - RENEW_BEFORE_MS),

    async renew(keys, grant, signal) {
      if (grant.refreshToken === null) {
        const words = { message: 'This sign-in cannot be renewed.', hint: 'Sign in again.', code: 'no-refresh-token' };
        throw new SignInFailed('dead', words);
      }
      const { clientId, clientSecret } = keys;
      const form = { grant_type: 'refresh_token', refresh_token: grant.refreshToken, client_id: clientId, client_secret: clientSecret };
      const answer = await askToken(form, signal);
      if (answer.status !== 200) throw explainTokenError(answer, { renewing: true });
      return readGrant(answer, now(), grant);
    },

    async revoke(_keys, grant, signal) {
      const form = { token: grant.refreshToken ?? grant.accessToken };
      const answer = await ask({ method: 'POST', url: `${token}/revoke`, form, signal });
      // 400: it was dead already, which is what was wanted
      if (answer.status !== 200 && answer.status !== 400) throw explainTokenError(answer, { renewing: false });
    },

    async checkKeys(keys, signal) {
      // a code that nobody was given: Google looks at the keys before it looks at the code
      const form = {
        grant_type: 'authorization_code',
        code: 'none',
        client_id: keys.clientId,
        client_secret: keys.clientSecret,
        redirect_uri: 'http://127.0.0.1',
      };
      const answer = await askToken(form, signal);
      if (answer.status === 200) return { ok: true, message: 'Google knows these keys.', cure: '' };
      const failed = explainTokenError(answer, { renewing: false });
      if (failed.kind === 'later') throw failed;
      if (failed.code === 'invalid_grant') return { ok: true, message: 'Google knows these keys.', cure: '' };
      const cure = keys.clientId.endsWith('.apps.googleusercontent.com')
        ? failed.hint
        : `${failed.hint} A client ID ends in “.apps.googleusercontent.com”; this one does not.`;
      return { ok: false, message: failed.message, cure };
    },
  };
}

const withoutChannel = (): SignInFailed =>
  new SignInFailed('refused', { message: NO_CHANNEL, hint: BRAND_HINT, code: 'youtubeSignupRequired' });

/** Why the channels of a fresh grant could not be read. */
function explainAccounts(answer: PlatformAnswer): SignInFailed {
  const code = readReason(answer.status, answer.json);
  const cause = { cause: { status: answer.status, body: redact(answer.text.slice(0, 1_000)) } };
  if (code === 'youtubeSignupRequired') return withoutChannel();
  if (code === 'accessNotConfigured' || code === 'SERVICE_DISABLED') {
    const message = 'The YouTube Data API is switched off in your Google Cloud project.';
    const hint = 'Enable “YouTube Data API v3” there under “APIs & Services”, wait a minute, and sign in again.';
    return new SignInFailed('refused', { message, hint, code }, cause);
  }
  if (code === 'insufficientPermissions' || code === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT') {
    const message = 'The box “Manage your YouTube account” was left unticked.';
    return new SignInFailed('refused', { message, hint: 'Begin again and tick it: nothing can be uploaded without it.', code }, cause);
  }
  if (code === 'quotaExceeded' || answer.status >= 500 || answer.status === 429) {
    const message = code === 'quotaExceeded' ? 'Your Google Cloud project has used up its quota for today.' : 'YouTube cannot answer now.';
    const hint = code === 'quotaExceeded' ? 'It starts anew at midnight in California. Sign in again then.' : 'Try again in a few minutes.';
    return new SignInFailed('later', { message, hint, code }, cause);
  }
  return new SignInFailed('refused', { message: 'YouTube refused to show the channel.', hint: 'Begin the sign-in again.', code }, cause);
}
