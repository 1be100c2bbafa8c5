import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runCli } from '../../electron/cli/runCli.ts';

export type Ran = { code: number; stdout: string; stderr: string; json: () => Record<string, unknown> };

export const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'tidereel-cli-'));

/** Runs one command in this process, as a terminal would. `heard` gets what is said on standard error as it is said. */
export async function tidereel(
  args: readonly string[],
  options: {
    home: string;
    stdin?: string | Promise<string>;
    env?: Record<string, string>;
    signal?: AbortSignal;
    heard?: (text: string) => void;
  },
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const terminal = {
    stdin: Readable.from(typeIn(options.stdin ?? '')),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: {
      write: (text: string) => {
        stderr += text;
        options.heard?.(text);
      },
    },
  };
  const env = { PATH: process.env['PATH'], FFMPEG_PATH: process.env['FFMPEG_PATH'], TIDEREEL_HOME: options.home, ...options.env };
  const code = await runCli(args, env, terminal, options.signal ?? new AbortController().signal);
  return { code, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> };
}

/** What is typed, perhaps only after something was read. */
async function* typeIn(text: string | Promise<string>): AsyncGenerator<string> {
  yield await text;
}
