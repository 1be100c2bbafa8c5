import type { PlatformName } from '../../shared/publish/postOptions.ts';

const names: Readonly<Record<PlatformName, string>> = {
  tiktok: 'TikTok',
  youtube: 'YouTube',
  instagram: 'Instagram',
  x: 'X',
  practice: 'Practice',
};
const known: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** A platform as people call it: where one signs in, not what a film becomes there. */
export const platformName = (platform: string): string => known.get(platform) ?? platform;
