import type { Reply } from '../kit/openSimulator.ts';
import { refuse } from './reply.ts';
import type { YoutubeSwitches } from './switches.ts';

export type Snippet = {
  title: string;
  description: string;
  tags: string[];
  categoryId: string;
  defaultLanguage?: string;
};
export type Status = {
  privacyStatus: string;
  publishAt?: string;
  selfDeclaredMadeForKids: boolean;
  containsSyntheticMedia: boolean;
  embeddable: boolean;
  license: string;
  publicStatsViewable: boolean;
};

export const CATEGORIES = [
  { id: '10', title: 'Music', assignable: true },
  { id: '18', title: 'Short Movies', assignable: false },
  { id: '22', title: 'People & Blogs', assignable: true },
  { id: '28', title: 'Science & Technology', assignable: true },
] as const;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A snippet as YouTube takes it, whole: what is left out is empty afterwards. A Reply is a refusal. */
export function readSnippet(given: unknown): Snippet | Reply {
  if (!isObject(given)) return refuse(400, 'invalidVideoMetadata', 'The request metadata specifies invalid video metadata.');
  const { title, description = '', tags = [], categoryId, defaultLanguage } = given;
  if (typeof title !== 'string' || title.trim() === '' || title.length > 100 || /[<>]/.test(title)) {
    return refuse(400, 'invalidTitle', 'The request metadata specifies an invalid or empty video title.');
  }
  if (typeof description !== 'string' || Buffer.byteLength(description) > 5_000 || /[<>]/.test(description)) {
    return refuse(400, 'invalidDescription', 'The request metadata specifies an invalid video description.');
  }
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string') || tagLength(tags as string[]) > 500) {
    return refuse(400, 'invalidTags', 'The request metadata specifies invalid video keywords.');
  }
  if (typeof categoryId !== 'string' || !CATEGORIES.some(({ id, assignable }) => id === categoryId && assignable)) {
    return refuse(400, 'invalidCategoryId', 'The snippet.categoryId property specifies an invalid category ID.');
  }
  const language = typeof defaultLanguage === 'string' ? { defaultLanguage } : {};
  return { title, description, tags: tags as string[], categoryId, ...language };
}

/** Commas between tags count, and two quotes for a tag with a space. */
function tagLength(tags: readonly string[]): number {
  return tags.map((tag) => (tag.includes(' ') ? `"${tag}"` : tag)).join(',').length;
}

/** A status as YouTube takes it, whole. `isPublished`: it was public before. A Reply is a refusal. */
export function readStatus(given: unknown, { switches, isPublished }: { switches: YoutubeSwitches; isPublished: boolean }): Status | Reply {
  const status = isObject(given) ? given : {};
  const { privacyStatus = 'public', publishAt, license = 'youtube' } = status;
  if (typeof privacyStatus !== 'string' || !['public', 'unlisted', 'private'].includes(privacyStatus)) {
    return refuse(400, 'invalidVideoMetadata', 'Invalid privacy status.');
  }
  if (license !== 'youtube' && license !== 'creativeCommon') return refuse(400, 'invalidVideoMetadata', 'Invalid license.');
  if (license === 'creativeCommon' && switches.forbidsCreativeCommons) {
    return refuse(403, 'forbiddenLicenseSetting', 'The request attempts to set an invalid license for the video.');
  }
  if (publishAt !== undefined) {
    const isInstant = typeof publishAt === 'string' && !Number.isNaN(Date.parse(publishAt));
    if (!isInstant || privacyStatus !== 'private' || isPublished) {
      return refuse(400, 'invalidPublishAt', 'The request metadata specifies an invalid scheduled publishing time.');
    }
  }
  if (switches.forcedPrivate === 'refused' && (privacyStatus !== 'private' || publishAt !== undefined)) {
    return refuse(403, 'forbiddenPrivacySetting', 'The request attempts to set an invalid privacy setting for the video.');
  }
  return {
    privacyStatus,
    ...(typeof publishAt === 'string' ? { publishAt } : {}),
    selfDeclaredMadeForKids: status['selfDeclaredMadeForKids'] === true,
    containsSyntheticMedia: status['containsSyntheticMedia'] === true,
    embeddable: status['embeddable'] !== false,
    license,
    publicStatsViewable: status['publicStatsViewable'] !== false,
  };
}

export const isRefusal = (value: object): value is Reply => typeof (value as { status?: unknown }).status === 'number';
