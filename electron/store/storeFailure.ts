import { Failure } from '../../shared/errors.ts';
import { writeFailure } from '../files/writeFailure.ts';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** True for what SQLite says about a file whose content is not to be trusted, false for trouble with the disk or folder. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** What SQLite says about the disk, the folder or the file behind `where`, in words; null when it is neither (a bug, then). */
export function databaseFailure(error: unknown, where = 'the data folder'): Failure | null {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL') {
    return new Failure(
      'DISK_FULL',
      `The disk is full, so nothing more could be written to ${where}. What was saved before is kept.`,
      'Free some space on that disk, then try again.',
      { cause: error },
    );
  }
  if (/^SQLITE_(?:READONLY.*|CANTOPEN.*|PERM|AUTH)$/.test(code)) return readOnly(error, where);
  if (isDamage(error) || code.startsWith('SQLITE_IOERR')) {
    return new Failure(
      'DATABASE_BROKEN',
      `The database in ${where} could not be read or written. The file was left as it is.`,
      'Start Tidereel again: it checks the file and restores the newest good backup. If that repeats, check the disk.',
      { cause: error },
    );
  }
  return null;
}

/**
 * Puts what SQLite or the file system said about writing to `path` into words. Anything unforeseen comes back as it was, so
 * that a bug stays visible as one.
 */
export function toStoreFailure(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOTDIR' || code === 'EEXIST') return readOnly(error, path); // a file lies where the folder should be
  return databaseFailure(error, path) ?? writeFailure(error, path) ?? error;
}

function readOnly(cause: unknown, where: string): Failure {
  return new Failure(
    'FOLDER_READ_ONLY',
    `Tidereel may not write to ${where}. Nothing was changed.`,
    'Allow your user to write to that folder, or choose another one with TIDEREEL_HOME.',
    { cause },
  );
}
