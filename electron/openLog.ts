import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino, type Logger } from 'pino';

const KEPT_BYTES = 10_000_000;
const secretFields = ['key', 'token', 'apiKey', 'clientSecret', 'appSecret', 'authorization', 'cookie', 'passphrase'];

/**
 * The log file of a data folder, `logs/studio.log`. At 10 MB the next start puts it aside as `studio.1.log`.
 * It never fails: a line that the full disk does not take is lost, and the work it speaks of goes on. (Pino's own
 * destination ends the process then.)
 */
export function openLog(home: string): Logger {
  const file = join(home, 'logs', 'studio.log');
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > KEPT_BYTES) renameSync(file, join(dirname(file), 'studio.1.log'));
  });
  // pino redacts one exact depth per path.
  const redact = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ redact, base: { pid: process.pid } }, { write: (line) => attempt(() => appendFileSync(file, line)) });
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // there is no other place to tell of it
  }
}
