import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import { waitFailure } from './askX.ts';
import { hasOurFilm } from './findReleased.ts';
import { readProblem, type XProblem } from './problem.ts';
import { readMedia } from './readMedia.ts';
import { readOwnPosts, wholeText, type PostsRead } from './readOwnPosts.ts';
import { sameWords } from './sameWords.ts';
import type { XRef } from './uploadRef.ts';
import type { XNeeds } from './xNeeds.ts';

type Refused = { readonly ref: XRef; readonly answer: PlatformAnswer; readonly signal: AbortSignal };
/** live: the id under which the post is public after all. Without either, nobody knows. */
type Judged = { readonly live: string } | { readonly live: null; readonly failure: PublishFailed | null };

const because = (failure: PublishFailure, { raw }: XProblem): Judged => ({
  live: null,
  failure: new PublishFailed(failure, { cause: raw }),
});

/** What X's no to a post means. */
export async function judgeRefusal(needs: XNeeds, post: Outgoing, { ref, answer, signal }: Refused): Promise<Judged> {
  const problem = readProblem(answer);
  const { status, code, words } = problem;
  if (status === 403 && /duplicate/i.test(words)) return judgeDuplicate(needs, post, { ref, problem, signal });
  if (status === 400 && /media/i.test(words)) return judgeMedia(needs, post, { ref, problem, signal });
  if (status === 403 && /client-forbidden|client-not-enrolled|oauth1-permissions|unsupported-authentication/.test(`${code} ${words}`)) {
    const reason =
      'X does not let your app post. In the X developer console, put the app into a project and give it “Read and write” access; then sign in again.';
    return because({ kind: 'needs-you', reason, code }, problem);
  }
  if (status === 403 && /suspend|locked|verify|not-authorized-for-resource/i.test(`${code} ${words}`)) {
    return because(
      { kind: 'needs-you', reason: `X does not let this account post: ${words} Open X and follow what it asks.`, code },
      problem,
    );
  }
  if (status === 403 && /too long|duration|video.*longer|longer.*video/i.test(words)) {
    return because({ kind: 'rejected', reason: `This is too long for this account on X: ${words}`, code }, problem);
  }
  if (status === 403 && (words === '' || words === 'Forbidden')) {
    const reason =
      'X does not let the studio post from this account and gives no reason. Sign in again and allow everything that is asked.';
    return because({ kind: 'needs-you', reason, code }, problem);
  }
  return because({ kind: 'rejected', reason: `X does not take this post: ${words || 'it gave no reason'}`, code }, problem);
}

type Problem = { readonly ref: XRef; readonly problem: XProblem; readonly signal: AbortSignal };

/**
 * "Duplicate" may mean that an earlier try of ours went out, or that the creator said the same before. The account's last
 * posts tell which; when they do not, it is looked for until they do.
 */
async function judgeDuplicate(needs: XNeeds, post: Outgoing, { ref, problem, signal }: Problem): Promise<Judged> {
  const query = { exclude: 'replies,retweets', max_results: '20', 'tweet.fields': 'attachments,created_at,note_tweet' };
  let read: PostsRead;
  try {
    read = await readOwnPosts(needs, post.session, query, { urgency: 'release', signal, postId: post.postId });
  } catch (error) {
    if (error instanceof PublishFailed) return { live: null, failure: null };
    throw error;
  }
  const ours = read.posts.find((one) => hasOurFilm(one, ref) === true);
  if (ours !== undefined) return { live: ours.id };
  const older = read.posts.find((one) => hasOurFilm(one, ref) === false && sameWords(post.words.caption, wholeText(one)));
  if (older === undefined) return { live: null, failure: null };
  const reason = 'X does not take the same words twice, and this account has posted them before. Change the text and send it again.';
  return because({ kind: 'rejected', reason, code: `${problem.code} duplicate of ${older.id}` }, problem);
}

/** X did not like the film: it was forgotten, is not ready, or cannot be used. */
async function judgeMedia(needs: XNeeds, post: Outgoing, { ref, problem, signal }: Problem): Promise<Judged> {
  const media = await readMedia(needs, post.session, { mediaId: ref.mediaId, signal });
  const state = media === null ? 'gone' : (media.processing_info?.state ?? 'succeeded');
  if (state === 'failed' || state === 'succeeded') {
    const reason = `X does not take this film in a post: ${problem.words}`;
    return because({ kind: 'rejected', reason, code: problem.code }, problem);
  }
  return { live: null, failure: waitFailure(needs.now(), `${problem.code} film ${state}`, problem.raw) };
}
