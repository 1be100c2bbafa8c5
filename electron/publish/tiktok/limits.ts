import type { Session } from '../adapter.ts';
import type { LimitRule, LimitUse } from '../limits/types.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What TikTok documents. Posting counts per person who signed in, numbers and lists per app. */
export const tiktokLimits = {
  creatorInfo: rule('creator-info', 'Questions about the account a minute', 20, MINUTE_MS),
  init: rule('init', 'Posts begun a minute', 6, MINUTE_MS),
  inboxInit: rule('inbox-init', 'Drafts begun a minute', 6, MINUTE_MS),
  status: rule('status', 'Questions about a post a minute', 30, MINUTE_MS),
  /** "About 15" in the guidelines, and shared with every other app the account uses. */
  posts: rule('posts', 'Posts a day', 15, DAY_MS),
  userInfo: rule('user-info', 'Questions about accounts a minute', 600, MINUTE_MS),
  videoList: rule('video-list', 'Lists of videos a minute', 600, MINUTE_MS),
  videoQuery: rule('video-query', 'Readings of numbers a minute', 600, MINUTE_MS),
};

/** The counter of one channel. */
export const ofChannel = (limit: LimitRule, { channelId }: Session): LimitUse => ({ rule: limit, scope: { channelId } });

/** The counter of the creator's whole app. */
export const ofApp = (limit: LimitRule): LimitUse => ({ rule: limit, scope: 'app' });

function rule(name: string, label: string, capacity: number, ms: number): LimitRule {
  return { platform: 'tiktok', name, label, capacity, per: { ms } };
}
