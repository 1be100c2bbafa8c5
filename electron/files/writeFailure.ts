import { dirname } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { FfmpegFailed } from '../ffmpeg/runFfmpeg.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const CLOSED = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']); // the last two: a file lies where a folder should be

function codeOf(error: unknown): string | null {
  if (error instanceof FfmpegFailed) {
    if (/No space left on device|Disk quota exceeded/i.test(error.exit.stderr)) return 'ENOSPC';
    if (/Read-only file system/i.test(error.exit.stderr)) return 'EROFS';
    return /Permission denied/i.test(error.exit.stderr) ? 'EACCES' : null;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return null;
}

/**
 * The failure behind an error met while writing into `folder`: DISK_FULL or FOLDER_READ_ONLY; null when it is neither.
 * Ask only about errors of writing: a file that may not be read gives the same system codes.
 */
export function writeFailure(error: unknown, folder: string): Failure | null {
  if (error instanceof Failure) return error.code === 'DISK_FULL' || error.code === 'FOLDER_READ_ONLY' ? error : null;
  const code = codeOf(error);
  if (code !== null && FULL.has(code))
    return new Failure(
      'DISK_FULL',
      `The disk with ${folder} is full. What was finished before is kept; nothing half-written was left behind.`,
      'Free some space, then try again.',
      { cause: error },
    );
  if (code !== null && CLOSED.has(code))
    return new Failure(
      'FOLDER_READ_ONLY',
      `Nothing can be written into ${folder}. What was there before is unchanged.`,
      'Choose another folder, or allow writing there, then try again.',
      { cause: error },
    );
  return null;
}

/**
 * The failure behind an error met anywhere: only what can come from nothing but writing, a full disk or one that is
 * mounted for reading. null for everything else.
 */
export function diskFailure(error: unknown): Failure | null {
  const code = codeOf(error);
  if (code === null || !(FULL.has(code) || code === 'EROFS')) return null;
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
  return writeFailure(error, path === null ? 'the data folder' : dirname(path));
}
