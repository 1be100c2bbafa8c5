import { z } from 'zod';
import type { Session } from '../adapter.ts';
import { askXAgainLater, waitFailure } from './askX.ts';
import { readProblem } from './problem.ts';
import { refuseUpload } from './refuseUpload.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';

/** An uploaded film as X speaks of it. Without `processing_info` it is ready. */
export const Media = z.object({
  id: z.string(),
  media_key: z.string().optional(),
  size: z.number().optional(),
  expires_after_secs: z.number().positive().optional(),
  processing_info: z
    .object({
      state: z.enum(['pending', 'in_progress', 'succeeded', 'failed']),
      check_after_secs: z.number().nonnegative().optional(),
      error: z.object({ name: z.string().optional(), message: z.string().optional(), code: z.number().optional() }).optional(),
    })
    .optional(),
});
export type Media = z.infer<typeof Media>;

/** How X stands with an upload; null when it does not know it (any more). Costs nothing. @throws PublishFailed */
export async function readMedia(
  needs: PlatformNeeds,
  session: Session,
  { mediaId, signal }: { mediaId: string; signal: AbortSignal },
): Promise<Media | null> {
  const query = new URLSearchParams({ media_id: mediaId, command: 'STATUS' });
  const answer = await askXAgainLater(needs, {
    call: 'status',
    path: `/2/media/upload?${query.toString()}`,
    session,
    urgency: 'release',
    signal,
  });
  if (answer.status === 404 || answer.status === 410 || answer.status === 400) return null;
  if (answer.status !== 200) throw refuseUpload(needs, answer);
  const parsed = z.object({ data: Media }).safeParse(answer.json);
  if (!parsed.success) throw waitFailure(needs.now(), 'malformed status', readProblem(answer).raw);
  return parsed.data.data;
}
