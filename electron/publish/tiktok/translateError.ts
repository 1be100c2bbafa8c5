import type { PublishFailure } from '../../../shared/publish/failure.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** TikTok names no time after which to ask again. Its windows are a minute long, its daily caps a day. */
export const RATE_WINDOW_MS = MINUTE_MS;
export const OUTAGE_MS = 30_000;
const DAILY_CAP_MS = 24 * HOUR_MS;
const ACTIVE_USERS_MS = 3 * HOUR_MS;

export const unknownUpload: ReadonlySet<string> = new Set(['invalid_publish_id', 'token_not_authorized_for_specified_publish_id']);

const later = (now: Date, ms: number, words: { code: string; reason: string }): PublishFailure => ({
  kind: 'wait',
  until: new Date(now.getTime() + ms),
  ...words,
});

/** What one of TikTok's error codes means for a post. `message` is TikTok's own text, without secrets. */
export function translateError({ code, message, status }: { code: string; message: string; status: number }, now: Date): PublishFailure {
  switch (code) {
    case 'access_token_invalid':
      return { kind: 'sign-in-again', code };
    case 'scope_not_authorized':
    case 'scope_permission_missed':
      return {
        kind: 'sign-in-again',
        reason: 'TikTok says that a permission this needs was not granted. Sign in again and leave every permission switched on.',
        code,
      };
    case 'spam_risk_too_many_posts':
      return later(now, DAILY_CAP_MS, { code, reason: 'TikTok takes no more posts from this account today.' });
    case 'reached_active_user_cap':
      return later(now, ACTIVE_USERS_MS, { code, reason: 'TikTok lets only so many accounts post through your app in a day.' });
    case 'rate_limit_exceeded':
      return later(now, RATE_WINDOW_MS, { code, reason: 'TikTok was asked too often in a minute.' });
    case 'internal_error':
      return later(now, OUTAGE_MS, { code, reason: 'TikTok has trouble of its own.' });
    case 'spam_risk_user_banned_from_posting':
      return {
        kind: 'needs-you',
        code,
        reason: 'TikTok has stopped this account from posting. Open TikTok to see why, and send it again when TikTok allows it.',
      };
    case 'spam_risk_too_many_pending_share':
      return {
        kind: 'needs-you',
        code,
        reason:
          'Five drafts of the last 24 hours wait in your TikTok inbox, and TikTok takes no more. Finish or delete some in the TikTok app, then send it again.',
      };
    case 'unaudited_client_can_only_post_to_private_accounts':
      return {
        kind: 'needs-you',
        code,
        reason:
          'TikTok has not reviewed your developer app yet. Until it has, the app may post only to an account that is set to private, and only so that you alone see it. Either set the TikTok account to private and choose “Only me” for this post, or choose “Send as a draft to the TikTok inbox” and finish it in the TikTok app.',
      };
    case 'privacy_level_option_mismatch':
      return {
        kind: 'needs-you',
        code,
        reason: 'TikTok does not offer this account the visibility you chose. Choose another one for this post.',
      };
    case 'invalid_param':
    case 'invalid_params':
      return { kind: 'rejected', code, reason: `TikTok does not accept the post as it is described${saying(message)}` };
    default:
      if (status >= 500) return later(now, OUTAGE_MS, { code, reason: 'TikTok has trouble of its own.' });
      return {
        kind: 'needs-you',
        code,
        reason: `TikTok refused this${saying(message)} Nothing was posted. Look at the account in TikTok, then send it again.`,
      };
  }
}

const saying = (message: string): string => (message === '' ? '.' : `: “${message.slice(0, 300)}”.`);

const failReasons: Readonly<Record<string, string>> = {
  file_format_check_failed: 'TikTok cannot read this kind of file. Render it again as MP4.',
  duration_check_failed: 'TikTok does not accept a film of this length from this account.',
  frame_rate_check_failed: 'TikTok accepts 23 to 60 pictures a second, and this film has more or fewer. Render it again.',
  picture_size_check_failed: 'TikTok accepts pictures of 360 to 4096 pixels a side, and this film is larger or smaller. Render it again.',
  video_pull_failed: 'TikTok could not fetch the film.',
  photo_pull_failed: 'TikTok could not fetch the pictures.',
  publish_cancelled: 'The post was cancelled at TikTok.',
  auth_removed: 'Access to this account was taken away while TikTok worked on the post. Sign in to TikTok again, then send it again.',
  spam_risk_too_many_posts: 'TikTok takes no more posts from this account today. Send it again tomorrow.',
  spam_risk_user_banned_from_posting: 'TikTok has stopped this account from posting. Open TikTok to see why.',
  spam_risk_text: 'TikTok takes the words of this post for spam. Change the caption, then send it again.',
  spam_risk: 'TikTok takes this post for spam and did not publish it.',
};

/** A sentence for the creator on why TikTok did not publish what it had received. */
export const explainFailReason = (reason: string): string =>
  failReasons[reason] ?? `TikTok did not publish it and gives as reason “${reason.slice(0, 100)}”.`;
