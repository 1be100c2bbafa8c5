import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium } from 'playwright';
import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';
import { findBrowser } from '../setup/findBrowser.ts';
import { type BenchResult, median } from './result.ts';

const MOST_MS = 2_000;
const MOST_IDLE = 0.01; // of one core
const ROUNDS = 5;

/** From opening the studio's address to a window that can be used: its first view shows what it knows. */
export async function benchWindow(): Promise<BenchResult[]> {
  const executablePath = findBrowser(process.env);
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_PATH');
  const home = mkdtempSync(join(tmpdir(), 'tidereel-bench-'));
  const begun = performance.now();
  const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
  const opened = performance.now() - begun;
  const args = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const from = performance.now();
      await page.goto(owned.door.mintAddress());
      await page.getByRole('button', { name: /sample recording/i }).waitFor();
      times.push(opened + performance.now() - from);
      await context.close();
    }
    const value = median(times);
    const idle = await idleShare(browser);
    return [
      { name: 'start of the studio to a usable window', value, unit: 'ms', ratio: value / MOST_MS, bar: 1 },
      { name: 'processor share of the idle main process, one window open', value: idle * 100, unit: '%', ratio: idle / MOST_IDLE, bar: 1 },
    ];
  } finally {
    await browser.close();
    await owned.close();
  }
}

/** Share of one core that a studio with a window on it uses while nobody asks anything. In a process of its own, which tells its own use. */
async function idleShare(browser: Browser): Promise<number> {
  const child = fork(join(import.meta.dirname, 'idleChild.ts'), [mkdtempSync(join(tmpdir(), 'tidereel-bench-'))]);
  try {
    const next = async (): Promise<unknown> => (await once(child, 'message'))[0];
    const page = await browser.newPage();
    await page.goto(String(await next()));
    await page.getByRole('button', { name: /sample recording/i }).waitFor();
    child.send('measure');
    return Number(await next());
  } finally {
    child.kill();
  }
}
