import type { Waveform } from '../../shared/contract/assets.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';
import type { Service } from '../services.ts';

export type ClipNeeds = {
  readonly assets: Pick<Service<'assets'>, 'get' | 'words'>;
  readonly projects: Pick<Service<'projects'>, 'create' | 'edit'>;
  /** The levels of a recording that has sound; waits until they are there. */
  readonly waveform: (assetId: string, signal: AbortSignal) => Promise<Waveform>;
  /** The looks a clip may be captioned in, from resources/caption-styles.json. */
  readonly captionLooks: readonly CaptionLook[];
};
