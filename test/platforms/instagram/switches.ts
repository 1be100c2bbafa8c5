/** What can be turned one way or the other; what the reference marks as unverified comes first. */
export type InstagramSwitches = {
  /** Documents name 100, 50 and 25. */
  quotaTotal: number;
  /** Which tokens may publish on the Facebook route. */
  publishTokens: 'page' | 'user' | 'both';
  /** Whether an upload may be split into several requests on purpose. */
  splitUploads: boolean;
  /** Whether Instagram Login takes local bytes; a probe says no. */
  resumableOnInstagram: boolean;
  /** Whether the code exchange of Instagram Login answers in a list. */
  wrappedToken: boolean;
  /** In development mode Facebook Login takes plain http on localhost. */
  developmentMode: boolean;
  /** The name of the paid-partnership field; null: there is none. */
  paidPartnershipField: string | null;
  mostCollaborators: number;

  /** Whose keys the simulator's app has, and what `grantFor` gives. */
  login: 'facebook' | 'instagram';
  /** Authorize redirects at once, without a page: as this account, or with everybody who may be chosen. */
  auto: boolean | string;
  /** null: everything that was asked for. */
  grantedScopes: readonly string[] | null;
  /** Also a Page that no Instagram account is linked to. */
  pageWithoutInstagram: boolean;
  /** Why a killed token is dead. */
  deadSubcode: number;
  processingMs: number;
  /** The subcode that containers end with; `times` of them, then they are fine. */
  processingError: { subcode: number; times: number } | null;
  /** What media_publish answers; `live`: the reel goes out all the same. */
  publishError: { status: number; code: number; subcode?: number; transient?: boolean; live: boolean } | null;
  /** How long a published reel stays out of the list and cannot be read. */
  showsAfterMs: number;
  /** How long a container goes on to read FINISHED after its reel went live. */
  statusLagMs: number;
  /** Captions come back composed, trimmed and with single spaces. */
  tidiesCaptions: boolean;
  mayMakeTrials: boolean;
  /** The length of the film as Instagram sees it. */
  filmSeconds: number;
  insightsAfterMs: number;
  /** Metrics that fail the call they are in. */
  refusedMetrics: readonly string[];
  /** Percent in the usage headers; null: no such header. */
  usage: { app: number | null; account: number | null; regainMinutes: number };
};

export const plainSwitches: InstagramSwitches = {
  quotaTotal: 100,
  publishTokens: 'both',
  splitUploads: false,
  resumableOnInstagram: false,
  wrappedToken: false,
  developmentMode: true,
  paidPartnershipField: 'is_paid_partnership',
  mostCollaborators: 3,
  login: 'facebook',
  auto: false,
  grantedScopes: null,
  pageWithoutInstagram: false,
  deadSubcode: 467,
  processingMs: 0,
  processingError: null,
  publishError: null,
  showsAfterMs: 0,
  statusLagMs: 0,
  tidiesCaptions: true,
  mayMakeTrials: true,
  filmSeconds: 900,
  insightsAfterMs: 0,
  refusedMetrics: [],
  usage: { app: 5, account: 5, regainMinutes: 0 },
};
