import { z } from 'zod';

/*
Words: options are what a creator may choose for one post beside its film, its words and its time. Each platform has its
own; null stands for "as the platform has it by default". An approval covers them.
*/

const coverSeconds = z.number().min(0).max(7_200).nullable();

export const TiktokOptions = z.strictObject({
  platform: z.literal('tiktok'),
  /** direct: published by us; inbox: a draft the creator finishes in the TikTok app. */
  mode: z.enum(['direct', 'inbox']),
  /** null: public, where TikTok offers that for this account at the moment of sending. */
  privacy: z.enum(['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY']).nullable(),
  allowComment: z.boolean(),
  allowDuet: z.boolean(),
  allowStitch: z.boolean(),
  coverSeconds,
  /** Paid partnership for somebody else's brand. */
  brandedContent: z.boolean(),
  /** Promotes the creator's own business. */
  yourBrand: z.boolean(),
  aiGenerated: z.boolean(),
});

export const YoutubeOptions = z.strictObject({
  platform: z.literal('youtube'),
  privacy: z.enum(['public', 'unlisted', 'private']),
  madeForKids: z.boolean(),
  syntheticMedia: z.boolean(),
  paidPlacement: z.boolean(),
  tags: z.array(z.string().trim().min(1).max(100)).max(100),
  categoryId: z.string().regex(/^\d+$/),
  language: z.string().max(20).nullable(),
  notifySubscribers: z.boolean(),
  embeddable: z.boolean(),
  license: z.enum(['youtube', 'creativeCommon']),
  publicStats: z.boolean(),
  /** An image file on this computer. */
  thumbnailPath: z.string().max(4_000).nullable(),
  /** Hand it over at once and let YouTube publish it at its time, so that this computer may be off then. */
  handOver: z.boolean(),
});

export const InstagramOptions = z.strictObject({
  platform: z.literal('instagram'),
  shareToFeed: z.boolean(),
  coverSeconds,
  /** Shown to non-followers first; MANUAL: the creator decides what becomes of it, SS_PERFORMANCE: Instagram does. */
  trial: z.enum(['off', 'MANUAL', 'SS_PERFORMANCE']),
  aiGenerated: z.boolean(),
  paidPartnership: z.boolean(),
  collaborators: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[\w.]{1,30}$/),
    )
    .max(3),
  audioName: z.string().trim().max(100).nullable(),
  locationId: z.string().regex(/^\d+$/).nullable(),
  /** Where Instagram can fetch the film; needed only with Instagram Login, which takes no local files. */
  publicVideoUrl: z.url({ protocol: /^https$/ }).nullable(),
});

export const XOptions = z.strictObject({
  platform: z.literal('x'),
  replies: z.enum(['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified']),
  madeWithAi: z.boolean(),
  paidPartnership: z.boolean(),
});

const PracticeOptions = z.strictObject({ platform: z.literal('practice') });

export const PostOptions = z.discriminatedUnion('platform', [TiktokOptions, YoutubeOptions, InstagramOptions, XOptions, PracticeOptions]);
export type PostOptions = z.infer<typeof PostOptions>;
export type PlatformName = PostOptions['platform'];
export type OptionsOf<Name extends PlatformName> = Extract<PostOptions, { platform: Name }>;

/** The platforms a creator signs in to. */
export const RemotePlatform = z.enum(['tiktok', 'youtube', 'instagram', 'x']);
export type RemotePlatform = z.infer<typeof RemotePlatform>;

/** Every option as it is when nobody chose. What discloses is off, what only a person can decide is open. */
const defaults: { readonly [Name in PlatformName]: OptionsOf<Name> } = {
  tiktok: {
    platform: 'tiktok',
    mode: 'direct',
    privacy: null,
    allowComment: false,
    allowDuet: false,
    allowStitch: false,
    coverSeconds: null,
    brandedContent: false,
    yourBrand: false,
    aiGenerated: false,
  },
  youtube: {
    platform: 'youtube',
    privacy: 'public',
    madeForKids: false,
    syntheticMedia: false,
    paidPlacement: false,
    tags: [],
    categoryId: '22',
    language: null,
    notifySubscribers: true,
    embeddable: true,
    license: 'youtube',
    publicStats: true,
    thumbnailPath: null,
    handOver: false,
  },
  instagram: {
    platform: 'instagram',
    shareToFeed: true,
    coverSeconds: null,
    trial: 'off',
    aiGenerated: false,
    paidPartnership: false,
    collaborators: [],
    audioName: null,
    locationId: null,
    publicVideoUrl: null,
  },
  x: { platform: 'x', replies: 'everyone', madeWithAi: false, paidPartnership: false },
  practice: { platform: 'practice' },
};

/** Every option of a platform at its default. @throws Error for a platform that does not exist. */
export function defaultOptions(platform: string): PostOptions {
  const found = Object.values(defaults).find((options) => options.platform === platform);
  if (found === undefined) throw new Error(`There is no platform “${platform}”.`);
  return found;
}

/** The options stored as JSON, over what was added to the schema since; null stands for the defaults. @throws ZodError */
export const readOptions = (platform: string, stored: unknown): PostOptions =>
  PostOptions.parse({ ...defaultOptions(platform), ...z.record(z.string(), z.unknown()).parse(stored ?? {}) });
