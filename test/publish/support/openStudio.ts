import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChangeBus } from '../../../electron/changes.ts';
import { createJobs } from '../../../electron/jobs/createJobs.ts';
import { CRASHED, decideEnd } from '../../../electron/jobs/decideEnd.ts';
import { createJobRows } from '../../../electron/jobs/rows.ts';
import { LeaseLost, type JobHandler, type Jobs, type JobTools } from '../../../electron/jobs/types.ts';
import type { Grant, Spending } from '../../../electron/accounts/types.ts';
import type { Platform, Session } from '../../../electron/publish/adapter.ts';
import { createPublishing, type Publishing } from '../../../electron/publish/createPublishing.ts';
import type { PostTime } from '../../../electron/publish/postMaker.ts';
import { writePracticeSettings } from '../../../electron/publish/practiceSettings.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import { createLimits } from '../../../electron/publish/limits/createLimits.ts';
import type { PlatformNeeds } from '../../../electron/publish/platformNeeds.ts';
import { openStore, type Store } from '../../../electron/store/openStore.ts';
import { channels } from '../../../electron/store/schema.ts';
import type { Simulator } from '../../platforms/kit/simulator.ts';
import { readPlatformRules, type PlatformRules } from '../../../shared/quality/platformRules.ts';
import type { PracticeSettings } from '../../../shared/contract/channels.ts';
import type { Change } from '../../../shared/contract/changes.ts';
import type { JobKind } from '../../../shared/contract/jobs.ts';

