import type { LimitRule, LimitUse } from '../limits/types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Guides name 100, 50 and 25; `content_publishing_limit` says what is true and is asked before every release. */
export const postsADay: LimitRule = {
  platform: 'instagram',
  name: 'posts',
  label: 'Posts in 24 hours',
  capacity: 100,
  per: { ms: DAY_MS },
};

/** Containers are taken for uploads that never go out, too. */
export const containersADay: LimitRule = {
  platform: 'instagram',
  name: 'containers',
  label: 'Uploads in 24 hours',
  capacity: 400,
  per: { ms: DAY_MS },
};

/* Meta tells in every answer how many percent of a limit are used, and never how many calls that is: these two count percent. */

/** `X-App-Usage`: what all accounts of the creator's app use together. */
export const appUsage: LimitRule = {
  platform: 'instagram',
  name: 'app-usage',
  label: "The app's calls in an hour, percent",
  capacity: 100,
  per: { ms: HOUR_MS },
};

/** `X-Business-Use-Case-Usage`: 4800 calls for each time the account was seen in the last 24 hours. */
export const accountUsage: LimitRule = {
  platform: 'instagram',
  name: 'account-usage',
  label: "The account's calls in 24 hours, percent",
  capacity: 100,
  per: { ms: DAY_MS },
};

/** What every call takes: nothing, but it does not go through while one of them is closed. */
export const usesOfEveryCall = (channelId: string): LimitUse[] => [
  { rule: appUsage, scope: 'app', cost: 0 },
  { rule: accountUsage, scope: { channelId }, cost: 0 },
];
