import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import type { ChunkCache } from './chunkCache.ts';
import type { ChunkCommand } from './chunkCommand.ts';

type Needs = {
  readonly ffmpeg: Ffmpeg;
  readonly cache: ChunkCache;
  readonly workFolder: string;
  readonly fontConfig: string;
  /** FFmpeg processes at a time. */
  readonly processes: number;
  readonly signal: AbortSignal;
  /** Share 0–1 of all frames that are there, from the cache or freshly made. */
  readonly onProgress: (share: number) => void;
};

export type PictureResult = { readonly paths: readonly string[]; readonly total: number; readonly reused: number };

/**
 * Makes the chunks that are not in the cache, the longest first so that no process waits alone at the end, and answers
 * all of them in order. Every finished chunk stays in the cache, whatever happens to the rest.
 * @throws Failure FFMPEG_FAILED when a chunk comes out short; FfmpegFailed; the signal's reason.
 */
export async function renderPicture(commands: readonly ChunkCommand[], needs: Needs): Promise<PictureResult> {
  const found = new Map<string, string>();
  for (const { hash } of commands) {
    const path = found.get(hash) ?? (await needs.cache.find(hash));
    if (path !== null) found.set(hash, path);
  }
  const missing = [...new Map(commands.filter(({ hash }) => !found.has(hash)).map((command) => [command.hash, command])).values()];
  const reused = commands.filter(({ hash }) => found.has(hash)).length;
  const total = commands.reduce((sum, { frames }) => sum + frames, 0);
  const made = new Map<string, number>();
  const toMake = missing.reduce((sum, { frames }) => sum + frames, 0);
  const report = (): void => {
    const done = [...made.values()].reduce((sum, frames) => sum + frames, 0);
    needs.onProgress(total === 0 ? 1 : (total - toMake + done) / total);
  };
  report();
  const queue = missing.toSorted((a, b) => b.frames - a.frames);
  const stop = new AbortController();
  const signal = AbortSignal.any([needs.signal, stop.signal]);
  const work = async (): Promise<void> => {
    for (let command = queue.shift(); command !== undefined; command = queue.shift()) {
      const { hash } = command;
      found.set(
        hash,
        await makeChunk(command, { ...needs, signal }, (frames) => {
          made.set(hash, frames);
          report();
        }),
      );
    }
  };
  const workers = Array.from({ length: Math.max(1, Math.min(needs.processes, queue.length)) }, () =>
    work().catch((error: unknown) => {
      stop.abort(error); // the others need not finish what nobody will use
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  if (stop.signal.aborted) throw stop.signal.reason;
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return { paths: commands.map(({ hash }) => found.get(hash) ?? ''), total: commands.length, reused };
}

async function makeChunk(command: ChunkCommand, needs: Needs, onFrames: (frames: number) => void): Promise<string> {
  if (command.assName !== null && command.ass !== null) {
    await mkdir(needs.workFolder, { recursive: true });
    await writeFile(join(needs.workFolder, command.assName), command.ass);
  }
  return needs.cache.put(command.hash, async (partPath) => {
    const { frames, stderr } = await runFfmpeg(needs.ffmpeg, {
      args: [...command.args, partPath],
      signal: needs.signal,
      onProgress: ({ frame }) => onFrames(Math.min(frame, command.frames)),
      env: { FONTCONFIG_FILE: needs.fontConfig },
      cwd: needs.workFolder,
    });
    if (frames !== command.frames) {
      const detail = stderr.trim().split('\n').at(-1) ?? '';
      throw new Failure(
        'FFMPEG_FAILED',
        `FFmpeg made ${frames ?? 0} of ${command.frames} pictures. ${detail}`.trim(),
        'Try again; if it stays, import the recording anew.',
      );
    }
    onFrames(command.frames);
  });
}
