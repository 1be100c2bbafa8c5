import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { Channel } from '../../shared/contract/channels.ts';
import { library } from './library.ts';

/** “TikTok Mia”: the platform and the name; once where they are the same. */
export function nameChannel({ name, platform }: Pick<Channel, 'name' | 'platform'>, labels: ReadonlyMap<string, string>): string {
  const label = labels.get(platform) ?? platform;
  return name.toLowerCase().includes(label.toLowerCase()) ? name : `${label} ${name}`;
}

/** How to name a channel for the creator, by its id. */
export function useChannelName(): (channelId: string) => string {
  const channels = useStore(library, (state) => state.channels);
  const platforms = useStore(library, (state) => state.info?.platforms);
  return useCallback(
    (channelId) => {
      const channel = channels.get(channelId);
      if (channel === undefined) return 'A channel that is gone';
      return nameChannel(channel, new Map(platforms?.map(({ name, label }) => [name, label])));
    },
    [channels, platforms],
  );
}
