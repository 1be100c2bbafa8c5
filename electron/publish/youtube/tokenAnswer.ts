import { z } from 'zod';
import type { Grant } from '../../accounts/types.ts';
import { SignInFailed } from '../../accounts/types.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import { redact } from '../http/redact.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
  /** Only where the sign-in has an end: an app in test mode, or access that was given for a time. */
  refresh_token_expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

const TokenError = z.object({ error: z.string(), error_description: z.string().default('') });

const TRY_LATER = 'Try again in a few minutes; nothing was changed.';
const KEYS_HINT =
  'Copy the client ID and the client secret again from Google Cloud, “Credentials”, from a client of the type “Desktop app”.';
const TEST_MODE_HINT =
  'Sign in again. If it ends every 7 days, your Google Cloud app is in test mode: publish it on its consent screen (it need not be verified).';

/** The grant of a token answer. What the answer leaves out stays as in `before`: Google repeats no refresh token. */
export function readGrant(answer: PlatformAnswer, now: Date, before: Grant | null): Grant {
  const parsed = TokenAnswer.safeParse(answer.json);
  if (!parsed.success) {
    const words = { message: 'Google gave an answer that makes no sense.', hint: TRY_LATER, code: 'malformed' };
    throw new SignInFailed('later', words, { cause: { status: answer.status } });
  }
  const { access_token, expires_in, refresh_token, refresh_token_expires_in, scope } = parsed.data;
  const inSeconds = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
  const refreshToken = refresh_token ?? before?.refreshToken ?? null;
  return {
    accessToken: access_token,
    accessEndsAt: inSeconds(expires_in),
    refreshToken,
    refreshEndsAt: refresh_token_expires_in === undefined ? (before?.refreshEndsAt ?? null) : inSeconds(refresh_token_expires_in),
    scopes: scope === undefined ? (before?.scopes ?? []) : scope.split(' ').filter((one) => one !== ''),
    obtainedAt: now.toISOString(),
    extra: before?.extra ?? {},
  };
}

/** What a refused token question means. `kept`: a grant that was to be renewed or taken back. */
export function explainTokenError(answer: PlatformAnswer, { renewing }: { renewing: boolean }): SignInFailed {
  const parsed = TokenError.safeParse(answer.json);
  const code = parsed.success ? parsed.data.error : `http-${answer.status}`;
  const cause = { cause: { status: answer.status, body: redact(answer.text.slice(0, 1_000)) } };
  if (answer.status >= 500 || answer.status === 429 || !parsed.success) {
    return new SignInFailed('later', { message: 'Google cannot answer now.', hint: TRY_LATER, code }, cause);
  }
  const detail = parsed.data.error_description;
  if (code === 'invalid_grant' && renewing) {
    return new SignInFailed('dead', { message: 'Google ended this sign-in.', hint: TEST_MODE_HINT, code }, cause);
  }
  if (code === 'invalid_grant') {
    const message = 'Google does not accept the answer of this sign-in: it is too old or was used already.';
    return new SignInFailed('refused', { message, hint: 'Begin the sign-in again.', code }, cause);
  }
  if (code === 'invalid_request' && /client_secret/i.test(detail)) {
    return new SignInFailed('refused', { message: 'Google wants the client secret as well.', hint: KEYS_HINT, code }, cause);
  }
  if (code === 'invalid_client' || code === 'unauthorized_client' || code === 'deleted_client') {
    return new SignInFailed('refused', { message: 'Google does not know this client ID and secret.', hint: KEYS_HINT, code }, cause);
  }
  if (code === 'redirect_uri_mismatch') {
    const message = 'Google does not let this client come back to this computer: it is not of the type “Desktop app”.';
    return new SignInFailed('refused', { message, hint: 'Create a client of the type “Desktop app” and use its keys.', code }, cause);
  }
  return new SignInFailed('refused', { message: 'Google refused this sign-in.', hint: 'Begin the sign-in again.', code }, cause);
}
