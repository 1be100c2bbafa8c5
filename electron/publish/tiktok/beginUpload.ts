import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { isSafeAddress } from '../../endpoints.ts';
import type { Outgoing } from '../adapter.ts';
import type { Limits } from '../limits/types.ts';
import type { AskTiktok } from './askTiktok.ts';
import { describePost } from './describePost.ts';
import { ofChannel, tiktokLimits } from './limits.ts';
import { planChunks } from './planChunks.ts';
import { noteDailyCap, readCreator } from './readCreator.ts';
import { OUTAGE_MS } from './translateError.ts';
import { fingerprint, optionsOf, type TiktokRef } from './uploadRef.ts';

const Begun = z.object({ publish_id: z.string().min(1), upload_url: z.string().min(1) });

type Needs = { readonly ask: AskTiktok; readonly limits: Limits; readonly now: () => Date };

/**
 * Tells TikTok what will come. No byte is sent yet, so nothing can become public and it may be repeated; a lost answer
 * leaves behind an empty upload that TikTok forgets. @throws PublishFailed
 */
export async function beginUpload({ ask, limits, now }: Needs, post: Outgoing, signal: AbortSignal): Promise<TiktokRef> {
  const { session, file } = post;
  const { mode } = optionsOf(post);
  const plan = planChunks(file.bytes);
  const source = {
    source: 'FILE_UPLOAD',
    video_size: plan.bytes,
    chunk_size: plan.chunkBytes,
    total_chunk_count: plan.chunks,
  };
  const madeAt = now().getTime(); // before the question: the hour is never thought longer than it is
  const begin = async (path: string, use: ReturnType<typeof ofChannel>, info: object): Promise<z.infer<typeof Begun>> => {
    const body = { ...info, source_info: source };
    const begun = await ask(session, { path, body, data: Begun, use, urgency: 'release' }, signal);
    if (isSafeAddress(begun.upload_url)) return begun;
    const reason = 'TikTok gave an address for the film that is not safe to use.';
    throw new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + OUTAGE_MS), reason, code: 'unsafe_upload_url' });
  };
  const refOf = (begun: z.infer<typeof Begun>, about: Pick<TiktokRef, 'privacy' | 'username'>): TiktokRef => ({
    publishId: begun.publish_id,
    uploadUrl: begun.upload_url,
    madeAt,
    ...plan,
    told: fingerprint(post),
    mode,
    ...about,
  });

  if (mode === 'inbox') {
    const begun = await begin('/v2/post/publish/inbox/video/init/', ofChannel(tiktokLimits.inboxInit, session), {});
    return refOf(begun, { privacy: null, username: null });
  }
  const today = ofChannel(tiktokLimits.posts, session);
  if (limits.left(today) < 1) limits.take([today], 'release'); // throws with the time; the release itself is what counts
  const creator = await readCreator({ ask, limits }, session, { urgency: 'release', signal });
  const info = describePost(post, creator);
  try {
    const begun = await begin('/v2/post/publish/video/init/', ofChannel(tiktokLimits.init, session), { post_info: info });
    return refOf(begun, { privacy: info.privacy_level, username: creator.creator_username });
  } catch (error) {
    noteDailyCap(limits, session, error);
    throw error;
  }
}
