import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';

export const ffmpeg = await findFfmpeg(process.env);

export type Recipe = {
  readonly seconds?: number;
  readonly size?: string;
  readonly fps?: number;
  /** Filters laid over the moving test picture. */
  readonly picture?: string;
  /** Filters over a 1 kHz tone at -21 LUFS; null for no sound. */
  readonly sound?: string | null;
  /** Encoder and container options that come last and so win. */
  readonly coding?: readonly string[];
  readonly name?: string;
};

/** The coding a platform wants: H.264 without B-frames, AAC, index first, no edit list. */
const good = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -bf 0 -g 30 -c:a aac -ar 48000 -ac 2 -movflags +faststart -use_editlist 0';

/** Makes a short video; what the recipe leaves out is as it should be. Answers its path. */
export async function makeVideo(folder: string, recipe: Recipe = {}): Promise<string> {
  const { seconds = 2, size = '90x160', fps = 24, picture = 'null', sound = 'volume=7dB', coding = [], name = 'video.mp4' } = recipe;
  const path = join(folder, name);
  const inputs = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${fps}:d=${seconds}`];
  if (sound !== null) inputs.push('-f', 'lavfi', '-i', `sine=f=1000:r=48000:d=${seconds}`);
  const filters = ['-vf', picture, ...(sound === null ? [] : ['-af', `aformat=sample_fmts=fltp:channel_layouts=stereo,${sound}`])];
  const args = ['-v', 'error', '-nostdin', '-y', ...inputs, ...filters, ...good.split(' '), '-t', String(seconds), ...coding, path];
  await promisify(execFile)(ffmpeg.path, args);
  return path;
}
