import { IconBrandInstagram, IconBrandTiktok, IconBrandX, IconBrandYoutube, IconFlask, IconWorld } from '@tabler/icons-react';

const icons: Readonly<Record<string, typeof IconWorld>> = {
  tiktok: IconBrandTiktok,
  youtube: IconBrandYoutube,
  instagram: IconBrandInstagram,
  x: IconBrandX,
  practice: IconFlask,
};

/** The mark of a platform. Its name stands beside it, so it is silent for screen readers. */
export function PlatformIcon({ platform, size = 18 }: { platform: string; size?: number }) {
  const Icon = icons[platform] ?? IconWorld;
  return <Icon size={size} stroke={1.7} aria-hidden style={{ flex: 'none' }} />;
}
