export type Turns = {
  /** Runs `work` once everything that was asked for under this key before has ended, well or not. */
  take<Value>(key: string, work: () => Promise<Value>): Promise<Value>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

/** One at a time for each key, in order of asking. */
export function takeTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    take(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work);
      const ended = mine.then(
        () => undefined,
        () => undefined, // the one who asked hears of it; the next in line starts anyway
      );
      last.set(key, ended);
      void ended.then(() => last.get(key) === ended && last.delete(key));
      return mine;
    },
    async idle() {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
