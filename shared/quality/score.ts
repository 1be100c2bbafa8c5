import type { Finding } from '../contract/renders.ts';

/** Below this a render goes back with its reasons. */
export const PASSING_SCORE = 75;

/** One problem alone takes a video below the passing score; it takes five different warnings to do the same. */
const FIRST: Record<Finding['weight'], number> = { problem: 26, warning: 6, note: 0 };
/** The same thing found again at another moment adds less, and at most three times. */
const AGAIN: Record<Finding['weight'], number> = { problem: 6, warning: 2, note: 0 };
const MOST_REPEATS = 3;

/**
 * 100 less the points of every finding, not below 0. A code costs 26 points as a problem, 6 as a warning and nothing as
 * a note; each further finding of the same code costs 6, 2 or nothing, up to three times.
 */
export function scoreFindings(findings: readonly Finding[]): number {
  const worst = (a: Finding, b: Finding): number => FIRST[b.weight] - FIRST[a.weight];
  const seen = new Map<string, number>();
  let score = 100;
  for (const { code, weight } of [...findings].sort(worst)) {
    const times = seen.get(code) ?? 0;
    seen.set(code, times + 1);
    if (times === 0) score -= FIRST[weight];
    else if (times <= MOST_REPEATS) score -= AGAIN[weight];
  }
  return Math.max(0, score);
}
