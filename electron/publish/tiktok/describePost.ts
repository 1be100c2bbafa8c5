import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import { privacyLabel } from './privacyLabel.ts';
import type { Creator } from './readCreator.ts';
import { optionsOf } from './uploadRef.ts';

const CAPTION_UNITS = 2_200;
const PUBLIC = 'PUBLIC_TO_EVERYONE';

/** `post_info` of a direct post, as TikTok names its fields. */
type PostInfo = {
  readonly title: string;
  readonly privacy_level: string;
  readonly disable_comment: boolean;
  readonly disable_duet: boolean;
  readonly disable_stitch: boolean;
  readonly video_cover_timestamp_ms?: number;
  readonly brand_content_toggle: boolean;
  readonly brand_organic_toggle: boolean;
  readonly is_aigc: boolean;
};

/**
 * What TikTok is told about a direct post. What the account cannot do is left out, what it may not choose is refused
 * here, before a byte is sent. @throws PublishFailed
 */
export function describePost(post: Outgoing, creator: Creator): PostInfo {
  const options = optionsOf(post);
  const { caption } = post.words;
  if (caption.length > CAPTION_UNITS) {
    throw refuse('caption_too_long', `The caption has ${caption.length} characters, and TikTok takes ${CAPTION_UNITS}. Shorten it.`);
  }
  const longest = creator.max_video_post_duration_sec;
  if (longest !== null && post.file.seconds > longest) {
    const seconds = Math.round(post.file.seconds);
    throw refuse('film_too_long', `This TikTok account may post films of up to ${longest} seconds, and this one has ${seconds}.`);
  }
  const privacy = choosePrivacy(options.privacy, creator);
  if (options.brandedContent && privacy === 'SELF_ONLY') {
    throw refuse(
      'branded_content_is_private',
      'A paid partnership cannot be visible only to you on TikTok. Choose another visibility, or switch the paid partnership off.',
    );
  }
  const cover = options.coverSeconds === null ? null : Math.round(Math.min(options.coverSeconds, post.file.seconds) * 1000);
  return {
    title: caption,
    privacy_level: privacy,
    disable_comment: !options.allowComment || creator.comment_disabled,
    disable_duet: !options.allowDuet || creator.duet_disabled,
    disable_stitch: !options.allowStitch || creator.stitch_disabled,
    ...(cover === null ? {} : { video_cover_timestamp_ms: cover }),
    brand_content_toggle: options.brandedContent,
    brand_organic_toggle: options.yourBrand,
    is_aigc: options.aiGenerated,
  };
}

function choosePrivacy(wished: string | null, { privacy_level_options: offered }: Creator): string {
  const privacy = wished ?? PUBLIC;
  if (offered.includes(privacy)) return privacy;
  const labels = offered.map((level) => `“${privacyLabel(level)}”`).join(', ');
  const asked = wished === null ? 'It was to be public' : `You chose “${privacyLabel(privacy)}”`;
  const reason = `${asked}, and TikTok does not offer that for this account now. It offers ${labels || 'nothing'}. Choose one of them for this post.`;
  throw new PublishFailed({ kind: 'needs-you', reason, code: 'privacy_level_option_mismatch' });
}

const refuse = (code: string, reason: string): PublishFailed => new PublishFailed({ kind: 'rejected', reason, code });
