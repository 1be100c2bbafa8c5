import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { flush } from '../files/flush.ts';
import { partPath } from '../files/partPath.ts';
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
  await mkdir(dirname(out), { recursive: true });
  await mkdir(workFolder, { recursive: true });
  const list = join(workFolder, `join-${randomBytes(4).toString('hex')}.ffconcat`);
  const part = partPath(out);
  const quote = (path: string): string => `'${path.replace(/'/g, `'\\''`)}'`;
  try {
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
    await rm(part, { force: true });
    await rm(list, { force: true });
  }
}
