import { stat } from 'node:fs/promises';
import { hashFile } from '../files/hashFile.ts';

export type FileCheck =
  /** The bytes are the approved ones; `stamp` changes with the file. */
  { state: 'same'; stamp: string } | { state: 'changed' } | { state: 'gone' };

/** null: what is there now is no file; a pipe would be read for ever. */
async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path);
  return found.isFile() ? `${found.size}:${found.mtimeMs}:${found.ino}` : null;
}

/** Whether the file still holds the bytes that were approved. `known`: a stamp those bytes were seen under before. */
export async function checkFile(path: string, hash: string, options: { known?: string; signal: AbortSignal }): Promise<FileCheck> {
  try {
    const stamp = await stampOf(path);
    if (stamp === null) return { state: 'changed' };
    if (stamp === options.known) return { state: 'same', stamp };
    const found = await hashFile(path, options.signal);
    return found === hash ? { state: 'same', stamp } : { state: 'changed' };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return { state: 'gone' };
    throw cause;
  }
}
