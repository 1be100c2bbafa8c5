import type { Endpoints } from '../../endpoints.ts';
import { SignInFailed, type Grant, type Redirect, type SignInMethod } from '../../accounts/types.ts';
import { facebookLogin } from './facebookLogin.ts';
import { instagramLogin } from './instagramLogin.ts';
import { instagramScopes, scopesAsked } from './scopes.ts';

const DAY_MS = 86_400_000;
const AHEAD_MS = 10 * DAY_MS;
/** Registered by the creator, one by one. Meta takes plain http on this computer only while the app is in development mode. */
const PORTS = [47_831, 47_832, 47_833];
const DESKTOP_PAGE = 'https://www.facebook.com/connect/login_success.html';
/** Nothing answers there: the browser shows an error, and the creator copies the address it ended at. */
const NOWHERE = 'https://localhost/';

const loginOf = (grant: Grant): 'facebook' | 'instagram' => (grant.extra['login'] === 'instagram' ? 'instagram' : 'facebook');

/** Both of Meta's ways to an Instagram account; the keys document says which one the creator's app is made for. */
export function createInstagramSignIn(needs: { endpoints: Endpoints; now: () => Date }): SignInMethod<'instagram'> {
  const facebook = facebookLogin(needs);
  const instagram = instagramLogin(needs);
  return {
    platform: 'instagram',
    scopes: instagramScopes,

    redirects: ({ login }): readonly Redirect[] =>
      login === 'facebook'
        ? [
            { route: 'loopback', host: 'localhost', path: '/', ports: PORTS },
            { route: 'paste', redirectUri: DESKTOP_PAGE },
          ]
        : [{ route: 'paste', redirectUri: NOWHERE }],

    authorizeUrl: ({ keys, redirectUri, state }) => {
      const method = keys.login === 'facebook' ? facebook : instagram;
      return method.authorizeUrl(keys, redirectUri, state, scopesAsked(keys.login));
    },

    exchange: async ({ keys, redirectUri, callback, signal }) => {
      const code = codeOf(callback);
      const method = keys.login === 'facebook' ? facebook : instagram;
      return method.exchange(keys, code, redirectUri, signal);
    },

    accounts: (grant, signal) => (loginOf(grant) === 'facebook' ? facebook : instagram).accounts(grant, signal),

    renewAt: (grant) => {
      // a Page token has no end, but what renews it when it is refused one day has
      const end = grant.accessEndsAt ?? (grant.refreshToken === null ? null : (grant.extra['userTokenEndsAt'] ?? null));
      const isRenewable = loginOf(grant) === 'instagram' || grant.refreshToken !== null;
      if (end === null || !isRenewable) return null;
      const ahead = Date.parse(end) - AHEAD_MS;
      return new Date(Math.max(ahead, Date.parse(grant.obtainedAt) + DAY_MS));
    },

    renew: (keys, grant, signal) => (loginOf(grant) === 'facebook' ? facebook.renew(keys, grant, signal) : instagram.renew(grant, signal)),

    personOf: (grant) => grant.extra['facebookUserId'] ?? null,
    revoke: async (_keys, grant, signal) => {
      if (loginOf(grant) === 'facebook') return facebook.revoke(grant, signal);
      throw new SignInFailed('refused', {
        message: 'Instagram Login has no call that takes a sign-in back.',
        hint: 'Remove the app in Instagram: Settings, Website permissions, Apps and websites.',
        code: 'NO_REVOKE',
      });
    },

    fromToken: (keys, token, signal) =>
      keys.login === 'facebook' ? facebook.fromToken(keys, token.trim(), signal) : instagram.fromToken(token.trim(), signal),

    checkKeys: async (keys, signal) => {
      if (!/^\d+$/.test(keys.appId)) {
        return { ok: false, message: 'An app id is a number.', cure: 'Copy the app id from your app at developers.facebook.com.' };
      }
      if (keys.login === 'instagram') {
        return { ok: true, message: 'With Instagram Login it shows only at the sign-in whether Meta knows these keys.', cure: '' };
      }
      try {
        await facebook.checkKeys(keys, signal);
        return { ok: true, message: 'Meta knows this app.', cure: '' };
      } catch (error) {
        if (!(error instanceof SignInFailed) || error.kind === 'later') throw error;
        return {
          ok: false,
          message: `Meta does not accept these keys. ${error.message}`,
          cure: 'Copy the app id and the app secret from Settings, Basic, of your app at developers.facebook.com.',
        };
      }
    },
  };
}

/** The code that the browser brought. Meta appends "#_" to it. @throws SignInFailed */
function codeOf(callback: URLSearchParams): string {
  const error = callback.get('error') ?? callback.get('error_code');
  if (error !== null) {
    const isNo = error === 'access_denied';
    throw new SignInFailed('refused', {
      message: isNo ? 'You said no on the page of Meta.' : `Meta broke the sign-in off: ${callback.get('error_message') ?? error}.`,
      hint: isNo
        ? 'Nothing was changed. Begin again when you like.'
        : 'Check the redirect address and the app id of your app, then begin again.',
      code: callback.get('error_reason') ?? error,
    });
  }
  const code = (callback.get('code') ?? '').replace(/#_.*$/, '');
  if (code !== '') return code;
  throw new SignInFailed('refused', {
    message: 'This address holds no code.',
    hint: 'Copy the whole address at which the browser ended, from its first letter to its last.',
    code: 'NO_CODE',
  });
}
