import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { hashFile } from '../files/hashFile.ts';
import type { AssetLibraryNeeds } from './assetLibrary.ts';
import type { AssetRow, AssetRows, StoredDetails } from './assetRows.ts';
import { probe, type Probe } from './probe.ts';

type Tools = Pick<AssetLibraryNeeds, 'now' | 'ffmpeg' | 'newId'> & { readonly rows: AssetRows; readonly signal: AbortSignal };

/** From this size on, reading a file from end to end is felt. */
const HUGE = 2_000_000_000;

async function lookAt(path: string): Promise<{ size: number; mtimeMs: number }> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Failure('NOT_FOUND', `There is no file at ${path} that may be read.`, 'Check the name and the folder.');
  if (found.isDirectory()) throw new Failure('MEDIA_UNSUPPORTED', `${path} is a folder, not a file.`, 'Choose the recordings in it.');
  if (!found.isFile())
    throw new Failure('MEDIA_UNSUPPORTED', `${path} is a device or a pipe, not a file.`, 'Save what it gives as a file, and import that.');
  if (found.size === 0)
    throw new Failure('MEDIA_EMPTY', `${basename(path)} is empty: it has no bytes.`, 'Copy it again from where it was made.');
  return found;
}

/**
 * SHA-256 of a file that holds still.
 * @throws Failure NOT_FOUND, MEDIA_EMPTY, MEDIA_UNSUPPORTED for a folder, MEDIA_BROKEN while somebody writes it.
 */
export async function hashOriginal(path: string, signal: AbortSignal): Promise<{ hash: string; bytes: number }> {
  const before = await lookAt(path);
  const hash = await hashFile(path, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Failure('NOT_FOUND', `${path} cannot be read.`, 'Allow reading it, or check the disk it is on.', { cause });
  });
  const after = await lookAt(path);
  if (before.size !== after.size || before.mtimeMs !== after.mtimeMs)
    throw new Failure('MEDIA_BROKEN', `${basename(path)} is still being written.`, 'Wait until it is finished, then import it again.');
  return { hash, bytes: after.size };
}

const storedDetails = (found: Probe): StoredDetails => ({
  container: found.container,
  videoCodec: found.videoCodec,
  audioCodec: found.audioCodec,
  fps: found.fps,
  variableRate: found.variableRate,
  rotation: found.rotation,
  hdr: found.transfer !== 'none',
  audioTracks: found.audioTracks,
  transfer: found.transfer,
  matrix: found.matrix,
  bitDepth: found.bitDepth,
  alpha: found.alpha,
  startOffset: found.startOffset,
  remux: found.remux ? 'wanted' : 'no',
});

/**
 * Puts a file on the shelf by its content. The file is only read. Content that is known, also from another name or place,
 * gives the same asset; a removed one comes back.
 * @throws Failure as the contract's `assets.import` names them. Nothing is stored then.
 */
export async function importFile(given: string, { rows, now, ffmpeg, newId, signal }: Tools): Promise<{ assetId: string; known: boolean }> {
  const path = resolve(given);
  const { size } = await lookAt(path);
  // Reading all of a huge file takes minutes; that it is no recording is seen at once.
  const early = size > HUGE ? await probe(path, { ffmpeg: await ffmpeg(), signal }) : null;
  const { hash, bytes } = await hashOriginal(path, signal);
  const reuse = async (asset: AssetRow): Promise<{ assetId: string; known: boolean }> => {
    const there = (await stat(asset.path).catch(() => null))?.size === asset.bytes; // something else may lie there by now
    rows.patch(asset.id, { removedAt: null, ...(there ? {} : { path }) });
    return { assetId: asset.id, known: true };
  };
  const before = rows.findByHash(hash);
  if (before) return reuse(before);
  const found = early !== null && bytes === size ? early : await probe(path, { ffmpeg: await ffmpeg(), signal });
  const meanwhile = rows.findByHash(hash); // the same file may have been dropped twice
  if (meanwhile) return reuse(meanwhile);
  const assetId = newId();
  rows.insert({
    id: assetId,
    hash,
    name: basename(path).slice(0, 255),
    path,
    kind: found.kind,
    bytes,
    seconds: found.seconds,
    width: found.width,
    height: found.height,
    hasAudio: found.audioTracks > 0,
    details: JSON.stringify(storedDetails(found)),
    state: 'importing',
    notes: JSON.stringify(found.notes),
    importedAt: now().getTime(),
  });
  return { assetId, known: false };
}
