import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { flush } from '../files/flush.ts';
import { hashFile } from '../files/hashFile.ts';
import { isPart, partPath } from '../files/partPath.ts';
import { writeFailure } from '../files/writeFailure.ts';

/** Finished chunks by hash. A file is in the cache whole or not at all. */
export type ChunkCache = {
  /**
   * The file of a chunk that is there and holds the bytes it was put in with, marked as used now; else null. One that was
   * damaged or cut short since is removed: joined, it would give a finished video with a hole in it.
   */
  find(hash: string): Promise<string | null>;
  /** Lets `make` write a part-file, and puts it into the cache once it is whole. */
  put(hash: string, make: (part: string) => Promise<void>): Promise<string>;
  /** Removes what was not used for longest until at most `bytes` are left; never what was used since `keepSince`. */
  trim(bytes: number, keepSince: Date): Promise<{ removed: number; bytes: number }>;
};

/**
 * A cache in `folder`; `extension` names what is in it, for example ".mp4". A file is named after what shapes it and after
 * its own bytes: `<hash>-<digest>.mp4`.
 */
export function openChunkCache(folder: string, extension: string, now: () => Date): ChunkCache {
  let names: Promise<Map<string, string>> | null = null;
  const known = (): Promise<Map<string, string>> => (names ??= readNames(folder, extension));
  const digestOf = async (path: string): Promise<string> => (await hashFile(path)).slice(0, 16);
  const remove = async (name: string): Promise<void> => {
    await rm(join(folder, name), { force: true });
    const all = await known();
    if (all.get(hashIn(name)) === name) all.delete(hashIn(name));
  };
  return {
    async find(hash) {
      const name = (await known()).get(hash);
      if (name === undefined) return null;
      const path = join(folder, name);
      try {
        if (name === nameOf(hash, await digestOf(path), extension)) {
          await utimes(path, now(), now());
          return path;
        }
      } catch {
        // gone since: it is made again
      }
      await remove(name);
      return null;
    },
    async put(hash, make) {
      const part = partPath(join(folder, hash));
      try {
        await mkdir(folder, { recursive: true });
        await make(part);
        await flush(part); // a name after a power cut must mean the bytes are there
        const name = nameOf(hash, await digestOf(part), extension);
        await rename(part, join(folder, name));
        (await known()).set(hash, name);
        return join(folder, name);
      } catch (error) {
        throw writeFailure(error, folder) ?? error;
      } finally {
        await rm(part, { force: true }).catch(() => undefined); // the first error is the one to tell
      }
    },
    async trim(limit, keepSince) {
      const files = await listFiles(folder);
      let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      let removed = 0;
      for (const file of files.sort((a, b) => a.usedMs - b.usedMs)) {
        if (bytes <= limit || file.usedMs >= keepSince.getTime()) break;
        await remove(file.name);
        bytes -= file.bytes;
        removed += 1;
      }
      return { removed, bytes };
    },
  };
}

const nameOf = (hash: string, digest: string, extension: string): string => `${hash}-${digest}${extension}`;
const hashIn = (name: string): string => name.split('-', 1)[0] ?? '';

async function readNames(folder: string, extension: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(() => []); // not made yet
  return new Map(names.filter((name) => name.endsWith(extension)).map((name) => [hashIn(name), name]));
}

async function listFiles(folder: string): Promise<{ name: string; bytes: number; usedMs: number }[]> {
  await mkdir(folder, { recursive: true });
  const files: { name: string; bytes: number; usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const info = await stat(join(folder, name)).catch(() => null); // removed by another run between the two calls
    if (info?.isFile() && !isPart(name)) files.push({ name, bytes: info.size, usedMs: info.mtimeMs });
  }
  return files;
}
