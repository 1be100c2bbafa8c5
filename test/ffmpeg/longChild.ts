/* Starts one long FFmpeg, says its own id and where the film goes, and waits to be killed. */
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';

const [out = ''] = process.argv.slice(2);
const ffmpeg = await findFfmpeg(process.env);
// A short one first: what ended by itself must not be on the list any more.
const short = ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=16x16:d=0.1', '-f', 'null', '-'];
await runFfmpeg(ffmpeg, { args: short, signal: new AbortController().signal });
await runFfmpeg(ffmpeg, {
  args: [
    '-v',
    'error',
    '-re',
    '-f',
    'lavfi',
    '-i',
    'color=s=16x16:r=10:d=60',
    '-c:v',
    'libx264',
    '-f',
    'mpegts',
    '-flush_packets',
    '1',
    out,
  ],
  signal: new AbortController().signal,
  onProgress: () => void process.stdout.write('working\n'),
});
