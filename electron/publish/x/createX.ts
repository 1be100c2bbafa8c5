/*
Words: on X a film is a "media" that is uploaded in segments and processed; a post names it by its id. X charges for posts
and for reading, so nothing is asked that is not needed.
*/
import type { Choices } from '../../../shared/contract/channels.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { ChoiceReader, MetricReading, MetricsReader, PublisherAdapter, Session } from '../adapter.ts';
import { waitFailure } from './askX.ts';
import { lookX } from './lookX.ts';
import { readAccount } from './readAccount.ts';
import { readOwnPost } from './readOwnPosts.ts';
import { RELEASE_WITHIN_MS, releaseX } from './releaseX.ts';
import { uploadX } from './uploadX.ts';
import type { XNeeds } from './xNeeds.ts';

const NORMAL_SECONDS = 140;

/** Publishes to X. */
export function createX(given: Omit<XNeeds, 'accounts'>): PublisherAdapter & MetricsReader & ChoiceReader {
  const needs: XNeeds = { ...given, accounts: new Map() };
  return {
    platform: 'x',
    releaseWithinMs: RELEASE_WITHIN_MS,
    upload: (post, known, tools) => uploadX(needs, post, known, tools),
    look: (post, upload, tools) => lookX(needs, post, upload, tools),
    release: (post, upload, signal) => releaseX(needs, post, upload, signal),
    readMetrics: (remoteId, session, signal) => readMetrics(needs, remoteId, { session, signal }),
    readChoices: (session, signal) => readChoices(needs, session, signal),
  };
}

const metricFields = {
  'tweet.fields': 'public_metrics,attachments',
  expansions: 'attachments.media_keys',
  'media.fields': 'public_metrics',
};

/** Views of the film where X tells them, otherwise how often the post was shown. */
async function readMetrics(
  needs: XNeeds,
  id: string,
  { session, signal }: { session: Session; signal: AbortSignal },
): Promise<MetricReading> {
  const seen = await readOwnPost(needs, session, { id, fields: metricFields }, { urgency: 'read', signal, postId: null });
  if (seen === null) throw new PublishFailed({ kind: 'rejected', reason: 'X no longer shows this post.', code: 'not-found' });
  const { public_metrics: numbers } = seen.post;
  if (numbers === undefined) throw waitFailure(needs.now(), 'no metrics', seen.post.id);
  return {
    views: seen.views[0] ?? numbers.impression_count ?? 0,
    likes: numbers.like_count ?? 0,
    comments: numbers.reply_count ?? 0,
    shares: (numbers.repost_count ?? numbers.retweet_count ?? 0) + (numbers.quote_count ?? 0),
  };
}

async function readChoices(needs: XNeeds, session: Session, signal: AbortSignal): Promise<Choices> {
  const { username, isProtected, isSubscriber } = await readAccount(needs, session, { signal, urgency: 'read', postId: null });
  return {
    account: `@${username}`,
    privacy: [],
    disabled: [],
    maxSeconds: isSubscriber ? null : NORMAL_SECONDS,
    postsLeft: null,
    categories: [],
    notes: [
      ...(isProtected ? ['This account is protected: only its followers see its posts.'] : []),
      ...(isSubscriber ? ['With its subscription this account may write longer texts and post longer films.'] : []),
    ],
  };
}
