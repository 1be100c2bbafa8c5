import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { flush } from '../files/flush.ts';
import { isPart, partPath } from '../files/partPath.ts';
import { writeFailure } from '../files/writeFailure.ts';

type Join = {
  readonly chunks: readonly string[];
  readonly sound: string;
  readonly frames: number;
  readonly out: string;
  readonly workFolder: string;
  readonly signal: AbortSignal;
};

/**
 * Chunks and sound → one MP4 without encoding again: moov first, no edit list. The file gets its name only when it is
 * whole and has exactly `frames` pictures.
 */
export async function joinRender(ffmpeg: Ffmpeg, { chunks, sound, frames, out, workFolder, signal }: Join): Promise<void> {
  const list = join(workFolder, `join-${randomBytes(4).toString('hex')}.ffconcat`);
  const part = partPath(out);
  const quote = (path: string): string => `'${path.replace(/'/g, `'\\''`)}'`;
  try {
    await mkdir(dirname(out), { recursive: true });
    await mkdir(workFolder, { recursive: true });
    await removeOldParts(out);
    await writeFile(list, `ffconcat version 1.0\n${chunks.map((chunk) => `file ${quote(chunk)}\n`).join('')}`);
    const inputs = ['-f', 'concat', '-safe', '0', '-i', list, '-i', sound];
    const { frames: joined } = await runFfmpeg(ffmpeg, {
      args: [
        '-v',
        'error',
        ...inputs,
        '-map',
        '0:v',
        '-map',
        '1:a',
        '-c',
        'copy',
        '-use_editlist',
        '0',
        '-movflags',
        '+faststart',
        '-map_metadata',
        '-1',
        '-f',
        'mp4',
        part,
      ],
      signal,
      onProgress: () => undefined,
    });
    if (joined !== frames) {
      throw new Failure(
        'FFMPEG_FAILED',
        `The joined video has ${joined ?? 0} pictures instead of ${frames}.`,
        'Render again. If it stays, empty the render cache in Settings.',
      );
    }
    await flush(part);
    await rename(part, out);
  } catch (error) {
    throw writeFailure(error, dirname(out)) ?? error;
  } finally {
    await rm(part, { force: true }).catch(() => undefined); // the first error is the one to tell
    await rm(list, { force: true });
  }
}

/** A killed run of the same render left its part behind, perhaps in a folder outside the data folder that nobody else sweeps. */
async function removeOldParts(out: string): Promise<void> {
  const folder = dirname(out);
  const old = (await readdir(folder)).filter((name) => name.startsWith(`${basename(out)}.`) && isPart(name));
  for (const name of old) await rm(join(folder, name), { force: true });
}
