/** Posts behind one that waits are put this far apart: no account posts faster, and each then looks once, not at every token. */
const APART_MS = 2_000;

/**
 * Which channels wait for a limit of theirs, so that of a thousand posts that are due one finds that out and the others line
 * up behind it, instead of all asking again each time there is room for one. In memory only: after a start, one post finds
 * it out again.
 */
export type ChannelHolds = {
  /** Nothing goes out there before `until`, ms; `reason` is for people. */
  readonly hold: (channelId: string, hold: { readonly until: number; readonly reason: string }) => void;
  /** The next free place in the line; null when nothing holds the channel at `now`. */
  readonly lineUp: (channelId: string, now: number) => { readonly at: number; readonly reason: string } | null;
};

export function createChannelHolds(): ChannelHolds {
  const holds = new Map<string, { until: number; reason: string; last: number }>();
  return {
    hold: (channelId, { until, reason }) => void holds.set(channelId, { until, reason, last: until }),
    lineUp: (channelId, now) => {
      const held = holds.get(channelId);
      if (held === undefined || held.until <= now) {
        holds.delete(channelId);
        return null;
      }
      held.last += APART_MS;
      return { at: held.last, reason: held.reason };
    },
  };
}
