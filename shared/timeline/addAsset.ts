import { assetOf } from './assetOf.ts';
import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';
import { orderWords, withWords } from './withWords.ts';

/** Makes an asset known to the document. One that is known already, or words that share an id, changes nothing. */
export function addAsset(timeline: Timeline, { asset, words }: EditOf<'addAsset'>): Timeline {
  const ordered = orderWords(words);
  if (assetOf(timeline, asset.id) !== null || ordered === null) return timeline;
  return withWords({ ...timeline, assets: { ...timeline.assets, [asset.id]: asset } }, asset.id, ordered);
}
