import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { Channel } from '../../shared/contract/channels.ts';
import { platformName } from '../words/platformName.ts';
import { library } from './library.ts';

/** “TikTok Mia”: the platform and the name; once where they are the same. */
function nameChannel({ name, platform }: Pick<Channel, 'name' | 'platform'>): string {
  const label = platformName(platform);
  return name.toLowerCase().split(/\W+/).includes(label.toLowerCase()) ? name : `${label} ${name}`;
}

/** How to name a channel for the creator, by its id. */
export function useChannelName(): (channelId: string) => string {
  const channels = useStore(library, (state) => state.channels);
  return useCallback(
    (channelId) => {
      const channel = channels.get(channelId);
      return channel === undefined ? 'A channel that is gone' : nameChannel(channel);
    },
    [channels],
  );
}
