/** Ours as long as this process lives or until `release`. */
export type HomeLock = { release(): void };

/** @throws Failure HOME_IN_USE when another process owns this data folder. */
export function lockHome(_home: string): HomeLock {
  throw new Error('arrives with the next commit');
}
