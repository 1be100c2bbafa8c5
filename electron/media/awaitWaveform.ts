import type { Asset, Waveform } from '../../shared/contract/assets.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import type { Service } from '../services.ts';

type Needs = { readonly assets: Pick<Service<'assets'>, 'get' | 'waveform'>; readonly changes: Pick<ChangeBus, 'listen'> };

/**
 * The waveform of an asset, once its preparation has made it.
 * @throws Failure MEDIA_BROKEN when the preparation fails; the signal's reason when aborted.
 */
export async function awaitWaveform(assetId: string, signal: AbortSignal, { assets, changes }: Needs): Promise<Waveform> {
  await new Promise<void>((resolve, reject) => {
    const look = (asset: Asset): void => {
      if (asset.hasWaveform) end(resolve);
      else if (asset.state === 'broken')
        end(() => reject(new Failure('MEDIA_BROKEN', `${asset.name} could not be prepared.`, asset.problem ?? 'Import it again.')));
    };
    const cancel = (): void => end(() => reject(signal.reason));
    const stop = changes.listen((change) => {
      if (change.topic === 'asset' && change.value.id === assetId) look(change.value);
    });
    const end = (settle: () => void): void => {
      stop();
      signal.removeEventListener('abort', cancel);
      settle();
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) return cancel();
    Promise.resolve(assets.get({ assetId }, { signal })).then(look, (error: unknown) => end(() => reject(error)));
  });
  const waveform = await assets.waveform({ assetId }, { signal });
  // Reading found it damaged: it is being made again.
  const { hasWaveform } = await assets.get({ assetId }, { signal });
  return hasWaveform ? waveform : awaitWaveform(assetId, signal, { assets, changes });
}
