import { IconBrandInstagram, IconBrandTiktok, IconBrandX, IconBrandYoutube, IconFlask, IconWorld } from '@tabler/icons-react';

const icons = {
  tiktok: IconBrandTiktok,
  youtube: IconBrandYoutube,
  instagram: IconBrandInstagram,
  x: IconBrandX,
  practice: IconFlask,
};
const known: ReadonlyMap<string, typeof IconWorld> = new Map(Object.entries(icons));

/** The mark of a platform. Its name stands beside it, so it is silent for screen readers. */
export function PlatformIcon({ platform, size = 18 }: { platform: string; size?: number }) {
  const Icon = known.get(platform) ?? IconWorld;
  return <Icon size={size} stroke={1.7} aria-hidden style={{ flex: 'none' }} />;
}
