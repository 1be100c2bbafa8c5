/** What the reference marks as unverified, and what a test may want of the platform. */
export type XSwitches = {
  /** Authorize leads back at once, as this account; null: a page asks. */
  auto: string | null;
  /** Scopes that the person takes out of what the app asked for. */
  withheldScopes: readonly string[];
  /** `offline.access` yields a refresh token. Some threads say that it sometimes does not. */
  givesRefreshToken: boolean;
  /** A refresh token replayed ends everything that came of the same sign-in. */
  familyKill: boolean;
  /** in-order: a segment before its turn is refused. */
  segmentOrder: 'any' | 'in-order';
  /** What a segment does that is there already. */
  segmentRepeat: 'replaces' | 'refused' | 'adds';
  /** A request body above this is answered with an empty 413. */
  appendMaxBytes: number;
  /** Finalize without a JSON object is refused. */
  finalizeNeedsJson: boolean;
  /** How an upload that is not finalized answers STATUS. */
  statusBeforeFinalize: 'not-found' | 'bare';
  /** Seconds of processing; null: ready at once, and no processing_info at all. */
  processingSecs: number | null;
  /** Processing ends in failure, and the answer has an error member or not. */
  processingFails: false | 'with-error' | 'without-error';
  /** How a film is answered that is too long for a normal account; the simulator takes every film for one. */
  filmTooLong: 'accepted' | 'create-403';
  mediaExpiresSecs: number;
  /** Metrics and edit history under the old or the new names. */
  names: 'old' | 'new';
  /** Films tell how often they were viewed. */
  filmViews: boolean;
  duplicateDetection: boolean;
  /** A new post is shown in reads after so many ms. */
  showsAfterMs: number;
  /** The timeline answers a question narrowed by since_id and until_id. */
  narrowTimeline: boolean;
  /** US$ bought in advance. */
  creditUsd: number;
  creditsBody: 'problem' | 'empty';
  /** The signed-in person owns the developer app, which makes own reads cheap. */
  ownsApp: boolean;
  /** How users/me answers subscription_type. */
  subscriptionField: 'given' | 'absent' | 'refused';
  /** The x-…-limit-24hour headers are sent, with this many posts a day for a user; null: not. */
  postsPerDay: number | null;
  /** Rate headers come with a 429, too. */
  headersOn429: boolean;
  tooManyBody: 'problem' | 'code-88';
  /** Limits of 15 minutes and user by route, where a test wants others than the documented ones. */
  limits: Readonly<Record<string, number>>;
};

export const usualSwitches: XSwitches = {
  auto: null,
  withheldScopes: [],
  givesRefreshToken: true,
  familyKill: true,
  segmentOrder: 'any',
  segmentRepeat: 'replaces',
  appendMaxBytes: 5 * 1024 * 1024,
  finalizeNeedsJson: true,
  statusBeforeFinalize: 'not-found',
  processingSecs: null,
  processingFails: false,
  filmTooLong: 'accepted',
  mediaExpiresSecs: 86_400,
  names: 'old',
  filmViews: true,
  duplicateDetection: true,
  showsAfterMs: 0,
  narrowTimeline: true,
  creditUsd: 100,
  creditsBody: 'problem',
  ownsApp: true,
  subscriptionField: 'given',
  postsPerDay: null,
  headersOn429: true,
  tooManyBody: 'problem',
  limits: {},
};
