import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The data folder: `TIDEREEL_HOME`, else the place where the platform keeps an app's data. */
export function findHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, userFolder: string = homedir()): string {
  if (env['TIDEREEL_HOME']) return resolve(env['TIDEREEL_HOME']);
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Tidereel');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(userFolder, 'AppData', 'Roaming'), 'Tidereel');
  return join(env['XDG_DATA_HOME'] ?? join(userFolder, '.local', 'share'), 'tidereel');
}
