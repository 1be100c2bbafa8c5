import { SignInFailed } from '../../accounts/types.ts';

type Words = { readonly kind: SignInFailed['kind']; readonly message: string; readonly hint: string };

const later = (message: string): Words => ({ kind: 'later', message, hint: 'Try it again in a few minutes. Nothing was changed.' });

const known: Readonly<Record<string, Words>> = {
  access_denied: {
    kind: 'refused',
    message: 'You did not allow it on the page of TikTok.',
    hint: 'Sign in again and choose to allow it there.',
  },
  no_code: {
    kind: 'refused',
    message: 'TikTok came back without the code that ends a sign-in.',
    hint: 'Sign in again.',
  },
  code_refused: {
    kind: 'refused',
    message: 'TikTok did not accept the code at the end of the sign-in; it is good once and for a short time.',
    hint: 'Sign in again.',
  },
  no_posting_scope: {
    kind: 'refused',
    message: 'Neither posting nor sending drafts was granted, so nothing could ever go out.',
    hint: 'Sign in again and leave the permissions to post and to upload switched on. If TikTok did not show them, add the Content Posting API with video.upload or video.publish to your app at developers.tiktok.com.',
  },
  invalid_client: {
    kind: 'refused',
    message: 'TikTok does not know this pair of client key and client secret.',
    hint: 'Copy both once more from your app at developers.tiktok.com into the keys of TikTok.',
  },
  unauthorized_client: {
    kind: 'refused',
    message: 'TikTok does not let this app sign people in that way.',
    hint: 'Add Login Kit for desktop to your app at developers.tiktok.com and wait for it to be approved.',
  },
  invalid_scope: {
    kind: 'refused',
    message: 'The app at TikTok lacks a permission that the studio asks for.',
    hint: 'Add Login Kit, the Content Posting API and the Display API with the permissions user.info.basic, user.info.profile, user.info.stats, video.list, video.upload and video.publish to your app at developers.tiktok.com.',
  },
  invalid_request: {
    kind: 'refused',
    message: 'TikTok did not accept the sign-in, most often because the redirect address is not registered.',
    hint: 'Register http://127.0.0.1:*/ as a redirect address of Login Kit for desktop in your app at developers.tiktok.com.',
  },
  invalid_grant: {
    kind: 'dead',
    message: 'TikTok does not accept this sign-in any more.',
    hint: 'Connect the account again.',
  },
  access_token_invalid: {
    kind: 'dead',
    message: 'TikTok does not accept this sign-in any more.',
    hint: 'Connect the account again.',
  },
  scope_not_authorized: {
    kind: 'refused',
    message: 'TikTok was not allowed to say which account this is.',
    hint: 'Sign in again and leave every permission switched on.',
  },
  lost: later('TikTok could not be reached.'),
  rate_limit_exceeded: later('TikTok was asked too often in a minute.'),
  server_error: later('TikTok has trouble of its own.'),
  internal_error: later('TikTok has trouble of its own.'),
  temporarily_unavailable: later('TikTok has trouble of its own.'),
};

/** One of TikTok's sign-in errors in words for people. `said` is TikTok's own text, without secrets. */
export function explainSignInError(code: string, said: string, cause: unknown): SignInFailed {
  const { kind, message, hint } = known[code] ?? {
    kind: 'refused' as const,
    message: `TikTok refused the sign-in${said === '' ? ` (${code})` : `: “${said.slice(0, 300)}”`}.`,
    hint: 'Check the keys and the redirect address in your app at developers.tiktok.com, then connect again.',
  };
  return new SignInFailed(kind, { message, hint, code }, { cause });
}
