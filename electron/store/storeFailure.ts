import { Failure } from '../../shared/errors.ts';
import { writeFailure } from '../files/writeFailure.ts';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** True for what SQLite says about a file whose content is not to be trusted, false for trouble with the disk or folder. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/**
 * Puts what SQLite or the file system said about `path` into words. Anything unforeseen comes back as it was, so that a bug
 * stays visible as one.
 */
export function toStoreFailure(error: unknown, path: string): unknown {
  if (error instanceof Failure) return error;
  const known = writeFailure(error, path);
  if (known !== null) return known;
  const code = codeOf(error);
  if (code === 'SQLITE_FULL') {
    return new Failure(
      'DISK_FULL',
      `The disk is full, so nothing more could be written to ${path}. What was saved before is kept.`,
      'Free some space on that disk, then try again.',
      { cause: error },
    );
  }
  if (/^(?:ENOTDIR|EEXIST|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_PERM|SQLITE_AUTH)$/.test(code)) {
    return new Failure(
      'FOLDER_READ_ONLY',
      `Tidereel may not write to ${path}. Nothing was changed.`,
      'Allow your user to write to that folder, or choose another one with TIDEREEL_HOME.',
      { cause: error },
    );
  }
  if (isDamage(error) || code.startsWith('SQLITE_IOERR')) {
    return new Failure(
      'DATABASE_BROKEN',
      `The database ${path} could not be read or written. The file was left as it is.`,
      'Start Tidereel again: it checks the file and restores the newest good backup. If that repeats, check the disk.',
      { cause: error },
    );
  }
  return error;
}
