/**
 * What this process is doing at platforms just now: lets whoever calls a post off reach the worker that is uploading it, and
 * whoever looks know of a release that may still arrive. In memory only: after a crash nothing is under way.
 */
export type UploadsUnderWay = {
  /** Aborted by `stop` or by `outer`; `done` when the upload is over. */
  readonly begin: (postId: string, outer: AbortSignal) => { readonly signal: AbortSignal; readonly done: () => void };
  readonly stop: (postId: string) => void;
  /** A release is asked for. Call the answer when that is over: with null after a clear answer, else with the time. */
  readonly beginRelease: (postId: string) => (givenUpAt: Date | null) => void;
  /** When the last release without a clear answer was given up, ms; Infinity while it is under way, 0 when there is none. */
  readonly releaseGivenUpAt: (postId: string) => number;
};

export function createUploadsUnderWay(): UploadsUnderWay {
  const running = new Map<string, AbortController>();
  const releases = new Map<string, number>();
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
    beginRelease: (postId) => {
      releases.set(postId, Number.POSITIVE_INFINITY);
      return (givenUpAt) => {
        if (givenUpAt === null) releases.delete(postId);
        else releases.set(postId, givenUpAt.getTime());
      };
    },
    releaseGivenUpAt: (postId) => releases.get(postId) ?? 0,
  };
}
