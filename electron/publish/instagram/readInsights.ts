import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { MetricReading, Session } from '../adapter.ts';
import type { Graph } from './createGraph.ts';

const number = z.coerce.number().int().nonnegative().optional().catch(undefined);
const Media = z.object({ like_count: number, comments_count: number, timestamp: z.string().optional() });
const Insights = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.object({ value: z.unknown() })).optional(),
      total_value: z.object({ value: z.unknown() }).optional(),
    }),
  ),
});

/** Instagram says that numbers come up to 48 hours late. */
const LATE_MS = 48 * 60 * 60_000;
const ASK_AGAIN_MS = 2 * 60 * 60_000;

type About = { readonly remoteId: string; readonly session: Session; readonly signal: AbortSignal };

/**
 * The numbers of a reel. One metric that Instagram will not show fails its whole call, so they are asked in groups. No data
 * is not zero: without views there is no reading (wait, for the first 48 hours; rejected after that). Only where views are
 * there and another number is not is that one 0, since a reading has no word for "unknown". @throws PublishFailed
 */
export async function readInsights(graph: Graph, { remoteId, session, signal }: About, now: Date): Promise<MetricReading> {
  const found = await graph.find({
    session,
    step: 'numbers',
    urgency: 'read',
    path: `/${remoteId}`,
    fields: { fields: 'like_count,comments_count,timestamp' },
    signal,
  });
  if (found === null) throw new PublishFailed({ kind: 'rejected', reason: 'Instagram no longer has this reel.', code: 'NO_REEL' });
  const media = Media.safeParse(found).data ?? {};
  const group = (metrics: readonly string[]): Promise<ReadonlyMap<string, number>> =>
    readGroup(graph, metrics, { remoteId, session, signal });
  const views = (await group(['views'])).get('views');
  if (views === undefined) throw noViews(media.timestamp, now);
  const reactions = await group(['likes', 'comments']);
  const shares = await group(['shares']);
  return {
    views,
    likes: reactions.get('likes') ?? media.like_count ?? 0,
    comments: reactions.get('comments') ?? media.comments_count ?? 0,
    shares: shares.get('shares') ?? 0,
  };
}

/** What Instagram says of some metrics; empty when it refuses the group, or has no data yet. */
async function readGroup(
  graph: Graph,
  metrics: readonly string[],
  { remoteId, session, signal }: About,
): Promise<ReadonlyMap<string, number>> {
  let answer: unknown;
  try {
    answer = await graph.ask({
      session,
      step: 'numbers',
      urgency: 'read',
      path: `/${remoteId}/insights`,
      fields: { metric: metrics.join(',') },
      signal,
    });
  } catch (error) {
    if (error instanceof PublishFailed && error.failure.kind === 'rejected') return new Map(); // only this group is lost
    throw error;
  }
  const rows = Insights.safeParse(answer).data?.data ?? [];
  return new Map(
    rows.flatMap(({ name, values, total_value }) => {
      const value = z.coerce
        .number()
        .int()
        .nonnegative()
        .safeParse(values?.[0]?.value ?? total_value?.value);
      return value.success ? [[name, value.data] as const] : [];
    }),
  );
}

function noViews(timestamp: string | undefined, now: Date): PublishFailed {
  const at = Date.parse((timestamp ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at) || now.getTime() - at > LATE_MS) {
    return new PublishFailed({ kind: 'rejected', reason: 'Instagram shows no views for this reel.', code: 'NO_INSIGHTS' });
  }
  const until = new Date(now.getTime() + ASK_AGAIN_MS);
  return new PublishFailed({ kind: 'wait', until, reason: 'Instagram has no numbers for this reel yet.', code: 'NO_INSIGHTS_YET' });
}
