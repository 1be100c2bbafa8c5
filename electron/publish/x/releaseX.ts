import { z } from 'zod';
import { costOfPost } from '../../../shared/publish/costOfPost.ts';
import { hasUrl, normalizeXText } from '../../../shared/publish/countX.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing, UploadRef } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { askX, waitFailure } from './askX.ts';
import { judgeRefusal } from './judgeRefusal.ts';
import { readProblem } from './problem.ts';
import { refuseTooLong } from './refuseTooLong.ts';
import { readRef, type XRef } from './uploadRef.ts';
import type { XNeeds } from './xNeeds.ts';

const LOOK_AFTER_MS = 15_000;

const Created = z.object({ data: z.object({ id: z.string().regex(/^\d+$/) }) });

/** Publishes once: the one call to X that cannot be taken back. @throws PublishFailed */
export async function releaseX(needs: XNeeds, post: Outgoing, upload: UploadRef, signal: AbortSignal): Promise<UploadRef> {
  const ref = readRef(upload);
  if (ref === null)
    throw new PublishFailed({ kind: 'rejected', reason: 'The upload to X is not known any more. Send it again.', code: 'no-upload' });
  await refuseTooLong(needs, post, signal);
  const answer = await create(needs, post, ref, signal);
  const { status } = answer;
  if (status === 200 || status === 201) {
    const created = Created.safeParse(answer.json);
    if (!created.success) throw outcomeUnknown(needs, readProblem(answer).raw);
    return { ...ref, postId: created.data.data.id };
  }
  // 408 and 5xx do not say that nothing was done
  if (status >= 500 || status === 408 || status < 400) throw outcomeUnknown(needs, readProblem(answer).raw);
  const judged = await judgeRefusal(needs, post, { ref, answer, signal });
  if (judged.live === null) throw judged.failure ?? outcomeUnknown(needs, readProblem(answer).raw);
  return { ...ref, postId: judged.live };
}

/** What is sent: only what was chosen, since X refuses what it does not know. */
function postBody({ words, options }: Pick<Outgoing, 'words' | 'options'>, { mediaId }: Pick<XRef, 'mediaId'>): object {
  if (options.platform !== 'x') throw new Error(`These are options of ${options.platform}, not of X.`);
  const text = normalizeXText(words.caption);
  return {
    ...(text === '' ? {} : { text }),
    media: { media_ids: [mediaId] },
    ...(options.replies === 'everyone' ? {} : { reply_settings: options.replies }),
    ...(options.madeWithAi ? { made_with_ai: true } : {}),
    ...(options.paidPartnership ? { paid_partnership: true } : {}),
  };
}

async function create(needs: XNeeds, post: Outgoing, ref: XRef, signal: AbortSignal): Promise<PlatformAnswer> {
  const charge = (): void =>
    needs.spending.add({
      provider: 'x',
      item: hasUrl(post.words.caption) ? 'Post with a link' : 'Post',
      units: 1,
      usdEach: costOfPost(post.words.caption, needs.prices),
      postId: post.postId,
    });
  try {
    const answer = await askX(needs, {
      call: 'create',
      path: '/2/tweets',
      method: 'POST',
      session: post.session,
      urgency: 'release',
      json: postBody(post, ref),
      silenceMs: RELEASE_WITHIN_MS,
      signal,
    });
    if (answer.status < 400 || answer.status >= 500) charge(); // a clear no costs nothing
    return answer;
  } catch (error) {
    if (error instanceof PublishFailed) throw error;
    if (error instanceof LostAnswer && error.question === 'never-arrived') throw waitFailure(needs.now(), 'unreachable', error);
    charge();
    if (error instanceof LostAnswer) throw outcomeUnknown(needs, error);
    throw error;
  }
}

/** How long the release call may take. Twice this must outlast X's delay in showing a new post in the timeline. */
export const RELEASE_WITHIN_MS = 60_000;

const outcomeUnknown = ({ now }: XNeeds, cause: unknown): PublishFailed =>
  new PublishFailed({ kind: 'outcome-unknown', askAt: new Date(now().getTime() + LOOK_AFTER_MS) }, { cause });
