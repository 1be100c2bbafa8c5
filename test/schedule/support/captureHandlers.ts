import type { JobHandler, Jobs } from '../../../electron/jobs/types.ts';
import type { JobKind } from '../../../shared/contract/jobs.ts';

/** The queue, and a way to run what was registered on it without its clockwork. */
export function captureHandlers(
  jobs: Jobs,
  clock: { readonly ms: number },
): { jobs: Jobs; run: (kind: JobKind, signal?: AbortSignal) => Promise<unknown> } {
  const handlers = new Map<JobKind, JobHandler<unknown>>();
  return {
    jobs: {
      ...jobs,
      handle: <Data>(handler: JobHandler<Data>) => {
        jobs.handle(handler);
        handlers.set(handler.kind, {
          ...handler,
          run: async (data, tools) => handler.run(handler.data.parse(data), tools),
          data: handler.data,
        });
      },
    },
    run: async (kind, signal = new AbortController().signal) => {
      const handler = handlers.get(kind);
      if (handler === undefined) throw new Error(`nobody handles ${kind}`);
      const now = (): Date => new Date(clock.ms);
      const nothing = (): void => undefined;
      return handler.run({}, { jobId: 1, attempt: 1, saved: null, save: nothing, progress: nothing, signal, now });
    },
  };
}
