import { z } from 'zod';
import { unreachable } from '../../../shared/unreachable.ts';
import type { Session } from '../adapter.ts';
import { codeOf, type AskTiktok } from './askTiktok.ts';
import { ofChannel, tiktokLimits } from './limits.ts';
import { unknownUpload } from './translateError.ts';

/** What TikTok says of one upload. */
export type TiktokStatus =
  /** The film arrives or is worked on. `uploadedBytes` is null where TikTok does not say. */
  | { readonly state: 'processing'; readonly uploadedBytes: number | null }
  | { readonly state: 'inbox' }
  /** `postIds`: filled once everybody may see it. */
  | { readonly state: 'posted'; readonly postIds: readonly string[] }
  | { readonly state: 'failed'; readonly reason: string }
  /** TikTok knows no such upload, or not of this account. */
  | { readonly state: 'gone' };

const postIds = z.array(z.union([z.string(), z.number()]).transform(String)).nullish();

const Answer = z.object({
  status: z.enum(['PROCESSING_UPLOAD', 'PROCESSING_DOWNLOAD', 'SEND_TO_USER_INBOX', 'PUBLISH_COMPLETE', 'FAILED']),
  fail_reason: z.string().nullish(),
  uploaded_bytes: z.number().nullish(),
  /** TikTok's own spelling, and the one it would have if it were mended. */
  publicaly_available_post_id: postIds,
  publicly_available_post_id: postIds,
});

/** Asks what became of an upload. @throws PublishFailed */
export async function readStatus(ask: AskTiktok, session: Session, publishId: string, signal: AbortSignal): Promise<TiktokStatus> {
  const use = ofChannel(tiktokLimits.status, session);
  try {
    const answer = await ask(
      session,
      { path: '/v2/post/publish/status/fetch/', body: { publish_id: publishId }, data: Answer, use, urgency: 'release' },
      signal,
    );
    switch (answer.status) {
      case 'PROCESSING_UPLOAD':
      case 'PROCESSING_DOWNLOAD':
        return { state: 'processing', uploadedBytes: answer.uploaded_bytes ?? null };
      case 'SEND_TO_USER_INBOX':
        return { state: 'inbox' };
      case 'PUBLISH_COMPLETE':
        return { state: 'posted', postIds: answer.publicaly_available_post_id ?? answer.publicly_available_post_id ?? [] };
      case 'FAILED':
        return { state: 'failed', reason: answer.fail_reason ?? 'no reason' };
      default:
        return unreachable(answer.status);
    }
  } catch (error) {
    if (unknownUpload.has(codeOf(error) ?? '')) return { state: 'gone' };
    throw error;
  }
}
