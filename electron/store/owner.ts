import { z } from 'zod';

/** How another program of the same user reaches the process that owns a data folder. */
export const Owner = z.object({ pid: z.int(), address: z.string(), key: z.string() });
export type Owner = z.infer<typeof Owner>;

/** Readable by this user only. Call while the lock is held, once the door is open. */
export function writeOwner(_home: string, _owner: Owner): void {
  throw new Error('arrives with the next commit');
}

/** Null while nobody has opened a door yet. */
export function readOwner(_home: string): Owner | null {
  throw new Error('arrives with the next commit');
}
