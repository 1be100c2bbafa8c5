import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../../shared/errors.ts';
import { partPath } from '../../files/partPath.ts';
import { writeFailure } from '../../files/writeFailure.ts';

const SPARE_BYTES = 50_000_000; // what the database and the logs still need when the disk runs full

const MOST_NAME_BYTES = 200; // systems take 255, and a part file has a longer name
const NOT_ON_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i; // names of devices, whatever follows the dot

/** A name that is safe on every system: no folders, no control characters, not hidden, the end kept since it names the kind. */
function safeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out
    .replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(NOT_ON_WINDOWS, '_$&');
  const letters = Array.from(clean.slice(-MOST_NAME_BYTES)); // whole ones, as an emoji has two units
  while (Buffer.byteLength(letters.join('')) > MOST_NAME_BYTES) letters.shift();
  return letters.join('') || 'recording';
}

/**
 * Streams a dropped file into the folder `uploads` of the data folder. The file has its final name only once every byte
 * that was announced has arrived.
 * @throws Failure DISK_FULL, FOLDER_READ_ONLY, or BAD_INPUT when bytes are missing; nothing is left behind then.
 */
export async function uploadFile(needs: { home: string; name: string; bytes: number; body: Readable }): Promise<{ path: string }> {
  const folder = join(needs.home, 'uploads', randomBytes(6).toString('hex')); // its own, so that the file keeps its name
  const path = join(folder, safeFileName(needs.name));
  const part = partPath(path);
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < needs.bytes + SPARE_BYTES) throw diskFull();
    await pipeline(needs.body, createWriteStream(part, { flags: 'wx', flush: true }));
    const { size } = await stat(part);
    if (size !== needs.bytes) throw cutShort(size, needs.bytes);
    await rename(part, path);
    return { path };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw explain(error);
  }
}

const diskFull = (): Failure =>
  new Failure(
    'DISK_FULL',
    'The disk has no room for this file. Nothing was kept of it.',
    'Free some space, or open the file by its path: then it is used where it is and not copied.',
  );

const cutShort = (got: number, wanted: number): Failure =>
  new Failure('BAD_INPUT', `Only ${got} of ${wanted} bytes arrived. Nothing was kept of it.`, 'Drop the file again.');

function explain(error: unknown): unknown {
  const failure = writeFailure(error, 'the data folder');
  if (failure !== null) return failure;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new Failure('BAD_INPUT', 'The connection was cut before the file had arrived.', 'Drop the file again.', { cause: error });
  }
  return error;
}
