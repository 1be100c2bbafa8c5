import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createChangeBus } from '../../../electron/changes.ts';
import { createJobs } from '../../../electron/jobs/createJobs.ts';
import type { Jobs } from '../../../electron/jobs/types.ts';
import { createPosts } from '../../../electron/publish/createPosts.ts';
import { createLedger, type Ledger } from '../../../electron/publish/ledger.ts';
import type { PostMaker } from '../../../electron/publish/postMaker.ts';
import { createUploadsUnderWay } from '../../../electron/publish/uploadsUnderWay.ts';
import { createSchedule } from '../../../electron/schedule/createSchedule.ts';
import { createTimes, type Times } from '../../../electron/schedule/createTimes.ts';
import type { Service } from '../../../electron/services.ts';
import { openStore, type Store } from '../../../electron/store/openStore.ts';
import { channels } from '../../../electron/store/schema.ts';
import type { Change } from '../../../shared/contract/changes.ts';
import { defaultPlan, type Plan } from '../../../shared/schedule/plan.ts';

export type Planner = Disposable & {
  readonly home: string;
  readonly film: (name: string) => string;
  readonly clock: { ms: number };
  readonly store: Store;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly maker: PostMaker;
  readonly posts: Pick<Service<'posts'>, 'create' | 'edit' | 'get' | 'list' | 'cancel' | 'approve' | 'reschedule'>;
  readonly times: Times;
  readonly schedule: Service<'schedule'>;
  readonly bus: ReturnType<typeof createChangeBus>;
  readonly changes: Change[];
  readonly newId: () => string;
  readonly addChannel: (id: string, plan: Partial<Plan>, platform?: string) => void;
};

export const call = { signal: new AbortController().signal };

/** The real store, ledger, posts and calendar; the clock is the test's, and no job runs. `home`: opens that folder again. */
export function openPlanner({
  home,
  random = () => 0.5,
  zone = 'UTC',
}: { home?: string; random?: () => number; zone?: string } = {}): Planner {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'tidereel-schedule-'));
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const now = (): Date => new Date(clock.ms);
  const store = openStore({ home: folder, now });
  store.write.$client.pragma('synchronous = off');
  const { read, write } = store;
  const bus = createChangeBus();
  const changes: Change[] = [];
  bus.listen((change) => changes.push(change));
  const report = (error: unknown): never => {
    throw error;
  };
  const jobs = createJobs({ write, changes: bus, now, random, report });
  // scheduled posts have their jobs in the queue; nothing here works on them
  for (const kind of ['post.send', 'post.prove', 'post.check'] as const) {
    jobs.handle({ kind, data: z.unknown(), attempts: 1, missed: 'run-late', missedAfterMs: 1e12, run: async () => null });
  }
  const ledger = createLedger({ write, changes: bus, now, keepOf: () => null });
  let ids = Date.now() % 1e9;
  const newId = (): string => `id${(ids += 1)}`;
  const times = createTimes({ read, now, random, zone: () => zone });
  const { service, maker } = createPosts({
    read,
    ledger,
    jobs,
    now,
    newId,
    uploads: createUploadsUnderWay(),
    platforms: new Map(),
    probeVideo: async () => ({ seconds: 2, width: 1080, height: 1920 }),
    projectHash: () => null,
    nextTime: times.nextTime,
  });
  return {
    home: folder,
    clock,
    store,
    jobs,
    ledger,
    maker,
    times,
    bus,
    changes,
    newId,
    posts: service,
    schedule: createSchedule({ read, now, times, maker, together: ledger.together, posts: service }),
    film: (name) => {
      const path = join(folder, name);
      writeFileSync(path, `the film ${name}`);
      return path;
    },
    addChannel: (id, plan, platform = 'practice') => {
      const row = {
        id,
        platform,
        name: id.toUpperCase(),
        remoteAccount: id,
        createdAt: ids,
        plan: JSON.stringify({ ...defaultPlan, ...plan }),
      };
      write.insert(channels).values(row).run();
    },
    [Symbol.dispose]: () => {
      if (store.write.$client.open) store.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
