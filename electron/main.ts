import { app, protocol } from 'electron';
import { join } from 'node:path';
import { findHome } from './findHome.ts';
import { APP_SCHEME } from './shell/scheme.ts';

// Electron becomes ready only after this file has been read to its end: nothing here may wait for that.
protocol.registerSchemesAsPrivileged([APP_SCHEME]);
app.setName('Tidereel');
const home = findHome(process.env, process.platform);
app.setPath('userData', join(home, 'electron')); // before the lock below, which is one a folder
if (process.platform === 'linux') app.setDesktopName('com.tidereel.desktop.desktop');
if (process.platform === 'win32') app.setAppUserModelId('com.tidereel.desktop');
app.enableSandbox();

async function start(): Promise<void> {
  await app.whenReady();
  const { boot } = await import('./shell/boot.ts'); // everything else is read only by the one that has the lock
  await boot(home);
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    process.stderr.write(`Tidereel could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}
