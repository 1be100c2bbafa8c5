import { defineConfig } from '@playwright/test';

// Needs Electron's program and a display; test/run.ts names this suite as left out where they are not.
export default defineConfig({ testDir: '.', testMatch: '*.spec.ts', workers: 1, timeout: 120_000, reporter: 'line' });
