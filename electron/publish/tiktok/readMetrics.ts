import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { MetricReading, Session } from '../adapter.ts';
import type { AskTiktok } from './askTiktok.ts';
import { ofApp, tiktokLimits } from './limits.ts';

const number = z.coerce.number().int().nonnegative().catch(0); // TikTok leaves out what is nothing
const Answer = z.object({
  videos: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]).transform(String),
        view_count: number,
        like_count: number,
        comment_count: number,
        share_count: number,
      }),
    )
    .nullish(),
});

/** The numbers of one public video. @throws PublishFailed; rejected when TikTok shows no such public video. */
export async function readMetrics(ask: AskTiktok, session: Session, remoteId: string, signal: AbortSignal): Promise<MetricReading> {
  const { videos } = await ask(
    session,
    {
      path: '/v2/video/query/?fields=id,view_count,like_count,comment_count,share_count',
      body: { filters: { video_ids: [remoteId] } },
      data: Answer,
      use: ofApp(tiktokLimits.videoQuery),
      urgency: 'read',
    },
    signal,
  );
  const video = videos?.find(({ id }) => id === remoteId);
  if (video === undefined) {
    const reason = 'TikTok does not show this video to everyone any more, so it has no numbers to read.';
    throw new PublishFailed({ kind: 'rejected', reason, code: 'video_not_found' });
  }
  return { views: video.view_count, likes: video.like_count, comments: video.comment_count, shares: video.share_count };
}
