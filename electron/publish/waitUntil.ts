const LONGEST_MS = 7 * 24 * 3_600_000;

/** When to try again what a platform asked to wait for: within a week, whatever its answer says; a date that is none is in a minute. */
export function waitUntil(until: Date, now: Date): Date {
  const ms = Number.isNaN(until.getTime()) ? now.getTime() + 60_000 : until.getTime();
  return new Date(Math.min(ms, now.getTime() + LONGEST_MS));
}
