import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { FfmpegFailed, runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { makePart } from './makePart.ts';

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal };

/**
 * Puts the streams of a recording into an MP4, where a seek is exact to the frame. Nothing is encoded again unless MP4
 * cannot hold the codec, or `encode` says that the stored times of its pictures are of no use.
 */
export async function remuxSource(
  { from, to, encode }: { from: string; to: string; encode: boolean },
  { ffmpeg, signal }: Tools,
): Promise<boolean> {
  const run = async (codecs: readonly string[], part: string): Promise<boolean> => {
    const args = ['-v', 'error', '-fflags', '+genpts', '-i', from, '-map', '0:v:0', '-map', '0:a?', ...codecs];
    const { frames } = await runFfmpeg(ffmpeg, {
      args: [...args, '-avoid_negative_ts', 'make_zero', '-movflags', '+faststart', '-f', 'mp4', part],
      signal,
      onProgress: () => undefined, // asked for, so that the frames are counted
    });
    return (frames ?? 0) > 0;
  };
  // passthrough: every decoded picture once, in order, none doubled to fill a time that is wrong anyway
  const again = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-fps_mode', 'passthrough', '-c:a', 'aac', '-b:a', '256k'];
  return makePart(to, async (part) => {
    if (encode) return run(again, part);
    try {
      return await run(['-c', 'copy'], part);
    } catch (error) {
      if (!(error instanceof FfmpegFailed) || /No space|Read-only|Permission/i.test(error.exit.stderr)) throw error;
      return run(again, part);
    }
  });
}
