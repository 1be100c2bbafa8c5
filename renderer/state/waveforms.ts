import { createStore } from 'zustand/vanilla';
import type { Waveform } from '../../shared/contract/assets.ts';
import { studio } from '../link/studioClient.ts';

/** Waveforms by asset. They never change, so each is fetched once; `null` while it is on its way or not to be had. */
export const waveforms = createStore<{ byAsset: ReadonlyMap<string, Waveform | null> }>()(() => ({ byAsset: new Map() }));

/** Fetches the waveform of an asset unless that has been tried. */
export function wantWaveform(assetId: string): void {
  const put = (waveform: Waveform | null): void =>
    waveforms.setState(({ byAsset }) => ({ byAsset: new Map(byAsset).set(assetId, waveform) }));
  if (waveforms.getState().byAsset.has(assetId)) return;
  put(null);
  studio.assets.waveform({ assetId }).then(put, () => undefined); // a clip without a drawn wave is still a clip
}
