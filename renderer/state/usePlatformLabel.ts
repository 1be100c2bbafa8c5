import { useCallback } from 'react';
import { useStore } from 'zustand';
import { library } from './library.ts';

/** How to name a platform for the creator. */
export function usePlatformLabel(): (platform: string) => string {
  const platforms = useStore(library, (state) => state.info?.platforms);
  return useCallback((platform) => platforms?.find(({ name }) => name === platform)?.label ?? platform, [platforms]);
}
