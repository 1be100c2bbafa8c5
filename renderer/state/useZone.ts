import { useStore } from 'zustand';
import { library, type Library } from './library.ts';

export const zoneOf = ({ settings, info }: Library): string => settings?.zone ?? info?.zone ?? 'UTC';

/** The zone the creator's times are shown in. */
export function useZone(): string {
  return useStore(library, zoneOf);
}
