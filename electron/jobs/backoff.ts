const FIRST_MS = 5_000;

/** No retry waits longer. */
export const LONGEST_BACKOFF_MS = 15 * 60_000;

/**
 * Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): anywhere between nothing and
 * a bound that doubles with each attempt, so that jobs which failed together do not come back together.
 * `attempt` counts from 1; `random` is 0 ≤ x < 1. Whole milliseconds.
 */
export function backOff(attempt: number, random: number): number {
  return Math.floor(random * Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (attempt - 1)));
}
