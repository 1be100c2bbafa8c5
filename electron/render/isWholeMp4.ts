import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Whether a file is there and ends where its boxes say. A few reads, whatever its size; what is inside is not looked at. */
export function isWholeMp4(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return false; // not there, or not to be read
  }
  try {
    const bytes = fstatSync(file).size;
    const head = Buffer.alloc(16);
    let at = 0;
    while (at + 8 <= bytes) {
      head.fill(0);
      readSync(file, head, 0, 16, at);
      const short = head.readUInt32BE(0);
      const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
      if (size < 8) return false;
      at += size;
    }
    return bytes > 0 && at === bytes;
  } finally {
    closeSync(file);
  }
}
