import type { SeenPost } from '../kit/simulator.ts';

export const ALL_SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list', 'video.upload', 'video.publish'];

/** Facts the reference could not verify, and moods of the platform. */
export type TiktokSwitches = {
  /** Sign-in answers at once, without a page, as `autoAccount`. */
  auto: boolean;
  autoAccount: string;
  /** Reviewed by TikTok: otherwise private posts on private accounts only, and five accounts a day. */
  audited: boolean;
  /** Scopes the app was approved for. */
  approvedScopes: readonly string[];
  /** What asking for more than that does. */
  unapproved: 'error' | 'subset';
  /** What the person grants when the page is skipped. */
  grantedScopes: readonly string[];
  /** Every second renewal gives another refresh token. */
  rotates: boolean;
  /** Whether the old one works on. */
  oldRefreshLives: boolean;
  /** Whether the 365 days begin again with each renewal. */
  refreshSlides: boolean;
  /** Sandbox apps have been seen to get `invalid_grant` on every renewal. */
  sandbox: boolean;
  oauthErrorStatus: 200 | 400;
  megabyte: 1_000_000 | 1_048_576;
  /** The answer to a piece that was taken before. */
  resentPiece: 206 | 416;
  /** Whether `uploaded_bytes` counts the part of a piece that arrived before the connection broke. */
  countsPartialPieces: boolean;
  showsUploadedBytes: boolean;
  /** A paid partnership that only its owner sees. */
  brandedPrivate: 'accepted' | 'refused';
  /** Whether a post that is not public to everyone gets a public id all the same. */
  idForEveryPost: boolean;
  /** How the public id is spelled. */
  idField: 'publicaly_available_post_id' | 'publicly_available_post_id';
  publishIdLivesMs: number;
  draftsVanish: boolean;
  processingMs: number;
  moderationMs: number;
  /** What the next finished uploads fail with. */
  failReason: string | null;
  uploadUrlLivesMs: number;
  /** How long a listed video is said to be. */
  listedSeconds: number;
  postsPerDay: number;
  pendingDrafts: number;
  /** Seconds named with a 429; TikTok documents none. */
  retryAfter: number | null;
};

export const plainSwitches: TiktokSwitches = {
  auto: false,
  autoAccount: 'mia',
  audited: true,
  approvedScopes: ALL_SCOPES,
  unapproved: 'error',
  grantedScopes: ALL_SCOPES,
  rotates: true,
  oldRefreshLives: false,
  refreshSlides: false,
  sandbox: false,
  oauthErrorStatus: 400,
  megabyte: 1_000_000,
  resentPiece: 416,
  countsPartialPieces: false,
  showsUploadedBytes: true,
  brandedPrivate: 'refused',
  idForEveryPost: false,
  idField: 'publicaly_available_post_id',
  publishIdLivesMs: 7 * 86_400_000,
  draftsVanish: true,
  processingMs: 1_000,
  moderationMs: 1_000,
  failReason: null,
  uploadUrlLivesMs: 3_600_000,
  listedSeconds: 12,
  postsPerDay: 15,
  pendingDrafts: 5,
  retryAfter: null,
};

/** May be changed at any time. */
export type TiktokAccount = {
  readonly username: string;
  readonly openId: string;
  readonly nickname: string;
  private: boolean;
  commentDisabled: boolean;
  duetDisabled: boolean;
  stitchDisabled: boolean;
  maxSeconds: number;
  banned: boolean;
};

export type PostInfo = Readonly<Record<string, string | number | boolean>>;

/** One upload, from init on. */
export type Task = {
  readonly publishId: string;
  readonly uploadToken: string;
  readonly account: TiktokAccount;
  readonly mode: 'direct' | 'inbox';
  readonly total: number;
  readonly chunk: number;
  readonly count: number;
  readonly madeAt: number;
  /** What `post_info` said; null for a draft. */
  readonly info: PostInfo | null;
  /** Bytes of whole pieces. */
  received: number;
  /** Bytes of a piece that broke off. */
  partial: number;
  contentType: string;
  /** When the last byte came; null before. */
  completedAt: number | null;
  failReason: string | null;
  processingMs: number;
  moderationMs: number;
  filmHash: string;
  postId: string | null;
  /** A draft that its owner posted in the app. */
  finished: { at: number; privacy: string; caption: string } | null;
};

export type World = {
  readonly now: () => number;
  readonly switches: TiktokSwitches;
  readonly accounts: Map<string, TiktokAccount>;
  readonly tasks: Map<string, Task>;
  readonly secrets: Set<string>;
};

export const makeAccount = (username: string, nickname: string): TiktokAccount => ({
  username,
  nickname,
  openId: `open-${username}-7f3a`,
  private: false,
  commentDisabled: false,
  duetDisabled: false,
  stitchDisabled: false,
  maxSeconds: 600,
  banned: false,
});

/** What became of a task by now. */
export function standing(
  { now }: Pick<World, 'now'>,
  task: Task,
): { status: string; postedAt: number | null; publicAt: number | null; privacy: string } {
  const privacy = task.finished?.privacy ?? String(task.info?.['privacy_level'] ?? 'SELF_ONLY');
  const nothing = { postedAt: null, publicAt: null, privacy };
  if (task.completedAt === null) return { status: 'PROCESSING_UPLOAD', ...nothing };
  const processed = task.completedAt + task.processingMs;
  if (now() < processed) return { status: 'PROCESSING_UPLOAD', ...nothing };
  if (task.failReason !== null) return { status: 'FAILED', ...nothing };
  if (task.mode === 'inbox' && task.finished === null) return { status: 'SEND_TO_USER_INBOX', ...nothing };
  const postedAt = task.finished?.at ?? processed;
  const publicAt = privacy === 'PUBLIC_TO_EVERYONE' ? postedAt + task.moderationMs : null;
  return { status: 'PUBLISH_COMPLETE', postedAt, publicAt, privacy };
}

/** Everything that became visible to anybody, oldest first. */
export function seenPosts(world: World): SeenPost[] {
  return [...world.tasks.values()]
    .flatMap((task) => {
      const { postedAt, publicAt, privacy } = standing(world, task);
      const at = privacy === 'PUBLIC_TO_EVERYONE' ? publicAt : postedAt;
      if (at === null || at > world.now() || task.postId === null) return [];
      const visibility =
        privacy === 'PUBLIC_TO_EVERYONE' ? ('public' as const) : privacy === 'SELF_ONLY' ? ('private' as const) : ('limited' as const);
      const caption = task.finished?.caption ?? String(task.info?.['title'] ?? '');
      return [{ id: task.postId, caption, visibility, filmHash: task.filmHash, account: task.account.username, at }];
    })
    .toSorted((one, other) => one.at - other.at);
}
