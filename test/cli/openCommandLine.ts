import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { answerConsent, comeBack, type Consent } from '../accounts/answerConsent.ts';
import { startSimulators, type Simulators } from '../platforms/startSimulators.ts';
import { newHome, tidereel } from './runInTest.ts';

const cli = resolve(import.meta.dirname, '..', '..', 'electron', 'cli.ts');

/** One command in a process of its own. */
type Command = {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves with the first match in what it says on either stream. @throws Error when it ends before. */
  hear(pattern: RegExp): Promise<string>;
  readonly ended: Promise<Ended>;
};
type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Env = Readonly<Record<string, string | undefined>>;

export type CommandLine = {
  /** What its processes are told by their environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  readonly simulators: Simulators;
  /** A film that every platform takes; a copy that the test may spoil. */
  film(name?: string): Promise<string>;
  start(args: readonly string[], options?: { stdin?: string; env?: Env }): Command;
  /** Runs a command with --json. @throws Error unless standard output is one JSON document on one line. */
  run(args: readonly string[], options?: { stdin?: string; env?: Env }): Promise<{ code: number | null; said: unknown; stderr: string }>;
  /** Runs `connect` and walks through the platform's page as a person would. */
  connect(platform: RemotePlatform, consent?: Consent, ...more: string[]): ReturnType<CommandLine['run']>;
  /** Stores keys and signs in, in this process: `tiktok-mia`, `youtube-miafilms`, `instagram-mia`, `x-mia`. */
  signInEverywhere(platforms?: readonly RemotePlatform[]): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

let template: Promise<string> | null = null;

/** Four seconds, so that no platform calls it too short. */
async function makeFilm(): Promise<string> {
  const path = join(tmpdir(), `tidereel-cli-film-${process.pid}.mp4`);
  const { path: ffmpeg } = await findFfmpeg(process.env);
  const made = ['-f', 'lavfi', '-i', 'testsrc2=s=540x960:r=30:d=4', '-f', 'lavfi', '-i', 'sine=d=4', '-pix_fmt', 'yuv420p', '-shortest'];
  await promisify(execFile)(ffmpeg, ['-v', 'error', '-y', ...made, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', path]);
  return path;
}

/** The command line in a fresh data folder, beside stand-ins for all platforms in this process. */
export async function openCommandLine({ auto }: { auto?: string } = {}): Promise<CommandLine> {
  const home = await newHome();
  const simulators = await startSimulators({ auto });
  const children = new Set<ChildProcessWithoutNullStreams>();
  const base = {
    TIDEREEL_HOME: home,
    TIDEREEL_VAULT_PASSPHRASE: 'only for this test',
    TIDEREEL_ENDPOINTS: JSON.stringify(simulators.announced.endpoints),
  };

  const start: CommandLine['start'] = (args, { stdin = '', env = {} } = {}) => {
    const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...base, ...env } });
    children.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined); // a command that reads no input may be gone before it was given
    child.stdin.end(stdin);
    const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, stdout, stderr })));
    const hear = async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const found = pattern.exec(stdout + stderr)?.[0];
        if (found !== undefined) return found;
        const over = await Promise.race([ended, new Promise<null>((wait) => setTimeout(() => wait(null), 20))]);
        if (over !== null) throw new Error(`It ended with ${over.code} before it said ${pattern.source}: ${over.stdout}${over.stderr}`);
      }
    };
    return { child, hear, ended };
  };

  const read = async (command: Command): ReturnType<CommandLine['run']> => {
    const { code, stdout, stderr } = await command.ended;
    const [line = '', ...more] = stdout.split('\n');
    if (more.join('') !== '') throw new Error(`More than one line on standard output: ${stdout}`);
    try {
      return { code, said: JSON.parse(line) as unknown, stderr };
    } catch (cause) {
      throw new Error(`No JSON document on standard output: ${stdout}\n${stderr}`, { cause });
    }
  };

  const run: CommandLine['run'] = (args, options) => read(start([...args, '--json'], options));

  const connect: CommandLine['connect'] = async (platform, consent = {}, ...more) => {
    const command = start(['connect', platform, '--no-open', ...more, '--json']);
    await comeBack(await answerConsent(await command.hear(/http:\/\/\S+/), consent));
    return read(command);
  };

  return {
    home,
    env: base,
    simulators,
    async film(name = 'film.mp4') {
      const path = join(home, name);
      if (!existsSync(path)) await copyFile(await (template ??= makeFilm()), path);
      return path;
    },
    start,
    run,
    connect,
    async signInEverywhere(platforms = RemotePlatform.options) {
      const options = { home, env: base };
      for (const platform of platforms) {
        await tidereel(['keys', platform], { ...options, stdin: JSON.stringify(simulators.announced.keys[platform]) });
        const address = Promise.withResolvers<string>();
        const heard = (text: string): void => {
          const found = /http:\/\/\S+/.exec(text)?.[0];
          if (found !== undefined) address.resolve(found);
        };
        const connecting = tidereel(['connect', platform, '--no-open', '--json'], { ...options, heard });
        void connecting.then(({ stdout }) => address.reject(new Error(`It ended before it named an address: ${stdout}`)));
        await comeBack(await answerConsent(await address.promise, platform === 'x' ? {} : { accounts: ['mia'] }));
        const { code, stdout } = await connecting;
        if (code !== 0) throw new Error(`Signing in to ${platform} failed: ${stdout}`);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      await simulators.close();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
