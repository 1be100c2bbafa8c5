/* The whole studio with its door, in a process of its own, for tests that look at what it leaves behind. */
import process from 'node:process';
import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';

const home = process.env['TIDEREEL_HOME'] ?? '';
const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
owned.studio.start();
process.once('SIGTERM', () => {
  void owned.close().then(() => process.exit(0));
});
process.stdout.write('ready\n');
