import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPart, partPath } from '../files/partPath.ts';
import { writeFailure } from '../files/writeFailure.ts';

/**
 * Runs `make` on a part file and gives it its final name when it is there and not empty. `make` answers false when there
 * was nothing to make. On failure or cancel the part file is removed.
 * @throws Failure DISK_FULL or FOLDER_READ_ONLY; else what `make` threw.
 */
export async function makePart(path: string, make: (part: string) => Promise<boolean>): Promise<boolean> {
  const part = partPath(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const made = await make(part);
    if (made && (await stat(part)).size > 0) {
      await rename(part, path);
      return true;
    }
    await rm(part, { force: true });
    return false;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw writeFailure(error, dirname(path)) ?? error;
  }
}

/** Removes what a killed process left half-made in a folder. */
export async function sweepParts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) if (isPart(name)) await rm(join(folder, name), { force: true });
}
