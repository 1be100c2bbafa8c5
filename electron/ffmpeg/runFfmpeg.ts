import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { endWithUs } from './endWithUs.ts';
import type { Ffmpeg } from './findFfmpeg.ts';

const STDERR_KEPT = 64_000;
const KILL_AFTER_MS = 3_000;
/** On a full disk FFmpeg says this and ends with code 0, all its frames counted, when it was the last of a file that did not fit. */
const FILE_NOT_WHOLE = /^Error (?:writing trailer of|closing file) |No space left on device|Disk quota exceeded/m;

export class FfmpegFailed extends Error {
  override readonly name = 'FfmpegFailed';
  readonly exit: { code: number | null; stderr: string };
  constructor(exit: FfmpegFailed['exit']) {
    super(`FFmpeg stopped with code ${exit.code}: ${exit.stderr.trim().split('\n').at(-1) || 'it printed nothing'}`);
    this.exit = exit;
  }
}

export type FfmpegRun = {
  /** Everything after the program name. `-hide_banner -nostdin -y` are added. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  /** Called about twice a second with the number of frames and the microseconds written so far. */
  onProgress?: (at: { frame: number; microseconds: number }) => void;
  /** Reads standard output while the process runs (raw samples, metadata). Cannot be combined with onProgress. */
  onOutput?: (stdout: Readable) => Promise<void>;
  /** Added to the environment, for example FONTCONFIG_FILE. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

export type FfmpegResult = {
  /** The last 64 kB FFmpeg printed. */
  readonly stderr: string;
  /** Frames written, from the progress report; null when progress was not asked for. */
  readonly frames: number | null;
};

/**
 * The only place that starts FFmpeg. On abort it asks politely ("q" is not read, so SIGTERM), waits 3 s, then kills.
 * Exit code 0 does not mean success with FFmpeg: callers also compare frame counts.
 * We start the process ourselves and not through fluent-ffmpeg, which is no longer kept, cannot set the environment of
 * one process (fonts need it) and reorders arguments.
 * @throws FfmpegFailed with the exit code and what it printed; the signal's reason when aborted.
 */
export async function runFfmpeg(ffmpeg: Pick<Ffmpeg, 'path'>, run: FfmpegRun): Promise<FfmpegResult> {
  run.signal.throwIfAborted();
  const progressArgs = run.onProgress ? ['-progress', 'pipe:1', '-nostats'] : [];
  const child = spawn(ffmpeg.path, ['-hide_banner', '-nostdin', '-y', ...progressArgs, ...run.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: { ...process.env, ...run.env },
    ...(run.cwd === undefined ? {} : { cwd: run.cwd }),
  });
  endWithUs(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  closed.catch(() => undefined); // awaited below; this only keeps an early failure from being unhandled
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    killTimer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  run.signal.addEventListener('abort', stop, { once: true });
  try {
    let frames: number | null = null;
    if (run.onOutput) await run.onOutput(child.stdout);
    else frames = await followProgress(child.stdout, run.onProgress);
    const code = await closed;
    run.signal.throwIfAborted();
    if (code !== 0 || FILE_NOT_WHOLE.test(stderr)) throw new FfmpegFailed({ code, stderr });
    return { stderr, frames };
  } finally {
    run.signal.removeEventListener('abort', stop);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL'); // the reader of its output failed: nobody wants the rest
      await closed.catch(() => undefined);
    }
    clearTimeout(killTimer);
  }
}

async function followProgress(stdout: Readable, onProgress: FfmpegRun['onProgress']): Promise<number | null> {
  let rest = '';
  let frame: number | null = null;
  for await (const text of stdout.setEncoding('utf8')) {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    let microseconds = 0;
    for (const line of lines) {
      const [name, value] = line.split('=', 2);
      if (name === 'frame') frame = Number(value);
      if (name === 'out_time_us') microseconds = Number(value) || 0;
      if (name === 'progress') onProgress?.({ frame: frame ?? 0, microseconds });
    }
  }
  return frame;
}
