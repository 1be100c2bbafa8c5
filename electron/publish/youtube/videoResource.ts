import type { Outgoing } from '../adapter.ts';
import { youtubeOptions } from './uploadRef.ts';

/** The writable snippet of a video, complete: an update replaces all of it. */
export function describeVideo(post: Outgoing): object {
  const { tags, categoryId, language } = youtubeOptions(post);
  return {
    title: post.words.title,
    description: post.words.caption,
    tags,
    categoryId,
    ...(language === null ? {} : { defaultLanguage: language }),
  };
}

/** The writable status of a video, complete: an update replaces all of it. `publishAt` goes only with private. */
export function statusOfVideo(post: Outgoing, privacyStatus: string, publishAt: Date | null = null): object {
  const { madeForKids, syntheticMedia, embeddable, license, publicStats } = youtubeOptions(post);
  return {
    privacyStatus,
    selfDeclaredMadeForKids: madeForKids,
    containsSyntheticMedia: syntheticMedia,
    embeddable,
    license,
    publicStatsViewable: publicStats,
    ...(publishAt === null ? {} : { publishAt: publishAt.toISOString() }),
  };
}

export const paidPlacementOf = (post: Outgoing): object => ({ hasPaidProductPlacement: youtubeOptions(post).paidPlacement });
