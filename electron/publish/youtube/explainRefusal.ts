import type { PublishFailure } from '../../../shared/publish/failure.ts';

/** What a refusal asks of us: to stop a counter, or one of the ledger's kinds. */
export type Refusal =
  { kind: 'quota' } | { kind: 'slow-down' } | { kind: 'channel-full' } | Exclude<PublishFailure, { kind: 'wait' | 'outcome-unknown' }>;

/** What forced privacy means and what to do about it. */
export const LOCKED_PRIVATE =
  'YouTube keeps this video private because it has not verified the Google Cloud project your keys belong to. ' +
  'Nobody else can see it. Ask Google for the YouTube API audit of your project, or set the video to public by hand in YouTube Studio.';

export const NO_CHANNEL =
  'This Google account has no YouTube channel. Create one at youtube.com/create_channel, or sign in again and choose the account that has it.';

const rejected: Readonly<Record<string, string>> = {
  invalidTitle: 'YouTube does not accept this title.',
  invalidDescription: 'YouTube does not accept this description.',
  invalidTags: 'YouTube does not accept these tags.',
  invalidCategoryId: 'YouTube does not know this category, or lets nobody choose it.',
  invalidPublishAt: 'YouTube does not accept this time to publish at.',
  invalidVideoMetadata: 'YouTube does not accept the title, the description or the options of this post.',
  invalidFilename: 'YouTube does not accept the name of this file.',
  mediaBodyRequired: 'YouTube received no film.',
  defaultLanguageNotSet: 'YouTube needs to know the language of the title and the description.',
  forbiddenLicenseSetting: 'YouTube does not let this channel use the chosen license.',
  videoNotFound: 'YouTube does not find the video any more.',
};

const needsYou: Readonly<Record<string, string>> = {
  youtubeSignupRequired: NO_CHANNEL,
  forbiddenPrivacySetting: LOCKED_PRIVATE,
  accessNotConfigured: 'The YouTube Data API is switched off in your Google Cloud project. Enable it there under “APIs & Services”.',
  SERVICE_DISABLED: 'The YouTube Data API is switched off in your Google Cloud project. Enable it there under “APIs & Services”.',
  accountClosed: 'YouTube says this account is closed. Sign in with another one.',
  accountSuspended: 'YouTube suspended this account. Look into YouTube Studio to see why.',
  authenticatedUserAccountClosed: 'YouTube says this account is closed. Sign in with another one.',
  authenticatedUserAccountSuspended: 'YouTube suspended this account. Look into YouTube Studio to see why.',
  channelClosed: 'YouTube says this channel is closed. Sign in with another one.',
  channelSuspended: 'YouTube suspended this channel. Look into YouTube Studio to see why.',
};

const quota = new Set(['quotaExceeded', 'dailyLimitExceeded', 'dailyLimitExceededUnreg']);
const pace = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'uploadRateLimitExceeded', 'RATE_LIMIT_EXCEEDED']);
const scope = new Set(['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT']);

/** What YouTube's refusal means: its 4xx answers that are no lost token. `code` is its own reason. */
export function explainRefusal(status: number, code: string): Refusal {
  if (quota.has(code)) return { kind: 'quota' };
  if (pace.has(code) || status === 429 || status === 408) return { kind: 'slow-down' };
  if (code === 'uploadLimitExceeded') return { kind: 'channel-full' };
  if (scope.has(code)) {
    const reason = 'The sign-in does not include “Manage your YouTube account”. Sign in again and leave that box ticked.';
    return { kind: 'sign-in-again', reason, code };
  }
  if (needsYou[code] !== undefined) return { kind: 'needs-you', reason: needsYou[code], code };
  if (rejected[code] !== undefined) return { kind: 'rejected', reason: rejected[code], code };
  if (status === 401) return { kind: 'sign-in-again', reason: 'YouTube no longer accepts the sign-in.', code };
  if (status === 403) {
    const reason = 'YouTube does not allow this channel to do that. Look into YouTube Studio for a warning or a missing verification.';
    return { kind: 'needs-you', reason, code };
  }
  return { kind: 'rejected', reason: 'YouTube did not accept what was sent.', code };
}
