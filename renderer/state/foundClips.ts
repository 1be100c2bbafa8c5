import { createStore } from 'zustand/vanilla';
import type { ClipCandidate } from '../../shared/contract/clips.ts';

/** The clips last found in each recording: kept while the window is open, so that coming back from an edit finds the next ones still there. */
export const foundClips = createStore<{ readonly byAsset: ReadonlyMap<string, readonly ClipCandidate[]> }>()(() => ({
  byAsset: new Map(),
}));

export function keepFoundClips(assetId: string, found: readonly ClipCandidate[]): void {
  foundClips.setState(({ byAsset }) => ({ byAsset: new Map(byAsset).set(assetId, found) }));
}
