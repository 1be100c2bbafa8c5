import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { FfmpegFailed, runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { writeFailure } from '../../electron/files/writeFailure.ts';

const signal = new AbortController().signal;
const picture = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:d=1', '-c:v', 'libx264', '-f', 'mp4'];

test.skipIf(process.platform === 'win32')('a film whose end did not fit is a failure, though FFmpeg ends with code 0', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidereel-full-'));
  const { path } = await findFfmpeg(process.env);
  const limited = join(folder, 'limited-ffmpeg'); // a file may not pass 10 kB: what a full disk is to everybody else
  writeFileSync(limited, `#!/bin/sh\ntrap '' XFSZ\nulimit -f 20\nexec '${path}' "$@"\n`);
  chmodSync(limited, 0o755);

  const out = join(folder, 'film.mp4');
  const error = await runFfmpeg({ path: limited }, { args: [...picture, out], signal, onProgress: () => undefined }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FfmpegFailed);
  expect(error).toMatchObject({ exit: { code: 0 } }); // should FFmpeg begin to say so itself, our look can go
  expect(statSync(out).size).toBeGreaterThan(0);
});

test.skipIf(process.platform !== 'linux')('a disk without room is named as that', async () => {
  const ffmpeg = await findFfmpeg(process.env);
  const error = await runFfmpeg(ffmpeg, { args: [...picture, '/dev/full'], signal }).catch((thrown: unknown) => thrown);
  expect(writeFailure(error, '/films')?.code).toBe('DISK_FULL');
});
