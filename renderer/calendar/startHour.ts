/** The hour of the day that is scrolled to at first: one before the earliest entry of the days shown, else before eight. */
export function startHour(starts: readonly string[], { firstDay, lastDay }: { firstDay: string; lastDay: string }): number {
  const hours = starts
    .filter((start) => start.slice(0, 10) >= firstDay && start.slice(0, 10) <= lastDay)
    .map((start) => Number(start.slice(11, 13)));
  return Math.max(0, Math.min(...(hours.length === 0 ? [8] : hours)) - 1);
}
