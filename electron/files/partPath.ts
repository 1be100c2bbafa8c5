import { randomBytes } from 'node:crypto';

/** A name beside `path` for a file that is not whole yet. Such a file may be deleted whenever nobody is writing it. */
export function partPath(path: string): string {
  return `${path}.part-${randomBytes(4).toString('hex')}`;
}

export const isPart = (name: string): boolean => /\.part-[0-9a-f]{8}$/.test(name);
