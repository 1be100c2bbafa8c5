import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Quality } from '../shared/contract/renders.ts';
import { readPlatformRules } from '../shared/quality/platformRules.ts';
import { createChangeBus } from './changes.ts';
import { createClips } from './clips/createClips.ts';
import { readEndpoints } from './endpoints.ts';
import { type Ffmpeg, findFfmpeg } from './ffmpeg/findFfmpeg.ts';
import { sweepHome } from './files/sweepHome.ts';
import { findAppRoot } from './findAppRoot.ts';
import { followChanges } from './followChanges.ts';
import { createSystem } from './health/createSystem.ts';
import { createJobs } from './jobs/createJobs.ts';
import { createJobsService } from './jobs/jobsService.ts';
import { handleUpkeep, scheduleUpkeep } from './jobs/upkeep.ts';
import { awaitWaveform } from './media/awaitWaveform.ts';
import { createAssets } from './media/createAssets.ts';
import { probe } from './media/probe.ts';
import { openClock } from './openClock.ts';
import { openLog } from './openLog.ts';
import { openPosting } from './openPosting.ts';
import { createProjects } from './projects/createProjects.ts';
import { renderPracticePage } from './publish/renderPracticePage.ts';
import type { CheckRequest } from './quality/checkRequest.ts';
import { checkVideo } from './quality/checkVideo.ts';
import { readResources } from './readResources.ts';
import { openChunkCache } from './render/chunkCache.ts';
import { createRenders } from './render/createRenders.ts';
import { loadFonts } from './render/fonts.ts';
import type { RenderTools } from './render/renderTimeline.ts';
import { createKeys } from './secrets/createKeys.ts';
import { openSecrets } from './secrets/openSecrets.ts';
import { readKey } from './secrets/readKey.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Services } from './services.ts';
import { createSettings } from './settings/createSettings.ts';
import { lockHome } from './store/lockHome.ts';
import { openStore } from './store/openStore.ts';
import { projects as projectTable } from './store/schema.ts';
import { systemZone } from './systemZone.ts';

export type Studio = {
  readonly services: Services;
  /** What `/media/<path>` shows; null for anything that is not the studio's to show. */
  media(path: string): { file: string; type: string } | null;
  /** The page of a practice post as HTML; null when there is none. */
  practicePage(postId: string): string | null;
  readonly notices: readonly string[];
  /** Begins to work on the queue. */
  start(): void;
  /** Resolves when no job is due or running. */
  untilIdle(options?: { horizonMs?: number; signal?: AbortSignal }): Promise<void>;
  /** Call when the computer woke up. */
  wake(): void;
  close(): Promise<void>;
};

export type StudioOptions = {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly host: 'desktop' | 'browser' | 'cli';
  /** Electron's own encrypted storage, where there is one. */
  readonly safeStorage?: Secrets;
};

/**
 * Builds every service of one data folder, once, in the order they lean on one another.
 * @throws Failure HOME_IN_USE when another process owns the folder, and what opening the store throws.
 */
