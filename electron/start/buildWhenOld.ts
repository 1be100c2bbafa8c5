import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const parts = {
  renderer: { sources: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'], result: 'dist/renderer/index.html' },
  main: { sources: ['electron', 'shared', 'vite.config.ts', 'package-lock.json'], result: 'dist/main/main.js' },
  preload: { sources: ['electron/shell/preload', 'vite.config.ts'], result: 'dist/preload/preload.cjs' },
} as const;

export type Part = keyof typeof parts;

/** Changed last, in milliseconds; 0 when it is not there. */
function changedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

/** Is what was built missing, or older than what it is built from? */
export function isOld(root: string, part: Part): boolean {
  const { sources, result } = parts[part];
  const built = changedAt(join(root, result));
  return built === 0 || sources.some((source) => changedAt(join(root, source)) > built);
}

/**
 * Builds those parts that are missing or old, saying so; where the sources are not, nothing can be old. When a build fails
 * and there is an earlier one, that one goes on being used.
 * @throws Error when a build fails and there is none.
 */
export async function buildWhenOld(root: string, wanted: readonly Part[], say: (line: string) => void): Promise<void> {
  if (!existsSync(join(root, 'vite.config.ts'))) return;
  const old = wanted.filter((part) => isOld(root, part));
  if (old.length === 0) return;
  say('Building the studio, a few seconds …');
  const { build } = await import('vite'); // only needed here, and not quick to load
  for (const mode of old) {
    try {
      await build({ configFile: join(root, 'vite.config.ts'), mode, logLevel: 'silent' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!existsSync(join(root, parts[mode].result))) throw new Error(`The studio could not be built. ${why}`, { cause: error });
      say(`The studio could not be built anew; the last build is used. ${why}`);
    }
  }
}
