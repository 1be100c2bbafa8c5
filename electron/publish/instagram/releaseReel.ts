import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import type { Limits } from '../limits/types.ts';
import type { Graph } from './createGraph.ts';
import { postsADay } from './limits.ts';
import { readQuota } from './readQuota.ts';
import type { ReelRef } from './uploadRef.ts';

const Published = z.object({ id: z.union([z.string().min(1), z.number().transform(String)]) });
const USED_UP_MS = 60 * 60_000;
const ASK_MS = 30_000;

type Needs = { readonly graph: Graph; readonly limits: Limits; readonly now: () => Date };

/**
 * Makes the reel public with one call, after asking whether the account may post at all. Everything that is no clear
 * refusal counts as lost: Instagram is known to answer with an error although the reel went live. @throws PublishFailed
 */
export async function releaseReel(
  { graph, limits, now }: Needs,
  { session }: Outgoing,
  ref: ReelRef,
  { silenceMs, signal }: { silenceMs: number; signal: AbortSignal },
): Promise<ReelRef> {
  const quota = await readQuota({ graph, limits, now }, { session, urgency: 'release', signal });
  if (quota !== null && quota.left === 0) {
    const reason = `Instagram takes ${quota.total} posts in 24 hours from this account, and has them all.`;
    throw new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + USED_UP_MS), reason, code: 'quota-used-up' });
  }
  const answer = await graph.ask({
    session,
    step: 'release',
    urgency: 'release',
    method: 'POST',
    path: ({ userId }) => `/${userId}/media_publish`,
    fields: { creation_id: ref.container },
    uses: [{ rule: postsADay, scope: { channelId: session.channelId } }],
    silenceMs,
    signal,
  });
  const published = Published.safeParse(answer);
  if (!published.success) {
    throw new PublishFailed({ kind: 'outcome-unknown', askAt: new Date(now().getTime() + ASK_MS) }, { cause: published.error });
  }
  return { ...ref, mediaId: published.data.id };
}
