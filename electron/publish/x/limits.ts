import type { LimitRule, LimitUse } from '../limits/types.ts';

const QUARTER_HOUR = { ms: 15 * 60_000 };
const DAY = { ms: 24 * 60 * 60_000 };

/** Calls of X that are counted apart. */
export type XCall = 'create' | 'initialize' | 'append' | 'finalize' | 'status' | 'lookup' | 'timeline' | 'me';

const rule = (name: string, label: string, capacity: number, per: LimitRule['per']): LimitRule => ({
  platform: 'x',
  name,
  label,
  capacity,
  per,
});

type CallRules = { readonly user: LimitRule; readonly app: LimitRule | null };

/** Rate limits table of docs.x.com, 2026-08-22. */
const rules: { readonly [Call in XCall]: CallRules } = {
  create: {
    user: rule('posts', 'Posts in 15 minutes', 100, QUARTER_HOUR),
    app: rule('posts-app', 'Posts a day, all accounts', 10_000, DAY),
  },
  initialize: {
    user: rule('uploads', 'Uploads begun in 15 minutes', 1_875, QUARTER_HOUR),
    app: rule('uploads-app', 'Uploads begun a day, all accounts', 180_000, DAY),
  },
  append: {
    user: rule('segments', 'Pieces of films in 15 minutes', 1_875, QUARTER_HOUR),
    app: rule('segments-app', 'Pieces of films a day, all accounts', 180_000, DAY),
  },
  finalize: {
    user: rule('finished-uploads', 'Uploads finished in 15 minutes', 1_875, QUARTER_HOUR),
    app: rule('finished-uploads-app', 'Uploads finished a day, all accounts', 180_000, DAY),
  },
  status: {
    user: rule('upload-looks', 'Looks at uploads in 15 minutes', 1_000, QUARTER_HOUR),
    app: rule('upload-looks-app', 'Looks at uploads a day, all accounts', 100_000, DAY),
  },
  lookup: {
    user: rule('post-looks', 'Looks at posts in 15 minutes', 5_000, QUARTER_HOUR),
    app: rule('post-looks-app', 'Looks at posts in 15 minutes, all accounts', 3_500, QUARTER_HOUR),
  },
  timeline: {
    user: rule('timeline', 'Looks at own posts in 15 minutes', 900, QUARTER_HOUR),
    app: rule('timeline-app', 'Looks at own posts in 15 minutes, all accounts', 10_000, QUARTER_HOUR),
  },
  me: { user: rule('account', 'Looks at the account in 15 minutes', 75, QUARTER_HOUR), app: null },
};

/**
 * Posts a day of one account. No table names it, but X has been seen to tell it in its headers, with its reset; until it
 * does, this is what the limit of 15 minutes comes to. Counted by days, since a smaller number may be learned any time.
 */
const postsADay = rule('posts-day', 'Posts a day', 9_600, { dayIn: 'UTC' });

/** The account's own counter of a call, which the x-rate-limit headers speak of. */
export const userUse = (call: XCall, channelId: string): LimitUse => ({ rule: rules[call].user, scope: { channelId } });

/** The creator's app's counter of a call; null where there is none. */
export const appUse = (call: XCall): LimitUse | null => {
  const { app } = rules[call];
  return app === null ? null : { rule: app, scope: 'app' };
};

/** The account's counter for 24 hours, which only posting has. */
export const dayUse = (call: XCall, channelId: string): LimitUse | null =>
  call === 'create' ? { rule: postsADay, scope: { channelId } } : null;

/** Everything that one call takes from. */
export const usesOf = (call: XCall, channelId: string): readonly LimitUse[] =>
  [userUse(call, channelId), dayUse(call, channelId), appUse(call)].filter((use) => use !== null);
