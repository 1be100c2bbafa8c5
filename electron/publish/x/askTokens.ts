import { z } from 'zod';
import { SignInFailed, type Grant } from '../../accounts/types.ts';
import type { KeyDocument } from '../../secrets/keyDocuments.ts';
import { callPlatform, type PlatformAnswer } from '../http/callPlatform.ts';
import { redact } from '../http/redact.ts';

export type XKeys = KeyDocument<'x'>;

const Tokens = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
});
const Problem = z.object({ error: z.string().optional(), error_description: z.string().optional() });

/** X cannot answer now; what was granted stays as it is. */
export const later = (code: string, cause: unknown): SignInFailed =>
  new SignInFailed('later', { message: 'X does not answer properly at the moment.', hint: 'Try again in a few minutes.', code }, { cause });

type Where = { readonly url: string; readonly now: () => Date };
type About = { readonly form: Readonly<Record<string, string>>; readonly signal: AbortSignal };

/** Asks X for tokens. An app with a secret proves itself with HTTP Basic, one without names itself in the form. @throws SignInFailed */
export async function askTokens(where: Where, keys: XKeys, { form, signal }: About): Promise<Grant> {
  const answer = await ask(where, keys, { form, signal });
  const kept = keepable(answer.text, keys, form);
  if (answer.status !== 200) throw refusal(answer, kept, form['grant_type'] === 'refresh_token');
  const parsed = Tokens.safeParse(answer.json);
  if (!parsed.success) throw later('malformed tokens', kept);
  const { access_token, expires_in, refresh_token, scope } = parsed.data;
  const now = where.now();
  return {
    accessToken: access_token,
    accessEndsAt: expires_in === undefined ? null : new Date(now.getTime() + expires_in * 1_000).toISOString(),
    refreshToken: refresh_token ?? null,
    refreshEndsAt: null, // X does not say; about half a year was seen, anew with each renewal
    scopes: scope === undefined ? [] : scope.split(' ').filter((part) => part !== ''),
    obtainedAt: now.toISOString(),
    extra: {},
  };
}

/** Takes one token back. One that X does not know any more is as good as taken back. @throws SignInFailed */
export async function revokeToken(where: Where, keys: XKeys, { token, signal }: { token: string; signal: AbortSignal }): Promise<void> {
  const answer = await ask(where, keys, { form: { token }, signal });
  if (answer.status === 200) return;
  const failed = refusal(answer, keepable(answer.text, keys, { token }), true);
  if (failed.kind !== 'dead') throw failed;
}

async function ask({ url }: Where, { clientId, clientSecret }: XKeys, { form, signal }: About): Promise<PlatformAnswer> {
  const basic = clientSecret === undefined ? null : Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  try {
    return await callPlatform({
      url,
      method: 'POST',
      form: basic === null ? { ...form, client_id: clientId } : form,
      headers: basic === null ? {} : { authorization: `Basic ${basic.toString('base64')}` },
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw later('unreachable', error);
  }
}

/** What may be kept of an answer: nothing that looks like a secret, and nothing that we sent as one. */
function keepable(text: string, { clientSecret }: XKeys, form: About['form']): string {
  const secrets = [clientSecret, form['code'], form['code_verifier'], form['refresh_token'], form['token']];
  return secrets.reduce<string>((kept, secret) => (secret === undefined ? kept : kept.replaceAll(secret, '…')), redact(text)).slice(0, 500);
}

function refusal({ status, json }: PlatformAnswer, cause: string, isRenewal: boolean): SignInFailed {
  const parsed = Problem.safeParse(json);
  const code = (parsed.success ? parsed.data.error : undefined) ?? String(status);
  if (status === 429 || status >= 500 || status === 408) return later(`${status} ${code}`, cause);
  if (code === 'invalid_client' || code === 'unauthorized_client') {
    const hint = 'Check the client id and secret of your X app. A “Native App” has no secret; a “Web App” needs it.';
    return new SignInFailed('refused', { message: 'X does not accept the keys of your app.', hint, code }, { cause });
  }
  if (isRenewal) {
    const words = {
      message: 'The sign-in at X is over.',
      hint: 'Sign in to X again. X ends a sign-in after about half a year, when you take it back, or when two copies of the studio use it.',
      code,
    };
    return new SignInFailed('dead', words, { cause });
  }
  const hint =
    'Sign in again without a pause: X gives half a minute for it. Check also that the callback addresses are registered exactly as shown.';
  return new SignInFailed('refused', { message: 'X did not accept the sign-in.', hint, code }, { cause });
}
