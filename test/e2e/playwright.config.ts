import { defineConfig } from '@playwright/test';
import { findBrowser } from '../setup/findBrowser.ts';

const executablePath = findBrowser(process.env);
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results/e2e',
  timeout: 240_000,
  expect: { timeout: 20_000 },
  workers: 1,
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(asRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
