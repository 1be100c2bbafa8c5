import type { Outgoing } from '../adapter.ts';
import { readOwnPosts, wholeText, type ReadTools, type XPost } from './readOwnPosts.ts';
import { sameWords } from './sameWords.ts';
import type { XRef } from './uploadRef.ts';
import type { XNeeds } from './xNeeds.ts';

const X_EPOCH_MS = 1_288_834_974_657n;
/** An id whose time is further from ours than this is no id with a time in it; nearer, it is our clock that is wrong. */
const BELIEVED_MS = 30 * 24 * 60 * 60_000;
const SLACK_MS = 10 * 60_000;
const MOST_PAGES = 5;

/** found: it is there; none: it is certain that X shows none; unsure: X did not say all. */
export type Found = { readonly found: 'found'; readonly id: string } | { readonly found: 'none' | 'unsure' };

/** The film by which a post is recognized: X's ids of films are unlike any other's. */
export function hasOurFilm({ attachments }: XPost, { mediaId, mediaKey }: Pick<XRef, 'mediaId' | 'mediaKey'>): boolean | null {
  const keys = attachments?.media_keys;
  if (keys === undefined || keys.length === 0) return null;
  return keys.some((key) => key === mediaKey || key.split('_').at(-1) === mediaId);
}

/**
 * From when on a post of ours can exist. X's ids hold X's own time, so that a wrong clock on this computer hides nothing;
 * ours only counts where the id's does not make sense.
 */
export function searchFrom({ mediaId }: Pick<XRef, 'mediaId'>, askedAt: Date): Date {
  const ours = askedAt.getTime() - SLACK_MS;
  if (!/^\d{1,19}$/.test(mediaId)) return new Date(ours);
  const theirs = Number((BigInt(mediaId) >> 22n) + X_EPOCH_MS);
  return new Date(theirs > askedAt.getTime() - BELIEVED_MS ? Math.min(ours, theirs - 1_000) : ours);
}

/** Looks for a post of which X never told the id, among the account's posts since the upload. @throws PublishFailed */
export async function findReleased(
  needs: XNeeds,
  post: Outgoing,
  { ref, askedAt }: { ref: XRef; askedAt: Date },
  tools: ReadTools,
): Promise<Found> {
  let token: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await readOwnPosts(
      needs,
      post.session,
      {
        start_time: searchFrom(ref, askedAt).toISOString(),
        exclude: 'replies,retweets',
        max_results: '100',
        'tweet.fields': 'attachments,created_at,note_tweet',
        ...(token === null ? {} : { pagination_token: token }),
      },
      tools,
    );
    const ours = read.posts.find((one) => {
      const film = hasOurFilm(one, ref);
      return film ?? sameWords(post.words.caption, wholeText(one));
    });
    if (ours !== undefined) return { found: 'found', id: ours.id };
    if (read.isPartial) return { found: 'unsure' };
    if (read.nextToken === null) return { found: 'none' };
    token = read.nextToken;
  }
  return { found: 'unsure' };
}
