import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';
import type { Outgoing } from '../adapter.ts';
import { NEEDS_ADDRESS } from './explainError.ts';

/**
 * The name of the paid-partnership field is not verified: Meta announced the label for Facebook Login on 2026-04-22, and the
 * page with its name could not be read. When Meta does not know it, the refusal says what to do.
 */
const PAID_FIELD = 'is_paid_partnership';

/** What `POST /{ig-user-id}/media` is told. @throws PublishFailed needs-you or rejected for what this sign-in cannot do. */
export function containerFields(
  { file, words }: Pick<Outgoing, 'file' | 'words'>,
  options: OptionsOf<'instagram'>,
  login: 'facebook' | 'instagram',
): Readonly<Record<string, string>> {
  if (login === 'instagram') refuseWhatInstagramLoginLacks(options);
  if (options.coverSeconds !== null && options.coverSeconds >= file.seconds) {
    const reason = 'The cover lies behind the end of the film. Choose an earlier moment for it.';
    throw new PublishFailed({ kind: 'rejected', reason, code: 'COVER_OUTSIDE' });
  }
  return {
    media_type: 'REELS',
    ...(login === 'facebook' ? { upload_type: 'resumable' } : { video_url: options.publicVideoUrl ?? '' }),
    caption: words.caption,
    share_to_feed: String(options.shareToFeed),
    ...(options.coverSeconds === null ? {} : { thumb_offset: String(Math.floor(options.coverSeconds * 1_000)) }),
    ...(options.trial === 'off' ? {} : { trial_params: JSON.stringify({ graduation_strategy: options.trial }) }),
    ...(options.aiGenerated ? { is_ai_generated: 'true' } : {}),
    ...(options.paidPartnership ? { [PAID_FIELD]: 'true' } : {}),
    ...(options.collaborators.length === 0 ? {} : { collaborators: JSON.stringify(options.collaborators) }),
    ...(options.audioName ? { audio_name: options.audioName } : {}),
    ...(options.locationId === null ? {} : { location_id: options.locationId }),
  };
}

/** A label or a place must not be dropped in silence: the creator chose it, and the first may be the law. */
function refuseWhatInstagramLoginLacks({ publicVideoUrl, paidPartnership, locationId }: OptionsOf<'instagram'>): void {
  const ask = (reason: string, code: string): PublishFailed => new PublishFailed({ kind: 'needs-you', reason, code });
  const cure = 'Turn it off for this post, or connect the account with keys for Facebook Login.';
  if (publicVideoUrl === null) throw ask(NEEDS_ADDRESS, 'NEEDS_PUBLIC_ADDRESS');
  if (paidPartnership) throw ask(`Instagram Login cannot set the paid-partnership label. ${cure}`, 'NEEDS_FACEBOOK_LOGIN');
  if (locationId !== null) throw ask(`Instagram Login cannot set a location. ${cure}`, 'NEEDS_FACEBOOK_LOGIN');
}
