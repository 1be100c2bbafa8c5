/** Until when a channel's own limits let nothing through. */
type Hold = { readonly until: number; readonly reason: string };

/**
 * Which channels wait for a limit of theirs, so that of a thousand posts that are due one finds that out and the others wait
 * with it, instead of each asking every minute. In memory only: after a start, one post finds it out again.
 */
export type ChannelHolds = {
  readonly hold: (channelId: string, hold: Hold) => void;
  /** null when nothing holds it at `now`. */
  readonly read: (channelId: string, now: number) => Hold | null;
};

export function createChannelHolds(): ChannelHolds {
  const holds = new Map<string, Hold>();
  return {
    hold: (channelId, hold) => void holds.set(channelId, hold),
    read: (channelId, now) => {
      const held = holds.get(channelId);
      if (held !== undefined && held.until > now) return held;
      holds.delete(channelId);
      return null;
    },
  };
}
