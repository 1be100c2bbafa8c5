import { z } from 'zod';
import type { Session } from '../adapter.ts';
import type { Limits, Urgency } from '../limits/types.ts';
import type { Graph } from './createGraph.ts';
import { postsADay } from './limits.ts';

const Quota = z.object({
  data: z
    .array(
      z.object({
        quota_usage: z.coerce.number().int().nonnegative(),
        config: z.object({ quota_total: z.coerce.number().int().positive() }),
      }),
    )
    .min(1),
});

/** Posts leave the window one by one, so what was told grows old soon. */
const TOLD_FOR_MS = 60 * 60_000;

/**
 * Posts that Instagram still takes from this account, by its own count; the limits learn it. null where it does not say.
 * @throws PublishFailed
 */
export async function readQuota(
  { graph, limits, now }: { graph: Graph; limits: Limits; now: () => Date },
  { session, urgency, signal }: { session: Session; urgency: Urgency; signal: AbortSignal },
): Promise<{ left: number; total: number } | null> {
  const answer = await graph.ask({
    session,
    step: 'prepare',
    urgency,
    path: ({ userId }) => `/${userId}/content_publishing_limit`,
    fields: { fields: 'config,quota_usage' },
    signal,
  });
  const row = Quota.safeParse(answer).data?.data[0];
  if (row === undefined) return null;
  const total = row.config.quota_total;
  const left = Math.max(0, total - row.quota_usage);
  const resetsAt = new Date(now().getTime() + TOLD_FOR_MS);
  limits.learn({ rule: postsADay, scope: { channelId: session.channelId } }, { remaining: left, capacity: total, resetsAt });
  return { left, total };
}
