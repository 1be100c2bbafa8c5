import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { closeOnSignal } from '../closeOnSignal.ts';
import { findLivingOwner } from '../doors/ownerFile.ts';
import { findAppRoot } from '../findAppRoot.ts';
import { findHome } from '../findHome.ts';
import { runHeadless } from '../headless.ts';
import { buildWhenOld } from './buildWhenOld.ts';
import { fetchElectron, findElectron } from './findElectron.ts';
import { whyNoDisplay } from './findDisplay.ts';
import { openBrowser } from './openBrowser.ts';
import { runDev } from './runDev.ts';

const QUICK_END_MS = 5_000;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * `npm start`: the studio in Electron where its program and a display are here, else the same studio in the browser, saying
 * so in one line. `npm run dev`: in the browser, from the sources.
 */
export async function startStudio(args: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dev: { type: 'boolean' },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean' },
      browser: { type: 'boolean' },
    },
  });
  const root = findAppRoot();
  const noDisplay = whyNoDisplay(env, platform);
  if (!values.dev && !values.browser) {
    const instead = noDisplay ?? (await runElectron(root, env));
    if (instead === null) return;
    say(`The studio opens in the browser: ${instead}.`);
  }
  if (!values.dev) await buildWhenOld(root, ['renderer'], say);
  const home = findHome(env, platform);
  const studio = await runHeadless({ home, env, port: Number(values.port) });
  for (const notice of studio.notices) say(notice);
  const dev = values.dev ? await openDev(root, home) : null;
  const address = dev?.address ?? studio.address;
  process.stdout.write(`${address}\n`);
  if (!values['no-open'] && noDisplay === null && !(await openBrowser(address, platform))) say('Open this address in a browser.');
  if (studio.close === null) return dev === null ? say('It was running already.') : closeOnSignal(dev.close);
  const { close } = studio;
  closeOnSignal(async () => {
    await dev?.close();
    await close();
  });
}

async function openDev(root: string, home: string): ReturnType<typeof runDev> {
  const owner = await findLivingOwner(home);
  if (owner === null) throw new Error('The studio closed again while it was starting.');
  return runDev(root, owner);
}

/** Runs the studio in Electron until it is closed. Answers why that cannot be, as the end of a sentence, or null when it ran. */
async function runElectron(root: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root';
  if (findElectron(root, env) === null) {
    say('Fetching Electron, once, about 120 MB …');
    const why = await fetchElectron(root, env);
    if (why !== null) return `Electron is not here, ${why}`;
  }
  const program = findElectron(root, env);
  if (program === null) return 'Electron is not here';
  await buildWhenOld(root, ['renderer', 'main', 'preload'], say);
  const startedAt = performance.now();
  const { ELECTRON_RUN_AS_NODE: _asNode, ...electronEnv } = env;
  const child = spawn(program, [root], { stdio: 'inherit', env: electronEnv });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (exit) => resolve(exit));
  });
  process.off('SIGINT', forward);
  process.off('SIGTERM', forward);
  if (code === 0) return null;
  if (performance.now() - startedAt < QUICK_END_MS) return `Electron could not start here (code ${code ?? 'none'})`;
  process.exitCode = code ?? 1;
  return null;
}
