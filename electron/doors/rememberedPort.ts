import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files/writeWhole.ts';

const fileOf = (home: string): string => join(home, 'door-port');

/**
 * The port this data folder had last time, or 0 for any free one. It was random when it was first taken; keeping it lets a
 * window that was left open find its studio again after a restart, with the edits it still holds.
 */
export function rememberedPort(home: string): number {
  if (!existsSync(fileOf(home))) return 0;
  const port = Number(readFileSync(fileOf(home), 'utf8'));
  return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0;
}

/** Keeps the port for the next start. @throws Failure DISK_FULL or FOLDER_READ_ONLY. */
export async function rememberPort(home: string, port: number): Promise<void> {
  if (port !== rememberedPort(home)) await writeWhole(fileOf(home), String(port));
}
