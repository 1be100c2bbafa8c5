import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { findBrowser } from './findBrowser.ts';

const onDebianAsRoot = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/** Finds FFmpeg and Chromium, fetches them where that can be done without asking, else says what is missing and the cure. */
export async function prepare(): Promise<{ browser: string }> {
  const hasFfmpeg = async (): Promise<boolean> =>
    findFfmpeg(process.env).then(
      () => true,
      () => false,
    );
  if (!(await hasFfmpeg())) aptInstall('ffmpeg');
  if (!(await hasFfmpeg())) stop('FFmpeg is missing.', 'Install FFmpeg 5.1 or newer, or set FFMPEG_PATH to it, then run npm test again.');

  if (findBrowser(process.env) === null) aptInstall('chromium');
  if (findBrowser(process.env) === null) {
    console.log('Chromium is missing: asking Playwright to download its own.');
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  const browser = findBrowser(process.env);
  if (browser === null) stop('Chromium is missing.', 'Install Chromium or Chrome, or set CHROMIUM_PATH to it, then run npm test again.');
  return { browser };
}

function aptInstall(name: string): void {
  if (!onDebianAsRoot) return;
  console.log(`${name} is missing: installing it with apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', name], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function stop(problem: string, cure: string): never {
  console.error(`${problem} ${cure}`);
  process.exit(1);
}
