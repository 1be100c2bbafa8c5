import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { flush } from '../files/flush.ts';
import { isPart, partPath } from '../files/partPath.ts';
import { writeFailure } from '../files/writeFailure.ts';

/** Finished chunks by hash. A file is in the cache whole or not at all. */
export type ChunkCache = {
  /** The file of a chunk that is there, marked as used now; else null. */
  find(hash: string): Promise<string | null>;
  /** Lets `make` write a part-file, and puts it into the cache once it is whole. */
  put(hash: string, make: (part: string) => Promise<void>): Promise<string>;
  /** Removes what was not used for longest until at most `bytes` are left; never what was used since `keepSince`. */
  trim(bytes: number, keepSince: Date): Promise<{ removed: number; bytes: number }>;
  /** Removes what a killed process left unfinished. Only while no render runs. */
  sweep(): Promise<void>;
};

/** A cache in `folder`; `extension` names what is in it, for example ".mp4". */
export function openChunkCache(folder: string, extension: string, now: () => Date): ChunkCache {
  const pathOf = (hash: string): string => join(folder, `${hash}${extension}`);
  return {
    async find(hash) {
      const path = pathOf(hash);
      try {
        if ((await stat(path)).size === 0) return null;
        await utimes(path, now(), now());
        return path;
      } catch {
        return null; // not there, or gone since: it is made again
      }
    },
    async put(hash, make) {
      await mkdir(folder, { recursive: true });
      const part = partPath(pathOf(hash));
      try {
        await make(part);
        await flush(part); // a name after a power cut must mean the bytes are there
        await rename(part, pathOf(hash));
        return pathOf(hash);
      } catch (error) {
        throw writeFailure(error, folder) ?? error;
      } finally {
        await rm(part, { force: true });
      }
    },
    async trim(limit, keepSince) {
      const files = await listFiles(folder);
      let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      let removed = 0;
      for (const file of files.sort((a, b) => a.usedMs - b.usedMs)) {
        if (bytes <= limit || file.usedMs >= keepSince.getTime()) break;
        await rm(file.path, { force: true });
        bytes -= file.bytes;
        removed += 1;
      }
      return { removed, bytes };
    },
    async sweep() {
      for (const file of await listFiles(folder)) if (isPart(file.path)) await rm(file.path, { force: true });
    },
  };
}

async function listFiles(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  await mkdir(folder, { recursive: true });
  const files: { path: string; bytes: number; usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null); // removed by another run between the two calls
    if (info?.isFile()) files.push({ path, bytes: info.size, usedMs: info.mtimeMs });
  }
  return files;
}
