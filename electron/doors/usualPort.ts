import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

const FIRST = 20_000; // below the ports systems hand out by themselves
const COUNT = 10_000;

/** The port a data folder prefers: always the same, so that a window left open finds its studio again after a restart. */
export function usualPort(home: string): number {
  return FIRST + (createHash('sha256').update(resolve(home)).digest().readUInt32BE() % COUNT);
}
