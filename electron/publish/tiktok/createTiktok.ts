import { PublishFailed } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import type { Outgoing, Platform, UploadTools } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { createAsk } from './askTiktok.ts';
import { beginUpload } from './beginUpload.ts';
import { ofChannel, tiktokLimits } from './limits.ts';
import { lookForPost } from './lookForPost.ts';
import { readChoices } from './readChoices.ts';
import { readMetrics } from './readMetrics.ts';
import { readStatus, type TiktokStatus } from './readStatus.ts';
import { releasePost } from './releasePost.ts';
import { sendPieces } from './sendPieces.ts';
import { OUTAGE_MS } from './translateError.ts';
import { fingerprint, hasEnded, readRef, type TiktokRef } from './uploadRef.ts';

/*
TikTok publishes by itself when the last byte arrives. So `upload` sends every piece but the last, and `release` sends
that one. A post is found again by its publish id, which is stored before the first byte.
*/

/** A line that can send the film in the hour TikTok gives sends the last piece of it in less (see planChunks). */
const RELEASE_WITHIN_MS = 5 * 60_000;

export function createTiktok(needs: PlatformNeeds): Platform {
  const { limits, tokens, now } = needs;
  const ask = createAsk(needs);
  /** Uploads whose address TikTok closed before its hour was over; after a restart TikTok says so once more. */
  const ended = new Set<string>();

  async function upload(post: Outgoing, before: TiktokRef | null, { save, progress, signal }: UploadTools): Promise<TiktokRef> {
    const status = before === null ? null : await readStatus(ask, post.session, before.publishId, signal);
    if (before !== null && status !== null && hasArrived(status, before)) return before; // only a look can say what became of it
    const goesOn = before !== null && !hasEnded(before, now()) && !ended.has(before.publishId) && before.told === fingerprint(post);
    let have = goesOn && status?.state === 'processing' ? status.uploadedBytes : null;
    let ref = have === null ? null : before;
    for (let round = 0; round < 2; round += 1) {
      if (ref === null) {
        ref = await beginUpload({ ask, limits, now }, post, signal);
        have = 0;
        save(ref);
      }
      const { publishId } = ref;
      const askHave = async (): Promise<number | null> => {
        const seen = await readStatus(ask, post.session, publishId, signal);
        return seen.state === 'processing' ? seen.uploadedBytes : null;
      };
      if ((await sendPieces({ ref, path: post.file.path, have: have ?? 0, askHave, progress, now, signal })) === 'sent') return ref;
      ended.add(publishId);
      ref = null;
    }
    const reason = 'TikTok closed the upload before the film had arrived.';
    throw new PublishFailed({ kind: 'wait', until: new Date(now().getTime() + OUTAGE_MS), reason, code: 'upload_ended' });
  }

  return {
    platform: 'tiktok',
    releaseWithinMs: RELEASE_WITHIN_MS,
    upload: async (post, known, tools) => upload(post, readRef(known), tools),
    async look(post, stored, { askedAt, signal }) {
      const ref = readRef(stored);
      if (ref !== null) return lookForPost({ ask, now, graceMs: RELEASE_WITHIN_MS }, { post, ref, askedAt, signal });
      if (askedAt === null) return { seen: 'nothing' };
      return {
        seen: 'unclear',
        reason: 'What the studio had noted about this upload cannot be read any more. Look in TikTok: is it there?',
      };
    },
    async release(post, stored, signal) {
      const ref = readRef(stored);
      if (ref === null)
        throw new PublishFailed({ kind: 'rejected', reason: 'The upload to TikTok is not known any more.', code: 'no_upload' });
      await releasePost({ limits, now, ended: (publishId) => ended.add(publishId) }, post, ref, signal);
      return ref;
    },
    readMetrics: async (remoteId, session, signal) => readMetrics(ask, session, remoteId, signal),
    opensAt: (session) => limits.opensAt(ofChannel(tiktokLimits.posts, session)),
    readChoices: async (session, signal) => readChoices({ ask, limits, tokens }, session, signal),
  };
}

/** Whether every byte is there: from then on TikTok publishes without us, and nothing may be sent again. */
function hasArrived(status: TiktokStatus, { bytes }: TiktokRef): boolean {
  switch (status.state) {
    case 'posted':
    case 'inbox':
      return true;
    case 'processing':
      return status.uploadedBytes !== null && status.uploadedBytes >= bytes;
    case 'failed':
    case 'gone':
      return false;
    default:
      return unreachable(status);
  }
}
