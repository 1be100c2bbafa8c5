import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFailure } from '../files/writeFailure.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import type { Piece } from './planPieces.ts';

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal };

/** 16 kHz mono is what speech models listen to. `m4a` is small for sending (29 MB an hour), `wav` is what whisper.cpp reads. */
const CODECS = { m4a: ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod'], wav: ['-c:a', 'pcm_s16le', '-f', 'wav'] };

/**
 * Writes one stretch of a recording's first sound track to `file`.
 * @throws Failure DISK_FULL, FOLDER_READ_ONLY; FfmpegFailed when it cannot be decoded.
 */
export async function extractSpeech(
  { path, piece, file, codec }: { path: string; piece: Piece; file: string; codec: keyof typeof CODECS },
  { ffmpeg, signal }: Tools,
): Promise<void> {
  const length = piece.end - piece.start;
  const cut = ['-v', 'error', '-ss', piece.start.toFixed(3), '-t', length.toFixed(3), '-i', path, '-map', '0:a:0', '-vn'];
  try {
    await mkdir(dirname(file), { recursive: true });
    await runFfmpeg(ffmpeg, { args: [...cut, '-ac', '1', '-ar', '16000', ...CODECS[codec], file], signal });
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw writeFailure(error, dirname(file)) ?? error;
  }
}
