import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** A Chromium to test in: CHROMIUM_PATH, the system's, or the one Playwright downloaded; null when there is none. */
export function findBrowser(env: NodeJS.ProcessEnv): string | null {
  const places = [
    env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return [...places, chromium.executablePath()].find((path) => path !== undefined && existsSync(path)) ?? null;
}
