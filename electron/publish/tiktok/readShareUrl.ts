import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import type { AskTiktok } from './askTiktok.ts';
import { ofApp, tiktokLimits } from './limits.ts';

const Answer = z.object({ videos: z.array(z.object({ share_url: z.string() })).nullish() });

/** The public address of a video whose account's name is not known; null where TikTok does not tell it. @throws PublishFailed wait */
export async function readShareUrl(
  ask: AskTiktok,
  session: Session,
  { id, signal }: { id: string; signal: AbortSignal },
): Promise<string | null> {
  try {
    const { videos } = await ask(
      session,
      {
        path: '/v2/video/query/?fields=id,share_url',
        body: { filters: { video_ids: [id] } },
        data: Answer,
        use: ofApp(tiktokLimits.videoQuery),
        urgency: 'release',
      },
      signal,
    );
    const url = videos?.[0]?.share_url ?? '';
    return URL.canParse(url) ? url : null;
  } catch (error) {
    // the sign-in may not cover lists of videos; the post is public all the same
    if (error instanceof PublishFailed && error.failure.kind !== 'wait') return null;
    throw error;
  }
}
