import type { Change } from '../shared/contract/changes.ts';

/** Tells every listening window what changed. Values are whole, so a listener that misses one loses only time. */
export type ChangeBus = {
  publish(change: Change): void;
  /** Calls `listener` at once with every change, for rooms that follow one another. Answers how to stop. */
  listen(listener: (change: Change) => void): () => void;
  /** Ends when `signal` aborts. A listener too slow to keep up gets the newest value of each id, never a growing backlog. */
  follow(signal: AbortSignal): AsyncGenerator<Change, void, void>;
};

const keyOf = (change: Change): string => {
  if (change.topic === 'paused' || change.topic === 'alive' || change.topic === 'settings' || change.topic === 'limits')
    return change.topic;
  if (change.topic === 'preview') return `preview:${change.value.projectId}`;
  return `${change.topic}:${change.value.id}`;
};

/** In-process fan-out; one waiting map per listener, keyed by what changed. */
export function createChangeBus(): ChangeBus {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listener of listeners) listener(change);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async *follow(signal) {
      const waiting = new Map<string, Change>();
      let wake = (): void => undefined;
      const listener = (change: Change): void => {
        const key = keyOf(change);
        waiting.delete(key); // so that the newest value also takes the newest place in line
        waiting.set(key, change);
        wake();
      };
      listeners.add(listener);
      try {
        while (!signal.aborted) {
          const [next] = waiting;
          if (next !== undefined) {
            waiting.delete(next[0]);
            yield next[1];
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      } finally {
        listeners.delete(listener);
      }
    },
  };
}
