import { spawn } from 'node:child_process';
import { access, readFile, rm } from 'node:fs/promises';
import { Failure } from '../../shared/errors.ts';
import type { Word } from '../../shared/timeline/document.ts';
import { readTranscript } from '../../shared/transcript/readTranscript.ts';
import { endWithUs } from '../ffmpeg/endWithUs.ts';

const STDERR_KEPT = 16_000;

export type WhisperCli = { readonly binary: string; readonly model: string };

function cannotStart({ binary }: WhisperCli, cause: unknown): Failure {
  return new Failure('REFUSED', `The whisper program ${binary} cannot be started.`, 'Correct its path in Settings.', { cause });
}

/** Runs whisper.cpp and tells its progress; resolves with the exit code and the end of what it printed. */
async function runWhisper(
  whisper: WhisperCli,
  args: readonly string[],
  { signal, progress }: { signal: AbortSignal; progress: (share: number) => void },
): Promise<{ code: number | null; stderr: string }> {
  signal.throwIfAborted();
  const child = spawn(whisper.binary, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  endWithUs(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
    const percent = [...text.matchAll(/progress\s*=\s*(\d+)%/g)].at(-1)?.[1];
    if (percent !== undefined) progress(Math.min(1, Number(percent) / 100));
  });
  const stop = (): void => void child.kill('SIGKILL'); // it keeps nothing that a gentler end would save
  signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (error) => reject(cannotStart(whisper, error)));
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    return { code, stderr };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Listens with whisper.cpp on this computer. `wav` is 16 kHz mono; its answer is read from a JSON file beside it.
 * @throws Failure REFUSED when program or model is not there, PROVIDER_FAILED when it fails, TRANSCRIPT_BROKEN when it heard nothing.
 */
export async function listenWithWhisperCli(
  whisper: WhisperCli,
  { wav, seconds, language }: { wav: string; seconds: number; language: string | undefined },
  tools: { signal: AbortSignal; progress: (share: number) => void },
): Promise<Word[]> {
  await access(whisper.model).catch((cause: unknown) => {
    throw new Failure('REFUSED', `The whisper model ${whisper.model} is not there.`, 'Correct its path in Settings.', { cause });
  });
  const json = `${wav}.json`; // -of takes the name without its ending
  try {
    const args = ['-m', whisper.model, '-f', wav, '-l', language ?? 'auto', '-oj', '-ojf', '-of', wav, '-pp', '-np'];
    const { code, stderr } = await runWhisper(whisper, args, tools);
    // whisper.cpp cuts letters of several bytes apart between tokens; such a byte alone is shown as a question mark
    const answer = await readFile(json, 'utf8').catch(() => null);
    if (code !== 0 || answer === null) {
      const last = stderr.trim().split('\n').at(-1) ?? '';
      throw new Failure(
        'PROVIDER_FAILED',
        `The whisper program stopped with code ${code}: ${last}`,
        'Check program and model in Settings.',
      );
    }
    return readTranscript(answer, seconds).words;
  } finally {
    await rm(json, { force: true });
  }
}
