import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder that holds our package.json, `resources` and `dist`: the repository, or the archive of a packaged app. Built
 * code lies deeper than its sources, so we look upwards.
 */
export function findAppRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'resources'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('The folder with package.json and resources is missing: the installation is damaged.');
  return findAppRoot(above);
}
