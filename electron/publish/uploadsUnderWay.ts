/** Lets whoever calls a post off reach the worker that is uploading it. In memory only: after a crash nothing uploads. */
export type UploadsUnderWay = {
  /** Aborted by `stop` or by `outer`; `done` when the upload is over. */
  readonly begin: (postId: string, outer: AbortSignal) => { readonly signal: AbortSignal; readonly done: () => void };
  readonly stop: (postId: string) => void;
};

export function createUploadsUnderWay(): UploadsUnderWay {
  const running = new Map<string, AbortController>();
  return {
    begin: (postId, outer) => {
      const mine = new AbortController();
      running.set(postId, mine);
      return {
        signal: AbortSignal.any([mine.signal, outer]),
        done: () => {
          if (running.get(postId) === mine) running.delete(postId);
        },
      };
    },
    stop: (postId) => running.get(postId)?.abort(new Error('the post was called off')),
  };
}
