import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';
import { findBrowser } from '../setup/findBrowser.ts';
import { type BenchResult, median } from './result.ts';

const MOST_MS = 2_000;
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
    return [{ name: 'start of the studio to a usable window', value, unit: 'ms', ratio: value / MOST_MS, bar: 1 }];
  } finally {
    await browser.close();
    await owned.close();
  }
}
