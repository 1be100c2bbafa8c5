import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Quality } from '../../shared/contract/renders.ts';
import { finalSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import { Format, Timeline, timelineLength } from '../../shared/timeline/document.ts';
import { hashFile } from '../files/hashFile.ts';
import type { JobHandler } from '../jobs/types.ts';
import type { CheckRequest } from '../quality/checkRequest.ts';
import { captionBoxes } from './captionBoxes.ts';
import type { RenderRow, RenderRows } from './renderRows.ts';
import { renderTimeline, type RenderTools } from './renderTimeline.ts';

/** A render job carries its document: edits made while it waits do not change what was asked for. */
export const RenderData = z.object({ renderId: z.string(), document: Timeline, format: Format, out: z.string() });
export type RenderData = z.infer<typeof RenderData>;

export type RenderJobNeeds = {
  readonly rows: RenderRows;
  readonly tools: () => Promise<RenderTools>;
  readonly sources: (document: Timeline) => (assetId: string) => SourceInfo | null;
  readonly check: (
    path: string,
    about: Pick<CheckRequest, 'madeFor' | 'captions' | 'expected' | 'signal' | 'onProgress'>,
  ) => Promise<Quality>;
  /** Called when a file is finished: the cache may be trimmed now. */
  readonly finished: (row: RenderRow) => Promise<void>;
  readonly now: () => Date;
};

const PICTURE_SHARE = 0.92; // of the progress; the rest is the quality check

/** Renders, checks, and only then calls the render done. */
export function renderJob({ rows, tools, sources, check, finished, now }: RenderJobNeeds): JobHandler<RenderData> {
  return {
    kind: 'render',
    data: RenderData,
    attempts: 3,
    missed: 'run-late',
    missedAfterMs: 24 * 3_600_000,
    async run({ renderId, document, format, out }, { signal, progress }) {
      const spec = finalSpec(format);
      const renderTools = await tools();
      const result = await renderTimeline(
        {
          timeline: document,
          spec,
          source: sources(document),
          out,
          signal,
          onProgress: (share, step) => progress(share * PICTURE_SHARE, step),
        },
        renderTools,
      );
      const row = rows.find(renderId);
      const quality = await check(out, {
        signal,
        madeFor: z.array(z.string()).parse(JSON.parse(row.platforms)),
        captions: { lines: captionBoxes(document, spec, renderTools.fonts.measure), look: document.captions.look },
        expected: {
          ...spec,
          frames: result.plan.frames,
          loudness: document.audio.loudness,
          stills: result.plan.chunks.every(({ parts }) =>
            parts.every((part) => part.kind === 'blank' || document.assets[part.assetId]?.kind === 'image'),
          ),
          silent: result.plan.sound.tracks.length === 0,
        },
        onProgress: (share) => progress(PICTURE_SHARE + share * (1 - PICTURE_SHARE), 'Checking the result'),
      });
      const done = rows.update(renderId, {
        state: 'done',
        path: out,
        bytes: (await stat(out)).size,
        hash: await hashFile(out),
        seconds: timelineLength(document) / document.fps,
        encoder: result.encoder,
        chunksTotal: result.chunks.total,
        chunksReused: result.chunks.reused,
        quality: JSON.stringify(quality),
        finishedAt: now().getTime(),
      });
      await finished(done);
      return { renderId, path: out, quality: quality.score };
    },
  };
}