const platformRules = readPlatformRules(JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/platforms.json'), 'utf8')));

/** What a platform takes, from the real resources. */
export function platformRulesOf(name: string): PlatformRules {
  const found = platformRules.find((rules) => rules.name === name);
  if (found === undefined) throw new Error(`there are no rules for ${name}`);
  return found;
}

/** The process was killed: nothing after it may have any effect. */
export class Killed extends Error {}

/** What outlives a process: the disk, the clock, chance, and the world the studio talks to. */
export type World = {
  readonly home: string;
  readonly video: string;
  readonly clock: { ms: number };
  readonly practice: { -readonly [Name in keyof PracticeSettings]: number };
  readonly missed: { policy: 'run-late' | 'skip' | 'ask'; withinMinutes: number };
  readonly projectHashes: Map<string, string>;
  random: () => number;
  /** Called wherever a process may die; a test throws Killed from it. */
  step: (where: string) => void;
  /** Stands between the studio and its platform, to make trouble. */
  between: (platform: Platform) => Platform;
  ids: number;
  /** The next free slot of a channel; a channel that is not in it has none. */
  readonly slots: Map<string, PostTime>;
  /** Why no grant can be read now; null: all is well. */
  tokenTrouble: Error | null;
  /** How long every film is said to be. */
  filmSeconds: number;
  /** Room on the disk. */
  freeBytes: number;
  /** What the platforms charged for. */
  readonly spent: Parameters<Spending['add']>[0][];
  /** Accounts on platforms outside of the studio; without any, everything is about the practice platform. */
  readonly remotes: readonly Remote[];
  [Symbol.dispose](): void;
};

/** One account at a simulator, and how its platform's adapter is built. */
export type Remote = {
  readonly channelId: string;
  readonly simulator: Pick<Simulator, 'platform' | 'endpoints'> & { readonly grantFor: (account: string) => Grant | Promise<Grant> };
  readonly open: (needs: PlatformNeeds) => Platform;
  readonly account: string;
};

/** A fresh database, made once: hundreds of worlds begin with a copy of it. */
let template: Buffer | undefined;
function freshDatabase(): Buffer {
  if (template !== undefined) return template;
  const home = mkdtempSync(join(tmpdir(), 'tidereel-template-'));
  openStore({ home, now: () => new Date(0) }).close();
  template = readFileSync(join(home, 'studio.db'));
  rmSync(home, { recursive: true, force: true });
  return template;
}

type WorldWishes = {
  readonly remotes?: readonly Remote[];
  readonly filmBytes?: number;
  /** One that simulators go by, too. */
  readonly clock?: { ms: number };
  /** A data folder to go on with; what is in it stays. */
  readonly home?: string;
};

export function makeWorld({
  remotes = [],
  filmBytes = 150_000,
  clock = { ms: 0 },
  home = mkdtempSync(join(tmpdir(), 'tidereel-publish-')),
}: WorldWishes = {}): World {
  if (!existsSync(join(home, 'studio.db'))) writeFileSync(join(home, 'studio.db'), freshDatabase());
  clock.ms = Date.parse('2026-11-20T12:00:00Z');
  const video = join(home, 'film.mp4');
  writeFileSync(video, randomBytes(filmBytes));
  return {
    home,
    video,
    clock,
    practice: { uploadSeconds: 4, processingSeconds: 6, failShare: 0, loseAnswerShare: 0, rejectShare: 0, busyShare: 0 },
    missed: { policy: 'run-late', withinMinutes: 60 },
    projectHashes: new Map(),
    random: () => 0.5,
    step: () => undefined,
    between: (platform) => platform,
    ids: 0,
    slots: new Map(),
    tokenTrouble: null,
    filmSeconds: 2,
    freeBytes: 1e12,
    spent: [],
    remotes,
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

export type Studio = {
  readonly store: Store;
  readonly publishing: Publishing;
  readonly jobs: Pick<Jobs, 'list' | 'cancel'>;
  readonly changes: Change[];
  /** Does everything that is due, and moves the clock on to what is next, for up to `hours`; never into numbers alone. */
  readonly work: (hours?: number, kinds?: readonly JobKind[]) => Promise<void>;
  /** Does what is due now, without moving the clock. */
  readonly workNow: () => Promise<void>;
  readonly close: () => void;
};

const call = { signal: new AbortController().signal };
export { call };

/** The adapters of the platforms outside, with real limits; grants come from the simulators. Makes the channels, once. */
function openRemotes(world: World, store: Store, now: () => Date): Platform[] {
  const { remotes } = world;
  const grants = new Map<string, Grant>();
  const remoteOf = ({ channelId }: Session): Remote => {
    const found = remotes.find((one) => one.channelId === channelId);
    if (found === undefined) throw new Error(`there is no account for ${channelId}`);
    return found;
  };
  for (const { channelId, simulator, account } of remotes) {
    const row = { id: channelId, platform: simulator.platform, name: channelId, remoteAccount: account, createdAt: 0 };
    const plan = JSON.stringify({ minGapMinutes: 0 });
    store.write
      .insert(channels)
      .values({ ...row, secretRef: `grant:${channelId}`, plan })
      .onConflictDoNothing()
      .run();
  }
  const limits = createLimits({ write: store.write, now, changed: () => undefined });
  const byPlatform = new Map(remotes.map((remote) => [remote.simulator.platform, remote]));
  return [...byPlatform.values()].map(({ simulator, open }) =>
    open({
      now,
      endpoints: { [simulator.platform]: simulator.endpoints } as unknown as Endpoints, // an adapter reads only its own part
      limits,
      spending: { add: (cost) => void world.spent.push(cost) },
      tokens: {
        read: async (session) => {
          if (world.tokenTrouble !== null) throw world.tokenTrouble;
          const known = grants.get(session.channelId);
          const isGood = known !== undefined && (known.accessEndsAt === null || Date.parse(known.accessEndsAt) > now().getTime() + 60_000);
          if (isGood) return known;
          const remote = remoteOf(session);
          const grant = await remote.simulator.grantFor(remote.account);
          grants.set(session.channelId, grant);
          return grant;
        },
        refused: (session) => void grants.delete(session.channelId),
      },
    }),
  );
}

/** One process: the real store, the real rows of the queue, a clock that only the test moves. */
export function openStudio(world: World): Studio {
  const { clock } = world;
  let dead = false;
  const step = (where: string): void => {
    if (dead) throw new Killed(where);
    try {
      world.step(where);
    } catch (error) {
      dead = true;
      throw error;
    }
  };
  const plainNow = (): Date => new Date(clock.ms);
  const store = openStore({ home: world.home, now: plainNow });
  store.write.$client.pragma('synchronous = off'); // kills are simulated here, power cuts are not, and disks are slow
  const bus = createChangeBus();
  const seen: Change[] = [];
  const changes = {
    ...bus,
    publish: (change: Change) => {
      step(`told ${change.topic}`);
      seen.push(change);
    },
  };
  const rows = createJobRows(store.write.$client, `process-${(world.ids += 1)}`);
  const queue = createJobs({
    write: store.write,
    changes: bus,
    now: plainNow,
    random: () => world.random(),
    report: (error) => {
      throw error;
    },
  });
  const handlers = new Map<JobKind, JobHandler<unknown>>();
  const jobs = {
    ...queue,
    handle: <Data>(handler: JobHandler<Data>) => {
      const guarded: JobHandler<Data> = { ...handler, run: async (data, tools) => handler.run(data, tools) };
      queue.handle(guarded);
      handlers.set(handler.kind, guarded);
    },
    add: (job: Parameters<typeof queue.add>[0]) => {
      step(`add ${job.kind}`);
      return queue.add(job);
    },
    moveTo: (jobId: number, runAt: Date) => {
      step('move job');
      return queue.moveTo(jobId, runAt);
    },
  };
  const hooked = (platform: Platform): Platform => ({
    ...platform,
    upload: async (post, known, tools) => {
      step('before upload');
      const ref = await platform.upload(post, known, tools);
      step('after upload');
      return ref;
    },
    look: async (post, upload, tools) => {
      step('before look');
      const sighting = await platform.look(post, upload, tools);
      step('after look');
      return sighting;
    },
    release: async (post, upload, signal) => {
      step('before release');
      const ref = await platform.release(post, upload, signal);
      step('after release');
      return ref;
    },
  });
  /** Stands in the place of a platform and hands everything on to it, through the test's hands. */
  const watch = (name: string, platform: () => Platform, outside: Platform | null): Platform => ({
    platform: name,
    releaseWithinMs: outside?.releaseWithinMs ?? 2_000,
    upload: (...about) => hooked(world.between(platform())).upload(...about),
    look: (...about) => hooked(world.between(platform())).look(...about),
    release: (...about) => hooked(world.between(platform())).release(...about),
    ...(outside?.keepOf === undefined ? {} : { keepOf: outside.keepOf }),
    ...(outside?.handOverAt === undefined ? {} : { handOverAt: outside.handOverAt }),
    ...(outside?.opensAt === undefined ? {} : { opensAt: outside.opensAt }),
    ...(outside?.readChoices === undefined
      ? {}
      : {
          readChoices: async (...about) => {
            const { readChoices } = world.between(platform());
            if (readChoices === undefined) throw new Error('this platform has no choices');
            return readChoices(...about);
          },
        }),
    readMetrics: async (...about) => {
      const { readMetrics } = platform();
      if (readMetrics === undefined) throw new Error('this platform has no numbers');
      return readMetrics(...about);
    },
  });
  const outside = openRemotes(world, store, plainNow);
  const platforms = [watch('practice', () => publishing.practice, null), ...outside.map((one) => watch(one.platform, () => one, one))];
  const publishing: Publishing = createPublishing({
    read: store.read,
    write: store.write,
    jobs,
    changes,
    home: world.home,
    now: () => {
      step('now');
      return plainNow();
    },
    newId: () => `id${(world.ids += 1)}`,
    random: () => {
      step('chance');
      return world.random();
    },
    sleep: async (ms, signal) => {
      step('sleep');
      signal.throwIfAborted();
      clock.ms += Math.ceil(ms);
      await Promise.resolve();
      signal.throwIfAborted();
    },
    probeVideo: async () => ({ seconds: world.filmSeconds, width: 1080, height: 1920 }),
    freeBytes: async () => world.freeBytes,
    projectHash: (projectId) => world.projectHashes.get(projectId) ?? null,
    missedPosts: () => world.missed,
    platforms,
    nextTime: (channelId) => world.slots.get(channelId) ?? null,
    rules: platformRulesOf,
    prices: { postUsd: 0.015, postWithUrlUsd: 0.2 },
  });
  rows.recover(clock.ms, { everything: true, crashed: JSON.stringify(CRASHED) });
  writePracticeSettings(store.write, { ...world.practice });
  if (store.restored !== null) {
    publishing.askAfterRestore(store.restored.at);
    store.restored.forget();
  }
  publishing.heal();

  const runOne = async (kinds: readonly JobKind[]): Promise<boolean> => {
    const row = rows.claim([...kinds], new Map(kinds.map((kind) => [kind, 0])), clock.ms);
    if (row === undefined) return false;
    const handler = handlers.get(row.kind);
    if (handler === undefined) throw new Error(`nobody handles ${row.kind}`);
    const tools: JobTools = {
      jobId: row.id,
      attempt: row.attempts,
      saved: row.saved === null ? null : JSON.parse(row.saved),
      signal: call.signal,
      now: plainNow,
      progress: () => step('progress'),
      save: (saved) => {
        step('save');
        if (!rows.save(row.id, row.owner ?? '', JSON.stringify(saved))) throw new LeaseLost('lost');
      },
    };
    const outcome = await handler.run(handler.data.parse(JSON.parse(row.data)), tools).then(
      (result) => ({ how: 'done' as const, result: JSON.stringify(result ?? null) }),
      (error: unknown) => ({ how: 'failed' as const, error }),
    );
    if (dead) throw new Killed('killed'); // a dead process does not write what became of its job
    const end = decideEnd(outcome, { row, progress: null, repeats: undefined, now: plainNow(), random: world.random() });
    rows.end(row.id, row.owner ?? '', end, clock.ms);
    return true;
  };
  const sendAndProve: readonly JobKind[] = ['post.send', 'post.prove'];
  return {
    store,
    publishing,
    jobs: queue,
    changes: seen,
    work: async (hours = 48, kinds = sendAndProve) => {
      const until = clock.ms + hours * 3_600_000;
      for (let rounds = 0; rounds < 200_000; rounds += 1) {
        if (await runOne(kinds)) continue;
        const next = rows.nextDue([...kinds], clock.ms);
        if (next === null || next > until) return;
        clock.ms = Math.max(next, clock.ms + 1);
      }
      throw new Error('the queue never came to rest');
    },
    workNow: async () => {
      while (await runOne(sendAndProve));
    },
    close: () => {
      publishing.close();
      store.close();
    },
  };
}
