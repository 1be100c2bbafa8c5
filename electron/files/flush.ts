import { open } from 'node:fs/promises';

/** Waits until a file that another program wrote is on the disk itself. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
