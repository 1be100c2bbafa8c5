import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { Urgency } from '../limits/types.ts';
import { askXAgainLater, waitFailure } from './askX.ts';
import { readProblem } from './problem.ts';
import type { XNeeds } from './xNeeds.ts';

const count = z.number().optional().catch(undefined);

const XPost = z.object({
  id: z.string().min(1),
  text: z.string().default(''),
  created_at: z.string().optional(),
  attachments: z
    .object({ media_keys: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
  note_tweet: z.object({ text: z.string() }).optional().catch(undefined),
  /** X is renaming retweets to reposts; both names are read. */
  public_metrics: z
    .object({
      like_count: count,
      reply_count: count,
      quote_count: count,
      retweet_count: count,
      repost_count: count,
      impression_count: count,
    })
    .optional(),
});
export type XPost = z.infer<typeof XPost>;

const Answer = z.object({
  data: z.array(XPost).optional(),
  includes: z.object({ media: z.array(z.object({ public_metrics: z.object({ view_count: count }).optional() })).optional() }).optional(),
  meta: z.object({ result_count: z.number().optional(), next_token: z.string().optional() }).optional(),
  errors: z.array(z.object({ type: z.string().optional(), title: z.string().optional(), detail: z.string().optional() })).optional(),
});

export type PostsRead = {
  readonly posts: readonly XPost[];
  /** Views of each film that came with the posts. */
  readonly views: readonly number[];
  readonly nextToken: string | null;
  /** X left something out, so what is not there may exist all the same. */
  readonly isPartial: boolean;
};

export type ReadTools = { readonly urgency: Urgency; readonly signal: AbortSignal; readonly postId: string | null };

/** All that the author wrote; X cuts long texts in the usual field. */
export const wholeText = ({ text, note_tweet }: XPost): string => note_tweet?.text ?? text;

/** The account's own posts, newest first, at the price of reading one's own. @throws PublishFailed */
export async function readOwnPosts(
  needs: XNeeds,
  session: Session,
  query: Readonly<Record<string, string>>,
  tools: ReadTools,
): Promise<PostsRead> {
  return readTimeline(needs, await askTimeline(needs, session, query, tools), tools);
}

/**
 * One own post by its id; null when X shows none. Asked through the timeline first, narrowed to that one id, since reading
 * one's own posts there costs a fifth of asking for a post by its id; the dearer question only counters a timeline that
 * lags behind. @throws PublishFailed
 */
export async function readOwnPost(
  needs: XNeeds,
  session: Session,
  { id, fields }: { id: string; fields: Readonly<Record<string, string>> },
  tools: ReadTools,
): Promise<{ post: XPost; views: readonly number[] } | null> {
  const around = { since_id: String(BigInt(id) - 1n), until_id: String(BigInt(id) + 1n), max_results: '5' };
  const narrow = await askTimeline(needs, session, { ...around, ...fields }, tools);
  const cheap = narrow.status === 400 ? null : readTimeline(needs, narrow, tools); // so narrow a question may be refused
  const own = cheap?.posts.find((post) => post.id === id);
  if (cheap !== null && own !== undefined) return { post: own, views: cheap.views };
  const path = `/2/tweets?${new URLSearchParams({ ids: id, ...fields }).toString()}`;
  const answer = await askXAgainLater(needs, { call: 'lookup', path, session, urgency: tools.urgency, signal: tools.signal });
  const sure = readPosts(needs, answer);
  charge(needs, sure, { item: 'Post read', usdEach: needs.prices.postReadUsd, postId: tools.postId });
  const post = sure.posts.find((one) => one.id === id);
  return post === undefined ? null : { post, views: sure.views };
}

function askTimeline(needs: XNeeds, session: Session, query: Readonly<Record<string, string>>, tools: ReadTools): Promise<PlatformAnswer> {
  const path = `/2/users/${encodeURIComponent(session.remoteAccount)}/tweets?${new URLSearchParams(query).toString()}`;
  return askXAgainLater(needs, { call: 'timeline', path, session, urgency: tools.urgency, signal: tools.signal });
}

function readTimeline(needs: XNeeds, answer: PlatformAnswer, { postId }: ReadTools): PostsRead {
  const read = readPosts(needs, answer);
  charge(needs, read, { item: 'Own post read', usdEach: needs.prices.ownPostReadUsd, postId });
  return read;
}

function readPosts(needs: XNeeds, answer: PlatformAnswer): PostsRead {
  const { code, words, raw } = readProblem(answer);
  if (answer.status === 403) {
    const reason = `X does not show this account's posts to the studio: ${words || 'it gave no reason'}`;
    throw new PublishFailed({ kind: 'needs-you', reason, code }, { cause: raw });
  }
  const parsed = answer.status === 200 ? Answer.safeParse(answer.json) : null;
  if (parsed === null || !parsed.success) throw waitFailure(needs.now(), parsed === null ? code : 'malformed posts', raw);
  const { data = [], includes, meta, errors = [] } = parsed.data;
  // an answer without posts must say that there are none, or it is no answer
  if (data.length === 0 && meta?.result_count === undefined && errors.length === 0) throw waitFailure(needs.now(), 'malformed posts', raw);
  return {
    posts: data,
    views: (includes?.media ?? []).flatMap(({ public_metrics }) => public_metrics?.view_count ?? []),
    nextToken: meta?.next_token ?? null,
    isPartial: errors.some(({ type = '' }) => !type.endsWith('/resource-not-found')),
  };
}

type Charge = { readonly item: string; readonly usdEach: number; readonly postId: string | null };

function charge({ spending, prices }: XNeeds, { posts, views }: PostsRead, { item, usdEach, postId }: Charge): void {
  if (posts.length > 0) spending.add({ provider: 'x', item, units: posts.length, usdEach, postId });
  // whether films that come along are charged is not said: counted as if they were
  if (views.length > 0) spending.add({ provider: 'x', item: 'Film read', units: views.length, usdEach: prices.mediaReadUsd, postId });
}
