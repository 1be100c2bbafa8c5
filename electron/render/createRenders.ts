import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Quality, Render } from '../../shared/contract/renders.ts';
import { Failure } from '../../shared/errors.ts';
import { planRender } from '../../shared/render/planRender.ts';
import { finalSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import { assetOf } from '../../shared/timeline/assetOf.ts';
import { type Format, type Timeline, timelineLength } from '../../shared/timeline/document.ts';
import type { ChangeBus } from '../changes.ts';
import type { Jobs } from '../jobs/types.ts';
import { hashDocument } from '../projects/hashDocument.ts';
import type { CheckRequest } from '../quality/checkRequest.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { softwareEncoder } from './encoder.ts';
import { createPreviews } from './previews.ts';
import { renderJob } from './renderJob.ts';
import { createRenderRows, type RenderRow } from './renderRows.ts';
import type { RenderTools } from './renderTimeline.ts';

export type KnownFormat = Format & { readonly platforms: readonly string[] };

export type RendersNeeds = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: Pick<ChangeBus, 'publish'>;
  readonly home: string;
  readonly formats: readonly KnownFormat[];
  readonly now: () => Date;
  readonly newId: () => string;
  readonly document: (projectId: string) => Timeline;
  /** @throws Failure NOT_FOUND or MEDIA_MISSING. */
  readonly sourceInfo: (assetId: string) => SourceInfo;
  readonly tools: () => Promise<RenderTools>;
  readonly cacheBytes: () => number;
  readonly check: (
    path: string,
    about: Pick<CheckRequest, 'madeFor' | 'captions' | 'expected' | 'signal' | 'onProgress'>,
  ) => Promise<Quality>;
};

export type Renders = {
  readonly service: Service<'renders'>;
  /** Files below `preview/` and `render/`; null for everything else. */
  resolveMedia(path: string): { file: string; type: string } | null;
  /** Call with every change of a job. */
  jobChanged(job: Job): void;
};

