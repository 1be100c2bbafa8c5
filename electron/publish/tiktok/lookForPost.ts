import type { Outgoing, Sighting } from '../adapter.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import { codeOf, type AskTiktok } from './askTiktok.ts';
import { findListed, type FoundVideo } from './findListed.ts';
import { bytesBeforeLast } from './planChunks.ts';
import { readShareUrl } from './readShareUrl.ts';
import { readStatus, type TiktokStatus } from './readStatus.ts';
import { explainFailReason } from './translateError.ts';
import { fingerprint, hasEnded, type TiktokRef } from './uploadRef.ts';

const SHORTEST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** After this long without an answer about the upload itself, the list of public videos is asked as well. */
const LIST_AFTER_MS = 10 * 60_000;

type Needs = {
  readonly ask: AskTiktok;
  readonly now: () => Date;
  /** For bytes that were under way at the end. */ readonly graceMs: number;
};
type Look = { readonly post: Outgoing; readonly ref: TiktokRef; readonly askedAt: Date | null; readonly signal: AbortSignal };

/** What became of an upload: by its own id, and where TikTok has forgotten that, among the account's public videos. @throws PublishFailed */
export async function lookForPost(needs: Needs, look: Look): Promise<Sighting> {
  const { post, ref, askedAt, signal } = look;
  let status: TiktokStatus;
  try {
    status = await readStatus(needs.ask, post.session, ref.publishId, signal);
  } catch (error) {
    const found = await findAfterAll(needs, look, error);
    if (found === null) throw error;
    return publicAt(found);
  }
  switch (status.state) {
    case 'processing':
      return judgeBytes(needs, look, status.uploadedBytes);
    case 'inbox':
      return {
        seen: 'unclear',
        reason:
          'The draft is in your TikTok inbox. Open the TikTok app, finish and post it there; then say here where it is live. TikTok gives the studio no way to do that, and drafts may vanish after a day.',
      };
    case 'posted':
      return judgePosted(needs, look, status.postIds);
    case 'failed':
      if (status.reason === 'internal') return { seen: 'nothing' }; // TikTok's own trouble: it asks to try again
      return { seen: 'refused', reason: explainFailReason(status.reason), code: status.reason };
    case 'gone':
      if (askedAt === null) return { seen: 'nothing' }; // the last piece was never sent
      return findForgotten(needs, look, askedAt);
    default:
      return unreachable(status);
  }
}

/** TikTok publishes when it has every byte, so as long as some are missing nothing is public. */
function judgeBytes({ now, graceMs }: Needs, { ref, askedAt }: Look, uploadedBytes: number | null): Sighting {
  const later: Sighting = { seen: 'processing', askAt: nextLook(now(), askedAt) };
  if (uploadedBytes === null) return askedAt === null ? { seen: 'ready' } : later; // we kept the last piece back
  if (uploadedBytes >= ref.bytes) return later;
  if (hasEnded(ref, now(), graceMs)) return { seen: 'nothing' };
  // before the release a piece that is not there yet may only be slow to be counted; it is asked for again
  return askedAt === null && uploadedBytes < bytesBeforeLast(ref) ? later : { seen: 'ready' };
}

async function judgePosted({ ask, now }: Needs, { post, ref, askedAt, signal }: Look, postIds: readonly string[]): Promise<Sighting> {
  const [id] = postIds;
  if (ref.told !== fingerprint(post)) {
    return {
      seen: 'unclear',
      reason: 'TikTok published this post as it was before your last change. Look at it there and decide whether that is right.',
    };
  }
  if (id === undefined) {
    if (ref.mode === 'inbox' || ref.privacy === 'PUBLIC_TO_EVERYONE') return { seen: 'processing', askAt: nextLook(now(), askedAt) };
    const who =
      ref.privacy === 'SELF_ONLY' ? 'only to you' : ref.privacy === 'FOLLOWER_OF_CREATOR' ? 'to your followers' : 'to your friends';
    const note = `Posted on TikTok, visible ${who}, as you chose. TikTok gives no address for such a post.`;
    return { seen: 'public', remoteId: null, url: null, note };
  }
  if (ref.privacy === 'SELF_ONLY' || ref.privacy === 'MUTUAL_FOLLOW_FRIENDS') {
    const who = ref.privacy === 'SELF_ONLY' ? 'only you' : 'only your friends';
    const reason = `You chose that ${who} see this post, but TikTok shows it to everyone. Open it in TikTok and change who may see it.`;
    return { seen: 'unclear', reason };
  }
  if (ref.username !== null) {
    const found = publicAt({ id, url: `https://www.tiktok.com/@${encodeURIComponent(ref.username)}/video/${id}` });
    return ref.privacy === 'FOLLOWER_OF_CREATOR' ? { ...found, note: 'Posted on TikTok, visible to your followers, as you chose.' } : found;
  }
  return publicAt({ id, url: await readShareUrl(ask, post.session, { id, signal }) });
}

async function findForgotten({ ask }: Needs, { post, ref, signal }: Look, askedAt: Date): Promise<Sighting> {
  const found = ref.mode === 'direct' && ref.privacy !== 'PUBLIC_TO_EVERYONE' ? [] : await findListed(ask, post, askedAt, signal);
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return publicAt(only);
  const reason =
    more.length > 0
      ? 'TikTok has forgotten this upload, and several videos with the same words are public on the account. Look which of them it is.'
      : 'TikTok has forgotten this upload, and it is not among the newest public videos of the account. It may still be checked, or be visible to fewer people. Look in TikTok: is it there?';
  return { seen: 'unclear', reason };
}

/** One certain match in the list while TikTok does not answer about the upload itself; null for anything less. */
async function findAfterAll({ ask, now }: Needs, { post, ref, askedAt, signal }: Look, trouble: unknown): Promise<FoundVideo | null> {
  if (!(trouble instanceof PublishFailed) || trouble.failure.kind === 'sign-in-again' || codeOf(trouble) === 'rate_limit_exceeded')
    return null;
  if (askedAt === null || ref.privacy !== 'PUBLIC_TO_EVERYONE' || now().getTime() - askedAt.getTime() < LIST_AFTER_MS) return null;
  try {
    const found = await findListed(ask, post, askedAt, signal);
    return found.length === 1 ? (found[0] ?? null) : null;
  } catch (error) {
    if (error instanceof PublishFailed) return null; // the first trouble is the one to report
    throw error;
  }
}

const publicAt = ({ id, url }: FoundVideo): Extract<Sighting, { seen: 'public' }> => ({
  seen: 'public',
  remoteId: id,
  url,
  ...(url === null ? { note: 'Posted on TikTok and public; TikTok did not tell its address.' } : {}),
});

/** Less often the longer it takes: most posts pass TikTok's check in a minute, some in hours. */
function nextLook(now: Date, askedAt: Date | null): Date {
  const elapsed = askedAt === null ? 0 : now.getTime() - askedAt.getTime();
  return new Date(now.getTime() + Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, elapsed / 4)));
}
