import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../../shared/errors.ts';

export type Ffmpeg = {
  readonly path: string;
  /** As FFmpeg prints it, for example "5.1.9-0+deb12u1". Part of every chunk's hash. */
  readonly version: string;
  readonly from: 'FFMPEG_PATH' | 'ffmpeg-static' | 'system';
};

const executable = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';

/** ffmpeg-static exports a path even when its download failed, and one inside the archive when packaged. */
function bundledPath(): string | null {
  try {
    const exported: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof exported === 'string' ? exported.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked') : null;
  } catch {
    return null; // an optional dependency that was not installed
  }
}

async function versionOf(path: string): Promise<string | null> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await promisify(execFile)(path, ['-hide_banner', '-version'], { timeout: 15_000 });
    return /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null; // not there, not executable, or not FFmpeg: the next place is tried
  }
}

/**
 * Looks in FFMPEG_PATH, then the ffmpeg-static package, then PATH.
 * @throws Failure FFMPEG_MISSING with the cure; also when FFMPEG_PATH is set and is not FFmpeg.
 */
export async function findFfmpeg(env: NodeJS.ProcessEnv): Promise<Ffmpeg> {
  const wanted = env['FFMPEG_PATH'];
  if (wanted) {
    const version = await versionOf(wanted);
    if (version !== null) return { path: wanted, version, from: 'FFMPEG_PATH' };
    throw new Failure(
      'FFMPEG_MISSING',
      `FFMPEG_PATH names ${wanted}, and that is not a working FFmpeg.`,
      'Correct FFMPEG_PATH or unset it.',
    );
  }
  const bundled = bundledPath();
  if (bundled !== null) {
    const version = await versionOf(bundled);
    if (version !== null) return { path: bundled, version, from: 'ffmpeg-static' };
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, executable);
    const version = await versionOf(path);
    if (version !== null) return { path, version, from: 'system' };
  }
  throw new Failure(
    'FFMPEG_MISSING',
    'FFmpeg is not on this computer, and without it nothing can be imported or rendered.',
    'Install FFmpeg 5.1 or newer (on Debian and Ubuntu: apt install ffmpeg), or set FFMPEG_PATH to it.',
  );
}
