import { useStore } from 'zustand';
import { library } from './library.ts';

/** The zone the creator's times are shown in. */
export function useZone(): string {
  return useStore(library, ({ settings, info }) => settings?.zone ?? info?.zone ?? 'UTC');
}
