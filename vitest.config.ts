import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/chaos/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores and real FFmpeg: more workers only wait for each other.
    maxWorkers: 2,
  },
});
