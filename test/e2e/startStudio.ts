import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type RunningStudio = { readonly address: string; stop(): Promise<void> };

/** `tidereel serve` on a data folder of its own, as a user would start it. */
export async function startStudio(home: string, env: Record<string, string> = {}): Promise<RunningStudio> {
  const child = spawn(process.execPath, [join(root, 'electron/cli.ts'), 'serve'], {
    cwd: root,
    env: { ...process.env, TIDEREEL_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let wrong = '';
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const line = said.split('\n')[0] ?? '';
      if (said.includes('\n')) resolve(line.trim());
    });
    void ended.then((code) => reject(new Error(`The studio ended with ${code}: ${wrong}`)));
  });
  return {
    address,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
