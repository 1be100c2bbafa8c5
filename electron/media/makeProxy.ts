import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import type { MediaSource } from './assetLibrary.ts';
import { makePart } from './makePart.ts';
import { pictureFilter } from './pictureFilter.ts';

const SHORT_SIDE = 540;
const MOST_FPS = 30;

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal; progress: (share: number) => void };

/**
 * Writes a small MP4 with a constant rate that a browser can scrub: key frames twice a second, moov first.
 * Answers what was decoded: seconds of picture, and whether FFmpeg met damage on the way (it answers 0 all the same).
 */
export async function makeProxy(
  source: MediaSource,
  path: string,
  { ffmpeg, signal, progress }: Tools,
): Promise<{ seconds: number; damaged: boolean }> {
  const fps = Math.min(MOST_FPS, Math.max(1, Math.round(source.fps ?? MOST_FPS)));
  const total = Math.max(1, Math.round(source.seconds * fps));
  const input = ['-v', 'error', '-i', source.path, '-map', '0:v:0', ...(source.hasAudio ? ['-map', '0:a:0'] : []), '-map_metadata', '-1'];
  const scrub = ['-preset', 'ultrafast', '-crf', '26', '-g', String(Math.max(1, Math.round(fps / 2))), '-bf', '0'];
  const filter = `fps=${fps}:start_time=0,${pictureFilter(source, SHORT_SIDE)}`;
  const picture = ['-vf', filter, '-t', source.seconds.toFixed(3), '-c:v', 'libx264', ...scrub];
  const sound = ['-af', 'aresample=48000:async=1:first_pts=0', '-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
  let result = { seconds: 0, damaged: false };
  await makePart(path, async (part) => {
    const { stderr, frames } = await runFfmpeg(ffmpeg, {
      args: [...input, ...picture, ...sound, '-movflags', '+faststart', '-f', 'mp4', part],
      signal,
      onProgress: ({ frame }) => progress(Math.min(1, frame / total)),
    });
    const damaged = /error while decoding|corrupt|conceal|invalid (data|nal)|partial file|decode_slice|bytestream/i.test(stderr);
    result = { seconds: (frames ?? 0) / fps, damaged };
    return (frames ?? 0) > 0;
  });
  return result;
}
