import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { destination, pino, type Logger } from 'pino';

const KEPT_BYTES = 10_000_000;
const secretFields = ['key', 'token', 'apiKey', 'clientSecret', 'appSecret', 'authorization', 'cookie', 'passphrase'];

/** The log file of a data folder, `logs/studio.log`. At 10 MB the next start puts it aside as `studio.1.log`. */
export function openLog(home: string): Logger {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'studio.log');
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > KEPT_BYTES) renameSync(file, join(folder, 'studio.1.log'));
  // pino redacts one exact depth per path.
  const redact = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ redact, base: { pid: process.pid } }, destination({ dest: file, sync: true }));
}
