import type { Id, Timeline } from './document.ts';

/**
 * The timeline with other ids for some assets, and their paths forgotten: those assets are known here now. An id that another
 * asset keeps is not taken; two assets may become one.
 */
export function renameAssets(timeline: Timeline, newIds: ReadonlyMap<Id, Id>): Timeline {
  const kept = new Set(Object.keys(timeline.assets).filter((id) => !newIds.has(id)));
  const idOf = (id: Id): Id => {
    const renamed = newIds.get(id) ?? id;
    return renamed !== id && kept.has(renamed) ? id : renamed;
  };
  const assets = Object.values(timeline.assets).map((asset) => {
    const { path: _, ...placeless } = asset;
    return [idOf(asset.id), newIds.has(asset.id) ? { ...placeless, id: idOf(asset.id) } : asset] as const;
  });
  return {
    ...timeline,
    assets: Object.fromEntries(assets),
    transcripts: Object.fromEntries(Object.entries(timeline.transcripts).map(([id, words]) => [idOf(id), words])),
    tracks: timeline.tracks.map((track) => ({
      ...track,
      clips: track.clips.map((clip) => ({ ...clip, assetId: idOf(clip.assetId) })),
    })),
    overlays: timeline.overlays.map((overlay) => (overlay.kind === 'image' ? { ...overlay, assetId: idOf(overlay.assetId) } : overlay)),
  };
}
