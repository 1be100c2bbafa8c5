const MEMORY_SECONDS = 15; // how long a change of pace takes to show; shorter and the number jumps with every chunk

export type Pace = { readonly atMs: number; readonly share: number; readonly perSecond: number | null };

/** Where every estimate starts. */
export const startPace = (atMs: number): Pace => ({ atMs, share: 0, perSecond: null });

/** The pace after a report of `share` at `atMs`: an average that forgets exponentially. Going back starts over. */
export function followPace(pace: Pace, share: number, atMs: number): Pace {
  const seconds = (atMs - pace.atMs) / 1000;
  if (share < pace.share) return { atMs, share, perSecond: null };
  if (seconds <= 0 || share === pace.share) return pace; // not yet known how long this share took
  const perSecond = (share - pace.share) / seconds;
  const weight = pace.perSecond === null ? 1 : 1 - Math.exp(-seconds / MEMORY_SECONDS);
  return { atMs, share, perSecond: (pace.perSecond ?? 0) * (1 - weight) + perSecond * weight };
}

/** Seconds until share 1 at this pace, to a tenth; null while it cannot be told. */
export function estimateRemaining({ share, perSecond }: Pace): number | null {
  if (share >= 1) return 0;
  return perSecond === null ? null : Math.round(((1 - share) / perSecond) * 10) / 10;
}
