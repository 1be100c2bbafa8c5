import { existsSync } from 'node:fs';
import { Failure } from '../../shared/errors.ts';
import { assetFolder } from './assetFolder.ts';
import type { MediaSource } from './assetLibrary.ts';
import { detailsOf, type AssetRow } from './assetRows.ts';

/**
 * What a renderer needs of an asset.
 * @throws Failure MEDIA_MISSING when its file is gone, BUSY while its exact copy is still being made.
 */
export function sourceOf(home: string, row: AssetRow): MediaSource {
  const { transfer, matrix, remux, fps, variableRate, audioTracks, rotation } = detailsOf(row);
  if (remux === 'wanted')
    throw new Failure('BUSY', `${row.name} is still being prepared.`, 'Wait until its import is done, then try again.');
  const path = remux === 'done' ? assetFolder(home, row.id).source : row.path;
  if (!existsSync(path))
    throw new Failure('MEDIA_MISSING', `${row.name} is no longer at ${row.path}.`, 'Put it back, or say where it is now.');
  return {
    path,
    hash: row.hash,
    kind: row.kind,
    seconds: row.seconds,
    width: row.width,
    height: row.height,
    hdr: transfer,
    matrix,
    hasAudio: row.hasAudio,
    fps,
    variableRate,
    audioTracks,
    rotation,
  };
}
