import type { Jobs } from './types.ts';

/** Work of another room that the daily sweep also does, for example keeping a cache within its size. */
export type Sweep = (signal: AbortSignal) => Promise<void> | void;

/** Registers the daily backup and the daily sweep. Call before `jobs.start()`; then `scheduleUpkeep`. */
export function handleUpkeep(_jobs: Jobs, _needs: { backup(signal: AbortSignal): Promise<string>; sweeps: readonly Sweep[] }): void {
  throw new Error('arrives with the next commit');
}

/** Makes sure that one backup and one sweep are waiting. Call after `jobs.start()`. */
export function scheduleUpkeep(_jobs: Jobs, _now: Date): void {
  throw new Error('arrives with the next commit');
}
