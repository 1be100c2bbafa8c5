import type { RemotePlatform } from '../../shared/publish/postOptions.ts';

/** What people call the platform they sign in to. */
export const platformName: { readonly [Platform in RemotePlatform]: string } = {
  tiktok: 'TikTok',
  youtube: 'YouTube',
  instagram: 'Instagram',
  x: 'X',
};
