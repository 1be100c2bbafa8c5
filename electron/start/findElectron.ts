import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FETCH_MS = 5 * 60_000;

/**
 * Path of the Electron program, or null when only its npm package is here. The package is not imported: importing it
 * starts the download of the program, and throws when that fails.
 */
export function findElectron(root: string, env: NodeJS.ProcessEnv): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const program = join(env['ELECTRON_OVERRIDE_DIST_PATH'] || join(folder, 'dist'), readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Fetches the Electron program, once. Answers null when it came, else why not, in one line. */
export async function fetchElectron(root: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return 'its npm package is not installed';
  const child = spawn(process.execPath, [installer], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: FETCH_MS });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (code === 0 && findElectron(root, env) !== null) return null;
  const reason = /^\S*Error: (.*)$/m.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? '';
  return reason === '' ? 'its download did not finish' : `its download failed: ${reason.slice(0, 160)}`;
}
