/* A second process for lockHome.test.ts: waits for a line, takes the lock, says how it went, holds it until it is ended. */
import Database from 'better-sqlite3';
import { lockHome } from '../../electron/store/lockHome.ts';
import { Failure } from '../../shared/errors.ts';

const [home = '', user] = process.argv.slice(2);
new Database(':memory:').close(); // loads the native part while we may still read it
if (user === 'nobody') process.seteuid?.(65_534); // root may write anywhere, so it has to become somebody else
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  try {
    lockHome(home);
    process.stdout.write('owner\n');
  } catch (error) {
    process.stdout.write(`${error instanceof Failure ? error.code : String(error)}\n`);
  }
});
