import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Preview } from '../../shared/contract/renders.ts';
import { previewSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import { Timeline, timelineLength } from '../../shared/timeline/document.ts';
import type { ChangeBus } from '../changes.ts';
import type { JobHandler, Jobs } from '../jobs/types.ts';
import { hashDocument } from '../projects/hashDocument.ts';
import { isWholeMp4 } from './isWholeMp4.ts';
import { renderTimeline, type RenderTools } from './renderTimeline.ts';

const KEPT_PER_PROJECT = 4; // so that undo shows its picture at once

const PreviewData = z.object({ projectId: z.string(), document: Timeline });
type PreviewData = z.infer<typeof PreviewData>;

export type PreviewNeeds = {
  readonly folder: string;
  readonly jobs: Pick<Jobs, 'add' | 'cancel'>;
  readonly changes: Pick<ChangeBus, 'publish'>;
  readonly tools: () => Promise<RenderTools>;
  readonly sources: (document: Timeline) => (assetId: string) => SourceInfo | null;
};

/** Small renders of projects as they are now, made by the same plan as the final ones. A newer edit calls off the older preview. */
export function createPreviews({ folder, jobs, changes, tools, sources }: PreviewNeeds) {
  const latest = new Map<string, { preview: Preview; jobId: number }>();
  const fileOf = (projectId: string, hash: string): string => join(folder, projectId, `${hash}.mp4`);
  const describe = (projectId: string, document: Timeline): Preview => {
    const hash = hashDocument(document);
    const seconds = timelineLength(document) / document.fps;
    const ready = isWholeMp4(fileOf(projectId, hash));
    const media = ready ? `preview/${projectId}/${hash}.mp4` : null;
    return {
      projectId,
      documentHash: hash,
      state: seconds === 0 ? 'empty' : ready ? 'ready' : 'working',
      jobId: null,
      media,
      seconds,
      problem: null,
    };
  };

  const handler: JobHandler<PreviewData> = {
    kind: 'preview',
    data: PreviewData,
    attempts: 2,
    missed: 'skip',
    missedAfterMs: 10 * 60_000,
    async run({ projectId, document }, { signal, progress }) {
      const out = fileOf(projectId, hashDocument(document));
      const spec = previewSpec(document.format);
      await renderTimeline({ timeline: document, spec, source: sources(document), out, signal, onProgress: progress }, await tools());
      await keepNewest(join(folder, projectId));
      changes.publish({ topic: 'preview', value: describe(projectId, document) });
      return { projectId };
    },
  };

  return {
    handler,
    /** Answers the finished preview, or has it made. */
    request(projectId: string, document: Timeline): Preview {
      const preview = describe(projectId, document);
      const before = latest.get(projectId);
      const same = before?.preview.documentHash === preview.documentHash;
      if (before !== undefined && !same && before.preview.state === 'working') callOff(jobs, before.jobId);
      if (preview.state !== 'working') {
        latest.delete(projectId);
        if (preview.state === 'ready') void utimes(fileOf(projectId, preview.documentHash), new Date(), new Date()).catch(() => undefined); // only its age
        return preview;
      }
      if (same && before.preview.state === 'working') return before.preview;
      const job = jobs.add({
        kind: 'preview',
        data: { projectId, document },
        title: `Preview of “${document.title}”`,
        subject: projectId,
        priority: 50,
        uniqueKey: `preview:${projectId}:${preview.documentHash}`,
      });
      const working = { ...preview, jobId: job.id };
      latest.set(projectId, { preview: working, jobId: job.id });
      return working;
    },
    /** Told of every job: a preview that died is shown as failed. */
    jobChanged(job: Job): void {
      const entry = [...latest.values()].find(({ jobId }) => jobId === job.id);
      if (entry === undefined || job.state === 'waiting' || job.state === 'running' || job.state === 'asking') return;
      latest.delete(entry.preview.projectId);
      if (job.state === 'done' || job.state === 'cancelled') return;
      const problem = job.error?.message ?? 'The preview could not be made.';
      changes.publish({ topic: 'preview', value: { ...entry.preview, state: 'failed', problem } });
    },
    /** The file behind `preview/<projectId>/<hash>.mp4`; null for anything else. */
    resolve(path: string): { file: string; type: string } | null {
      const [, projectId, hash] = /^preview\/([\w.~-]+)\/([0-9a-f]{64})\.mp4$/.exec(path) ?? [];
      if (projectId === undefined || hash === undefined || projectId.includes('..')) return null;
      const file = fileOf(projectId, hash);
      return existsSync(file) ? { file, type: 'video/mp4' } : null;
    },
  };
}

/** A preview that ended in the meantime needs no calling off. */
function callOff(jobs: Pick<Jobs, 'cancel'>, jobId: number): void {
  try {
    jobs.cancel(jobId);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Failure') throw error;
  }
}

async function keepNewest(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith('.mp4'))
      .map(async (name) => ({ path: join(folder, name), usedMs: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { path } of files.sort((a, b) => b.usedMs - a.usedMs).slice(KEPT_PER_PROJECT)) await rm(path, { force: true });
}
