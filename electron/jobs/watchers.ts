/** People and code that wait for something: each gets asked again whenever something changed, until it is content. */
export type Watchers = {
  /** Resolves once `isContent` answers true, `ms` have passed or everything is closed; rejects with the signal's reason. */
  wait(isContent: () => boolean, options: { ms?: number; signal?: AbortSignal | undefined }): Promise<void>;
  ask(): void;
  close(): void;
};

export function createWatchers(): Watchers {
  const asked = new Set<() => void>();
  let closed = false;
  return {
    async wait(isContent, { ms, signal }) {
      signal?.throwIfAborted();
      if (closed || isContent()) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const ask = (): void => {
        try {
          if (closed || isContent()) resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const giveUp = (): void =>
        reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Stopped waiting.', 'AbortError'));
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      signal?.addEventListener('abort', giveUp, { once: true });
      asked.add(ask);
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        asked.delete(ask);
      }
    },
    ask() {
      for (const ask of asked) ask();
    },
    close() {
      closed = true;
      for (const ask of asked) ask();
    },
  };
}
