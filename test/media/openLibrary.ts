import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Asset } from '../../shared/contract/assets.ts';
import type { Change } from '../../shared/contract/changes.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { createChangeBus } from '../../electron/changes.ts';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { createJobs } from '../../electron/jobs/createJobs.ts';
import type { AssetLibrary } from '../../electron/media/assetLibrary.ts';
import { createAssets } from '../../electron/media/createAssets.ts';
import { openStore } from '../../electron/store/openStore.ts';

export const ffmpeg = await findFfmpeg(process.env);

/** Makes a media file for a test. */
export async function make(...args: string[]): Promise<void> {
  await promisify(execFile)(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...args]);
}

/** A moving picture with a tone, as FFmpeg arguments. */
export const clip = (seconds: number, size = '160x90', rate = 25): string[] => {
  const picture = `testsrc2=s=${size}:r=${rate}:d=${seconds}`;
  const sound = `sine=440:sample_rate=48000:d=${seconds}`;
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest'];
  return ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, ...codecs];
};

export async function tempFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'tidereel-media-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

type Options = {
  home: string;
  key?: { apiKey: string; baseUrl?: string } | null;
  whisperCli?: Settings['whisperCli'];
  usedBy?: string[];
};

/** A real store, queue and library in a folder. */
export function openLibrary({ home, key = null, whisperCli = null, usedBy = [] }: Options) {
  const now = (): Date => new Date();
  const store = openStore({ home, now });
  const changes = createChangeBus();
  const seen: Change[] = [];
  const faults: unknown[] = [];
  let ids = 0;
  let started = false;
  const jobs = createJobs({ write: store.write, changes, now, random: () => 0, report: (error) => faults.push(error) });
  const assets: AssetLibrary = createAssets({
    read: store.read,
    write: store.write,
    jobs,
    changes,
    now,
    home,
    report: (error) => faults.push(error),
    ffmpeg: () => Promise.resolve(ffmpeg),
    newId: () => `asset-${(ids += 1)}`,
    usedBy: () => usedBy,
    settings: () => ({ whisperCli }),
    openAi: { key: () => Promise.resolve(key), baseUrl: 'http://127.0.0.1:9/v1' },
    usdPerMinute: 0.006,
  });
  const listening = new AbortController();
  const listener = (async () => {
    for await (const change of changes.follow(listening.signal)) seen.push(change);
  })();
  return {
    assets,
    jobs,
    store,
    changes,
    seen,
    faults,
    call: { signal: new AbortController().signal },
    /** Imports a file and waits until everything about it is made. */
    async importAll(path: string): Promise<Asset> {
      const { asset } = await assets.importPath(path);
      if (!started) jobs.start();
      started = true;
      await jobs.untilIdle();
      return assets.service.get({ assetId: asset.id }, { signal: new AbortController().signal });
    },
    /** Resolves when the asset waits for no job any more. */
    async settled(assetId: string): Promise<void> {
      for (;;) {
        const { state, transcript } = await assets.service.get({ assetId }, { signal: new AbortController().signal });
        if (state !== 'importing' && transcript.state !== 'working') return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await jobs.close();
      await assets.close();
      listening.abort();
      await listener;
      store.close();
    },
  };
}
