type Scored = { readonly from: number; readonly to: number; readonly score: number };

/** Takes the best first and skips whatever overlaps one already taken. */
export function chooseGreedily<Item extends Scored>(items: readonly Item[], count: number): Item[] {
  const chosen: Item[] = [];
  for (const item of [...items].sort((a, b) => b.score - a.score || a.from - b.from)) {
    if (chosen.length === count) break;
    if (chosen.every((other) => item.to <= other.from || item.from >= other.to)) chosen.push(item);
  }
  return chosen;
}

/**
 * The most items, up to `count`, that do not overlap; among all such choices the one with the highest sum of scores
 * (weighted interval scheduling with a limit, n × count steps).
 */
export function chooseMost<Item extends Scored>(items: readonly Item[], count: number): Item[] {
  const byEnd = [...items].sort((a, b) => a.to - b.to || a.from - b.from);
  const endsBy = byEnd.map(({ to }) => to);
  /** How many items end at or before `time`. */
  const endedBy = (time: number): number => {
    let [low, high] = [0, endsBy.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((endsBy[middle] ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const room = byEnd.map(({ from }) => endedBy(from));
  // best[k][n]: highest sum of exactly k items among the first n; -Infinity where there are no k.
  const best: Float64Array[] = [new Float64Array(byEnd.length + 1)];
  for (let taken = 1; taken <= count; taken++) {
    const before = best[taken - 1] ?? new Float64Array();
    const row = new Float64Array(byEnd.length + 1).fill(-Infinity);
    for (const [index, item] of byEnd.entries()) {
      row[index + 1] = Math.max(row[index] ?? -Infinity, (before[room[index] ?? 0] ?? -Infinity) + item.score);
    }
    if ((row[byEnd.length] ?? -Infinity) === -Infinity) break;
    best.push(row);
  }
  const chosen: Item[] = [];
  let index = byEnd.length;
  for (let taken = best.length - 1; taken > 0; taken--) {
    const row = best[taken] ?? new Float64Array();
    while (index > 0 && row[index] === row[index - 1]) index--;
    const item = byEnd[index - 1];
    if (item === undefined) break;
    chosen.push(item);
    index = room[index - 1] ?? 0;
  }
  return chosen;
}
