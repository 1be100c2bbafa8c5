import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { partPath } from './partPath.ts';
import { writeFailure } from './writeFailure.ts';

/**
 * Writes a file so that its name only ever stands for whole content: into a part file, flushed to disk, then renamed
 * over what was there. The folder is made when it is missing. `mode` are the rights of the new file.
 * @throws Failure DISK_FULL or FOLDER_READ_ONLY; the old file is then unchanged.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  const part = partPath(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw writeFailure(error, dirname(path)) ?? error;
  }
}
