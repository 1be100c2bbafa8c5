import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import type { Limits, Urgency } from '../limits/types.ts';
import { codeOf, type AskTiktok } from './askTiktok.ts';
import { ofChannel, tiktokLimits } from './limits.ts';

const Creator = z.object({
  creator_username: z.string(),
  creator_nickname: z.string().catch(''),
  privacy_level_options: z.array(z.string()),
  comment_disabled: z.boolean().catch(false),
  duet_disabled: z.boolean().catch(false),
  stitch_disabled: z.boolean().catch(false),
  max_video_post_duration_sec: z.number().positive().nullable().catch(null),
});
export type Creator = z.infer<typeof Creator>;

type From = { readonly ask: AskTiktok; readonly limits: Limits };

/** What this account may choose at this moment. TikTok wants it asked before every post. @throws PublishFailed */
export async function readCreator(
  { ask, limits }: From,
  session: Session,
  { urgency, signal }: { urgency: Urgency; signal: AbortSignal },
): Promise<Creator> {
  const use = ofChannel(tiktokLimits.creatorInfo, session);
  try {
    return await ask(session, { path: '/v2/post/publish/creator_info/query/', data: Creator, use, urgency }, signal);
  } catch (error) {
    noteDailyCap(limits, session, error);
    throw error;
  }
}

/** When TikTok says that an account posted enough for today, other posts need not ask again. */
export function noteDailyCap(limits: Limits, session: Session, error: unknown): void {
  if (!(error instanceof PublishFailed) || error.failure.kind !== 'wait' || codeOf(error) !== 'spam_risk_too_many_posts') return;
  const use = ofChannel(tiktokLimits.posts, session);
  if (limits.left(use) === 0) return; // no news: our own count knows better when the next one fits
  limits.block(use, error.failure.until, error.failure.reason);
}
