import { join } from 'node:path';

/** Where what we made for an asset lies: `home`/media/<assetId>. Everything in it can be made again. */
export function assetFolder(home: string, assetId: string) {
  const folder = join(home, 'media', assetId);
  return {
    folder,
    poster: join(folder, 'poster.jpg'),
    waveform: join(folder, 'waveform.json'),
    proxy: join(folder, 'proxy.mp4'),
    /** The recording in a container that can be cut to the frame; only where the original cannot. */
    source: join(folder, 'source.mp4'),
  };
}
