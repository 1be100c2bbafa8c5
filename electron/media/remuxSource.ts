import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { FfmpegFailed, runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { makePart } from './makePart.ts';

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal };

/**
 * Puts the streams of a transport stream into an MP4, where a seek is exact to the frame. Nothing is encoded again unless
 * MP4 cannot hold the codec.
 */
export async function remuxSource(from: string, to: string, { ffmpeg, signal }: Tools): Promise<boolean> {
  const run = async (codecs: readonly string[], part: string): Promise<boolean> => {
    const args = ['-v', 'error', '-fflags', '+genpts', '-i', from, '-map', '0:v:0', '-map', '0:a?', ...codecs];
    const { frames } = await runFfmpeg(ffmpeg, {
      args: [...args, '-avoid_negative_ts', 'make_zero', '-movflags', '+faststart', '-f', 'mp4', part],
      signal,
      onProgress: () => undefined, // asked for, so that the frames are counted
    });
    return (frames ?? 0) > 0;
  };
  return makePart(to, async (part) => {
    try {
      return await run(['-c', 'copy'], part);
    } catch (error) {
      if (!(error instanceof FfmpegFailed) || /No space|Read-only|Permission/i.test(error.exit.stderr)) throw error;
      return run(['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-c:a', 'aac', '-b:a', '256k'], part);
    }
  });
}
