import { spawn } from 'node:child_process';

/** Opens an address in the system's browser. Resolves to false when there is no program to do it with. */
export async function openBrowser(url: string, platform: NodeJS.Platform): Promise<boolean> {
  const [program, ...args] = commandFor(url, platform);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
  });
}

function commandFor(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]; // no shell reads the address
  return ['xdg-open', url];
}
