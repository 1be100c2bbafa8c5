import type { Outgoing, Sighting, UploadRef } from '../adapter.ts';
import { findReleased } from './findReleased.ts';
import { readMedia } from './readMedia.ts';
import { readOwnPost, type ReadTools } from './readOwnPosts.ts';
import { readRef, type XRef } from './uploadRef.ts';
import type { XNeeds } from './xNeeds.ts';

const LOOK_AGAIN_MS = 10_000;
/** X took the post and gave it an id: when it does not show it after so long, something was done about it. */
const SHOWS_WITHIN_MS = 15 * 60_000;

/** What became of an upload; reads only. @throws PublishFailed */
export async function lookX(
  needs: XNeeds,
  post: Outgoing,
  upload: UploadRef,
  { askedAt, signal }: { askedAt: Date | null; signal: AbortSignal },
): Promise<Sighting> {
  const ref = readRef(upload);
  if (ref === null) {
    if (askedAt === null) return { seen: 'nothing' };
    return { seen: 'unclear', reason: 'The studio lost its note of this upload. Look on X whether the post is there.' };
  }
  const tools: ReadTools = { urgency: 'release', signal, postId: post.postId };
  if (ref.postId !== null) return lookForPost(needs, post, { id: ref.postId, askedAt, tools });
  if (askedAt === null) return lookAtUpload(needs, post, ref, signal);
  const { found, ...rest } = await findReleased(needs, post, { ref, askedAt }, tools);
  if ('id' in rest) return publicAt(needs, post, rest.id, signal);
  if (found === 'unsure') return { seen: 'processing', askAt: new Date(needs.now().getTime() + LOOK_AGAIN_MS) };
  return { seen: Date.parse(ref.expiresAt) > needs.now().getTime() ? 'ready' : 'nothing' };
}

async function lookForPost(
  needs: XNeeds,
  post: Outgoing,
  { id, askedAt, tools }: { id: string; askedAt: Date | null; tools: ReadTools },
): Promise<Sighting> {
  const seen = await readOwnPost(needs, post.session, { id, fields: { 'tweet.fields': 'attachments,created_at' } }, tools);
  if (seen !== null) return publicAt(needs, post, id, tools.signal);
  const now = needs.now().getTime();
  if (askedAt !== null && now - askedAt.getTime() < SHOWS_WITHIN_MS) return { seen: 'processing', askAt: new Date(now + LOOK_AGAIN_MS) };
  // never "nothing": X did publish it, so sending it again is not for us to decide
  const reason = `X took the post (number ${id}) but does not show it. It may have been removed or held back: look on X before you send it again.`;
  return { seen: 'unclear', reason };
}

async function lookAtUpload(needs: XNeeds, post: Outgoing, ref: XRef, signal: AbortSignal): Promise<Sighting> {
  if (ref.finalized !== 'yes' || Date.parse(ref.expiresAt) <= needs.now().getTime()) return { seen: 'nothing' };
  const media = await readMedia(needs, post.session, { mediaId: ref.mediaId, signal });
  if (media === null) return { seen: 'nothing' };
  const info = media.processing_info;
  if (info === undefined || info.state === 'succeeded') return { seen: 'ready' };
  if (info.state === 'failed') {
    const why = info.error?.message ?? info.error?.name;
    return {
      seen: 'refused',
      reason: `X could not use the film${why === undefined ? '. It gave no reason: check its length, size and format.' : `: ${why}.`}`,
      code: `processing-failed ${info.error?.name ?? ''}`.trim(),
    };
  }
  return { seen: 'processing', askAt: new Date(needs.now().getTime() + Math.max(1, info.check_after_secs ?? 5) * 1_000) };
}

async function publicAt({ endpoints, tokens }: XNeeds, { session }: Outgoing, id: string, signal: AbortSignal): Promise<Sighting> {
  const { extra } = await tokens.read(session, signal);
  // X leads from /i/status/… to the post wherever the name is not known
  return { seen: 'public', remoteId: id, url: `${endpoints.x.authorize}/${extra['username'] ?? 'i'}/status/${id}` };
}
