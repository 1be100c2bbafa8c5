import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import { FfmpegFailed } from '../ffmpeg/runFfmpeg.ts';
import { GiveUp, type JobHandler, type JobTools } from '../jobs/types.ts';
import { assetFolder } from './assetFolder.ts';
import type { AssetLibraryNeeds } from './assetLibrary.ts';
import { detailsOf, type AssetRow, type AssetRows } from './assetRows.ts';
import { makePoster } from './makePoster.ts';
import { makeProxy } from './makeProxy.ts';
import { makeWaveform } from './makeWaveform.ts';
import { remuxSource } from './remuxSource.ts';
import { sourceOf } from './sourceOf.ts';
import { sweepParts } from './makePart.ts';

const Step = z.enum(['remux', 'poster', 'waveform', 'proxy']);
type Step = z.infer<typeof Step>;
const Saved = z.object({ done: z.array(Step) });

export const PrepareData = z.object({ assetId: z.string() });

type Needs = Pick<AssetLibraryNeeds, 'home' | 'ffmpeg'> & { readonly rows: AssetRows };

/** Where a step begins and ends in the whole, as shares; the proxy takes by far the longest. */
const SPAN: Readonly<Record<Step, readonly [number, number, string]>> = {
  remux: [0, 0.05, 'Making a copy that can be cut to the frame'],
  poster: [0.05, 0.08, 'Taking a picture'],
  waveform: [0.08, 0.25, 'Listening'],
  proxy: [0.25, 1, 'Making a small copy for scrubbing'],
};

const broken = (message: string): Failure => new Failure('MEDIA_BROKEN', message, 'Copy the file again from where it was made.');

async function runStep(step: Step, row: AssetRow, { rows, home, ffmpeg, tools }: Needs & { tools: JobTools }): Promise<void> {
  const files = assetFolder(home, row.id);
  const [from, to, doing] = SPAN[step];
  const progress = (share: number): void => tools.progress(from + (to - from) * share, doing);
  progress(0);
  const media = { ffmpeg: await ffmpeg(), signal: tools.signal, progress };
  switch (step) {
    case 'remux': {
      const details = detailsOf(row);
      if (details.remux !== 'wanted') return;
      const encode = details.container === 'AVI';
      if (!(await remuxSource({ from: row.path, to: files.source, encode }, media)))
        throw broken(`No picture of ${row.name} could be read.`);
      rows.patch(row.id, { details: JSON.stringify({ ...details, remux: 'done' }) });
      return;
    }
    case 'poster': {
      if (row.kind === 'audio') return;
      if (!(await makePoster(sourceOf(home, row), files.poster, media)))
        throw broken(`Not one picture of ${row.name} can be shown; it is damaged.`);
      rows.patch(row.id, { hasPoster: true });
      return;
    }
    case 'waveform': {
      if (!row.hasAudio) return;
      const heard = await makeWaveform(sourceOf(home, row), files.waveform, media).catch((error: unknown) => {
        if (error instanceof FfmpegFailed) return 0; // sound that cannot be decoded at all
        throw error;
      });
      if (heard > 0) rows.patch(row.id, { hasWaveform: true });
      else if (row.kind === 'audio') throw broken(`Nothing of ${row.name} can be heard; it is damaged.`);
      else {
        rows.patch(row.id, { hasAudio: false });
        rows.addNotes(row.id, ['Its sound cannot be decoded and is left out.']);
      }
      return;
    }
    case 'proxy': {
      if (row.kind !== 'video') return;
      const { seconds, damaged } = await makeProxy(sourceOf(home, row), files.proxy, media);
      if (damaged) rows.addNotes(row.id, ['Parts of this recording are damaged; look at the picture before you use them.']);
      if (seconds > 0) rows.patch(row.id, { hasProxy: true });
    }
  }
}

/**
 * Makes what the studio shows of an asset: picture, waveform, small copy. Each finished step is saved, so a restart goes on
 * with the next. The asset is ready as soon as it can be cut and rendered; the small copy follows.
 */
export function prepareAsset({ rows, home, ffmpeg }: Needs): JobHandler<z.infer<typeof PrepareData>> {
  const fail = async (assetId: string, failure: Failure): Promise<void> => {
    const { state } = rows.get(assetId);
    if (state === 'ready') rows.addNotes(assetId, [`No small copy for scrubbing could be made: ${failure.message}`]);
    else rows.patch(assetId, { state: 'broken', problem: `${failure.message} ${failure.hint}` });
    await rows.announce(assetId);
  };
  return {
    kind: 'asset.prepare',
    data: PrepareData,
    attempts: 3,
    missed: 'run-late',
    missedAfterMs: Number.MAX_SAFE_INTEGER,
    async run({ assetId }, tools) {
      const first = rows.find(assetId);
      if (!first || first.removedAt !== null) return { prepared: false };
      await sweepParts(assetFolder(home, assetId).folder);
      const done = new Set(Saved.safeParse(tools.saved).data?.done);
      if (first.state === 'broken') rows.patch(assetId, { state: 'importing', problem: null });
      try {
        for (const step of Step.options) {
          if (!done.has(step)) await runStep(step, rows.get(assetId), { rows, home, ffmpeg, tools });
          done.add(step);
          tools.save({ done: [...done] });
          if (step === 'waveform') rows.patch(assetId, { state: 'ready', problem: null });
          await rows.announce(assetId);
        }
      } catch (error) {
        tools.signal.throwIfAborted();
        if (error instanceof Failure) await fail(assetId, error);
        if (error instanceof Failure && error.code === 'MEDIA_BROKEN') throw new GiveUp(error.message, { cause: error });
        if (error instanceof FfmpegFailed)
          throw new Failure('FFMPEG_FAILED', `FFmpeg could not prepare ${first.name}. The original is unchanged.`, 'Try again.', {
            cause: error,
          });
        throw error;
      }
      return { prepared: true };
    },
  };
}
