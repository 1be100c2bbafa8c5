import type { AssetRef, Id, Timeline, Word } from './document.ts';

/** The asset of that id, or null. Asks for own keys only, so that an id like "constructor" finds nothing. */
export function assetOf(timeline: Timeline, assetId: Id): AssetRef | null {
  return Object.hasOwn(timeline.assets, assetId) ? (timeline.assets[assetId] ?? null) : null;
}

/** The words of an asset, in order of start; empty where there is no transcript. */
export function wordsOf(timeline: Timeline, assetId: Id): readonly Word[] {
  return Object.hasOwn(timeline.transcripts, assetId) ? (timeline.transcripts[assetId] ?? []) : [];
}