export async function openStudio({ home, env, host, safeStorage }: StudioOptions): Promise<Studio> {
  await using undo = new AsyncDisposableStack();
  const now = openClock(env);
  const resources = readResources(join(findAppRoot(), 'resources'));
  const endpoints = readEndpoints(resources.platformsJson, env);
  const lock = lockHome(home);
  undo.defer(() => lock.release());
  await sweepHome(home);
  const store = openStore({ home, now });
  undo.defer(() => store.close());
  const { read, write } = store;
  const log = openLog(home);
  const changes = createChangeBus();
  const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);
  const workFolder = join(home, 'tmp');
  rmSync(workFolder, { recursive: true, force: true }); // the lock is ours: whatever lies here belongs to a process that ended
  mkdirSync(workFolder, { recursive: true });

  const secrets = openSecrets({ home, env, safeStorage });
  const settings = createSettings({
    read,
    write,
    changes,
    styles: resources.styles.map(({ name }) => name),
    formats: resources.formats.map(({ name }) => name),
  });
  const jobs = createJobs({
    write,
    changes,
    now,
    random: Math.random,
    report: (error) => log.error({ err: error }, 'The queue had trouble and goes on.'),
  });

  const ffmpeg = remember((): Promise<Ffmpeg> => findFfmpeg(env));
  const fonts = await loadFonts(join(resources.folder, 'fonts'), join(home, 'cache', 'fonts'));
  const chunks = openChunkCache(join(home, 'cache', 'chunks'), '.mp4', now);
  const sounds = openChunkCache(join(home, 'cache', 'sounds'), '.aac', now);
  const renderTools = async (): Promise<RenderTools> => ({
    ffmpeg: await ffmpeg(),
    fonts,
    chunks,
    sounds,
    workFolder,
    processes: settings.current().renderProcesses ?? availableParallelism(),
  });
  const platforms = readPlatformRules(resources.platformsJson);
  const check = async (path: string, about: Omit<CheckRequest, 'ffmpeg' | 'platforms'>): Promise<Quality> =>
    checkVideo(path, { ...about, ffmpeg: await ffmpeg(), platforms });

  const assets = createAssets({
    read,
    write,
    jobs,
    changes,
    now,
    home,
    ffmpeg,
    newId,
    usedBy: (assetId) => projects.usedBy(assetId),
    settings: settings.current,
    openAi: { key: () => readKey(secrets, 'openai'), baseUrl: `${endpoints.openai}/v1` },
    usdPerMinute: resources.usdPerMinute,
    report: (error) => log.error({ err: error }, 'A recording could not be prepared in the background.'),
  });
  undo.defer(() => assets.close());
  undo.defer(() => jobs.close()); // first of all at the end: what still runs uses everything else
  const projects = createProjects({
    read,
    write,
    changes,
    now,
    newId,
    formats: resources.formats,
    captionLooks: resources.styles,
    importMedia: (path) => assets.importPath(path),
  });
  const clips = createClips({
    assets: assets.service,
    projects,
    waveform: (assetId, signal) => awaitWaveform(assetId, signal, { assets: assets.service, changes }),
    captionLooks: resources.styles,
  });
  const renders = createRenders({
    read,
    write,
    jobs,
    changes,
    home,
    now,
    newId,
    check,
    formats: resources.formats,
    document: projects.document,
    sourceInfo: assets.sourceInfo,
    tools: renderTools,
    cacheBytes: () => settings.current().cacheBytes,
  });
  const posting = openPosting({
    read,
    write,
    jobs,
    changes,
    home,
    now,
    newId,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    probeVideo: async (path) => probe(path, { ffmpeg: await ffmpeg(), signal: AbortSignal.timeout(60_000) }),
    projectHash: (projectId) =>
      read.select({ hash: projectTable.hash }).from(projectTable).where(eq(projectTable.id, projectId)).get()?.hash ?? null,
    missedPosts: () => ({ policy: settings.current().missedPosts, withinMinutes: settings.current().missedWithinMinutes }),
    rules: (name) => {
      const rules = platforms.find((platform) => platform.name === name);
      if (rules === undefined) throw new Error(`resources/platforms.json says nothing of ${name}`);
      return rules;
    },
    endpoints,
    secrets,
    prices: resources.xPrices,
    guidesJson: resources.guidesJson,
    zone: () => settings.current().zone ?? systemZone(),
    allowLoopback: env['TIDEREEL_TEST'] === '1',
    report: (error) => log.error({ err: error }, 'Something around posting went wrong; the studio goes on.'),
  });
  const { publishing } = posting;
  if (store.restored !== null) {
    publishing.askAfterRestore(store.restored.at);
    store.restored.forget();
  }
  undo.defer(() => posting.close());
  handleUpkeep(jobs, {
    write,
    backup: store.backup,
    sweeps: [async () => void (await sounds.trim(settings.current().cacheBytes / 10, now()))],
  });
  const keys = createKeys(secrets);
  const system = createSystem({
    home,
    host,
    read,
    now,
    ffmpeg,
    secrets,
    version: resources.version,
    status: jobs.status,
    accounts: { channels: posting.services.channels, limits: posting.services.limits, keys },
    resources: resources.folder,
    formats: resources.formats,
    styles: resources.styles,
    fonts: fonts.names,
    platforms: platforms.map(({ name, label, safeArea }) => ({ name, label, safeArea, captionMax: resources.captionMax(name) })),
    notices: store.notices,
    zone: () => settings.current().zone,
    importPath: assets.importPath,
    backup: store.backup,
  });
  undo.defer(
    changes.listen((change) => {
      if (change.topic === 'project') publishing.onProjectEdited(change.value.id);
      if (change.topic === 'job') renders.jobChanged(change.value);
    }),
  );

  const opened = undo.move();
  return {
    services: {
      assets: assets.service,
      clips,
      projects,
      ...posting.services,
      system,
      changes: followChanges(changes, now),
      jobs: createJobsService(jobs),
      keys,
      renders: renders.service,
      settings: settings.service,
    },
    media: (path) => assets.resolveMedia(path) ?? renders.resolveMedia(path) ?? fontFile(path) ?? practiceFilm(path) ?? postFilm(path),
    practicePage(postId) {
      const post = publishing.practice.page(postId);
      return post === null ? null : renderPracticePage(post, { nonce: '', base: '' });
    },
    notices: store.notices,
    start() {
      jobs.start();
      posting.start();
      scheduleUpkeep(jobs, now());
    },
    untilIdle: (options) => jobs.untilIdle(options),
    wake: () => jobs.wake(),
    close: () => opened.disposeAsync(),
  };

  function fontFile(path: string): { file: string; type: string } | null {
    const name = /^font\/(.+)$/.exec(path)?.[1];
    const font = fonts.files.find((candidate) => candidate.name === name);
    return font === undefined ? null : { file: font.path, type: 'font/ttf' };
  }

  function postFilm(path: string): { file: string; type: string } | null {
    const id = /^post\/([\w.~-]+)$/.exec(path)?.[1];
    const film = id === undefined ? null : publishing.film(id);
    return film === null ? null : { file: film, type: 'video/mp4' };
  }

  function practiceFilm(path: string): { file: string; type: string } | null {
    const id = /^practice\/([\w.~-]+)$/.exec(path)?.[1];
    const post = id === undefined ? null : publishing.practice.page(id);
    return post === null ? null : { file: post.videoFile, type: 'video/mp4' };
  }
}

/** Looks once; looks again after a failure, so that installing what was missing is enough. */
function remember<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | null = null;
  return () =>
    (found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    }));
}