/** Registers the kinds `render` and `preview` on the queue, so call it before the queue starts. */
export function createRenders(needs: RendersNeeds): Renders {
  const { jobs, changes, formats, now, newId, home } = needs;
  const jobOf = (jobId: number): Job | null => {
    try {
      return jobs.get(jobId).job;
    } catch (error) {
      if (error instanceof Failure && error.code === 'NOT_FOUND') return null; // swept away long after it ended
      throw error;
    }
  };
  const rows = createRenderRows({ read: needs.read, write: needs.write, jobOf });
  /** Only a file with the content the document was made with: the same id may stand for another file on another computer. */
  const sources =
    (document: Timeline) =>
    (assetId: string): SourceInfo | null => {
      try {
        const found = needs.sourceInfo(assetId);
        return found.hash === assetOf(document, assetId)?.hash ? found : null;
      } catch (error) {
        if (error instanceof Failure && (error.code === 'NOT_FOUND' || error.code === 'MEDIA_MISSING')) return null;
        throw error;
      }
    };
  const previews = createPreviews({ folder: join(home, 'cache', 'previews'), jobs, changes, tools: needs.tools, sources });
  const finished = async (row: RenderRow): Promise<void> => {
    changes.publish({ topic: 'render', value: rows.show(row) });
    await (await needs.tools()).chunks.trim(needs.cacheBytes(), new Date(row.createdAt));
  };
  jobs.handle(renderJob({ ...needs, rows, sources, finished }));
  jobs.handle(previews.handler);

  const findFormat = (name: string): KnownFormat => {
    const format = formats.find((candidate) => candidate.name === name);
    if (format !== undefined) return format;
    throw new Failure('BAD_INPUT', `There is no format “${name}”.`, `Choose one of: ${formats.map((known) => known.name).join(', ')}.`);
  };

  const start = (projectId: string, document: Timeline, format: KnownFormat, folder: string): Render => {
    const hash = hashDocument(document);
    const before = rows.same(hash, format.name).map(rows.show);
    const usable = before.find(
      (render) =>
        render.projectId === projectId &&
        (render.state === 'queued' || render.state === 'running' || (render.state === 'done' && isThere(render, folder))),
    );
    if (usable !== undefined) return usable;
    const id = newId();
    const out = join(folder, `${fileName(document.title)} ${format.name.replace(/:/g, 'x')} ${id.slice(0, 6)}.mp4`);
    const job = jobs.add({
      kind: 'render',
      data: { renderId: id, document, format: { name: format.name, width: format.width, height: format.height, fps: format.fps }, out },
      title: `Render “${document.title}” ${format.name}`,
      subject: projectId,
      priority: 10,
    });
    const row = rows.insert({
      id,
      projectId,
      documentHash: hash,
      title: document.title,
      format: format.name,
      platforms: JSON.stringify(format.platforms),
      state: 'queued',
      jobId: job.id,
      width: format.width,
      height: format.height,
      fps: format.fps,
      seconds: timelineLength(document) / document.fps,
      encoder: softwareEncoder(finalSpec(format)).name,
      createdAt: now().getTime(),
    });
    const render = rows.show(row);
    changes.publish({ topic: 'render', value: render });
    return render;
  };

  return {
    service: {
      list: ({ projectId }) => rows.list(projectId).map(rows.show),
      get: ({ renderId }) => rows.show(rows.find(renderId)),
      async start({ projectId, formats: names, out }) {
        const document = needs.document(projectId);
        if (timelineLength(document) === 0)
          throw new Failure('NOTHING_TO_RENDER', 'The timeline is empty.', 'Put a recording on the timeline first.');
        const chosen = names === undefined ? [formatOf(document, formats)] : names.map(findFormat);
        await needs.tools(); // FFmpeg missing is said now, not in the queue
        requireMedia(document, sources(document));
        return needs.write.transaction(() => chosen.map((format) => start(projectId, document, format, out ?? join(home, 'renders'))));
      },
      async preview({ projectId }) {
        return previews.request(projectId, needs.document(projectId));
      },
      async plan({ projectId, format }) {
        const document = needs.document(projectId);
        const spec = finalSpec(format === undefined ? document.format : findFormat(format));
        const { fonts } = await needs.tools();
        const plan = planRender(document, spec, { source: sources(document), measure: fonts.measure });
        return { frames: plan.frames, fps: spec.fps, chunks: plan.chunks.length, leftOut: [...plan.leftOut] };
      },
      check({ path, renderId }, { signal }) {
        if (renderId !== undefined) {
          const row = rows.find(renderId);
          if (row.path === null) throw new Failure('NOT_FOUND', 'This render is not finished.', 'Wait until it is, then check it.');
          return needs.check(row.path, { signal });
        }
        if (path === undefined) throw new Failure('NOT_FOUND', 'No file was named.', 'Name a video file to check.');
        return needs.check(path, { signal });
      },
    },
    resolveMedia(path) {
      const renderId = /^render\/([\w.~-]+)$/.exec(path)?.[1];
      if (renderId === undefined) return previews.resolve(path);
      const row = rows.peek(renderId);
      return row?.path ? { file: row.path, type: 'video/mp4' } : null;
    },
    jobChanged(job) {
      previews.jobChanged(job);
      if (job.kind !== 'render') return;
      const row = rows.ofJob(job.id);
      if (row !== undefined && row.state !== 'done') changes.publish({ topic: 'render', value: rows.show(row) });
    },
  };
}

/** A finished file elsewhere does not help, nor one that was deleted or cut short since; the chunks do. */
function isThere({ path, bytes }: Render, folder: string): boolean {
  return path !== null && join(path, '..') === join(folder) && statSync(path, { throwIfNoEntry: false })?.size === bytes;
}

/** The format a document was made for, with its platforms when it is a known one. */
function formatOf({ format }: Timeline, formats: readonly KnownFormat[]): KnownFormat {
  return (
    formats.find(
      ({ name, width, height, fps }) => name === format.name && width === format.width && height === format.height && fps === format.fps,
    ) ?? { ...format, platforms: [] }
  );
}

function requireMedia(document: Timeline, source: (assetId: string) => SourceInfo | null): void {
  const used = new Set(document.tracks.flatMap((track) => track.clips.map((clip) => clip.assetId)));
  const missing = [...used].filter((assetId) => source(assetId) === null).map((assetId) => document.assets[assetId]?.name ?? assetId);
  if (missing.length === 0) return;
  throw new Failure(
    'MEDIA_MISSING',
    `${missing.length === 1 ? 'A recording is' : `${missing.length} recordings are`} missing: ${missing.join(', ')}. The project is unchanged.`,
    'Find the file again in the Studio, then render.',
  );
}

/** A title as a file name on every system. */
function fileName(title: string): string {
  const safe = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '');
  return safe.slice(0, 60).trim() || 'Video';
}
