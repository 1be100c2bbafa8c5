import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { type PictureOverlay, planRender, type RenderPlan } from '../../shared/render/planRender.ts';
import type { RenderSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { Timeline } from '../../shared/timeline/document.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { FfmpegFailed } from '../ffmpeg/runFfmpeg.ts';
import { diskFailure } from '../files/writeFailure.ts';
import { writeWhole } from '../files/writeWhole.ts';
import type { ChunkCache } from './chunkCache.ts';
import { type ChunkCommand, chunkCommand } from './chunkCommand.ts';
import { drawCard } from './drawCard.ts';
import { softwareEncoder } from './encoder.ts';
import type { Fonts } from './fonts.ts';
import { joinRender } from './joinRender.ts';
import { renderPicture } from './renderPicture.ts';
import { renderSound } from './renderSound.ts';

export type RenderTools = {
  readonly ffmpeg: Ffmpeg;
  readonly fonts: Fonts;
  readonly chunks: ChunkCache;
  readonly sounds: ChunkCache;
  readonly workFolder: string;
  readonly processes: number;
};

export type RenderJob = {
  readonly timeline: Timeline;
  readonly spec: RenderSpec;
  readonly source: (assetId: string) => SourceInfo | null;
  readonly out: string;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number, step: string) => void;
};

export type RenderResult = { readonly plan: RenderPlan; readonly encoder: string; readonly chunks: { total: number; reused: number } };

/**
 * Timeline → finished file at `out`: plan, chunks and sound side by side, join. What a killed or cancelled run finished
 * is found again by the next one.
 * @throws Failure NOTHING_TO_RENDER, FFMPEG_FAILED, DISK_FULL, FOLDER_READ_ONLY; the signal's reason when cancelled.
 */
export async function renderTimeline(job: RenderJob, tools: RenderTools): Promise<RenderResult> {
  try {
    return await renderParts(job, tools);
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof FfmpegFailed)) return error;
  return (
    diskFailure(error) ??
    new Failure('FFMPEG_FAILED', `FFmpeg could not make this video. ${lastLine(error.exit.stderr)}`.trim(), RENDER_AGAIN, { cause: error })
  );
}

const RENDER_AGAIN = 'Render again; what is finished is kept. If it stays, look whether the recordings of the project can still be played.';
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

async function renderParts(job: RenderJob, tools: RenderTools): Promise<RenderResult> {
  const plan = planRender(job.timeline, job.spec, { source: job.source, measure: tools.fonts.measure });
  if (plan.frames === 0) throw new Failure('NOTHING_TO_RENDER', 'The timeline is empty.', 'Put a recording on the timeline first.');
  await mkdir(tools.workFolder, { recursive: true });
  const { commands, encoder } = await planCommands(plan, job, tools);
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  const failing = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const fileOf = (assetId: string): SourceInfo => known(job.source(assetId));
  const picture = failing(
    renderPicture(commands, {
      ...tools,
      cache: tools.chunks,
      fontConfig: tools.fonts.configPath,
      signal,
      onProgress: (share) => job.onProgress(share * 0.97, 'Rendering the picture'),
    }),
  );
  const sound = failing(renderSound(plan.sound, { ...tools, cache: tools.sounds, purpose: job.spec.purpose, fileOf, signal }));
  const [pictures, sounds] = await settleBoth(picture, sound, stop.signal);
  job.onProgress(0.98, 'Joining');
  await joinRender(tools.ffmpeg, {
    chunks: pictures.paths,
    sound: sounds.path,
    frames: plan.frames,
    out: job.out,
    workFolder: tools.workFolder,
    signal: job.signal,
  });
  return { plan, encoder, chunks: { total: pictures.total, reused: pictures.reused } };
}

/** Waits for both even when one fails, so that no process outlives the render; then the first failure is thrown. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>, stopped: AbortSignal): Promise<[A, B]> {
  const [one, two] = await Promise.allSettled([first, second]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  throw stopped.reason;
}

async function planCommands(plan: RenderPlan, job: RenderJob, tools: RenderTools): Promise<{ commands: ChunkCommand[]; encoder: string }> {
  const encoder = softwareEncoder(plan.spec);
  const cards = new Map<string, { path: string; hash: string }>();
  for (const picture of plan.chunks.flatMap((chunk) => chunk.pictures)) {
    if (picture.content.kind !== 'card' || cards.has(cardKey(picture))) continue;
    const png = await drawCard(picture.content, picture.width, tools.fonts);
    const hash = createHash('sha256').update(png).digest('hex');
    const path = join(tools.workFolder, `card-${hash.slice(0, 32)}.png`);
    await writeWhole(path, png);
    cards.set(cardKey(picture), { path, hash });
  }
  const needs = {
    spec: plan.spec,
    background: plan.background,
    encoder,
    source: (assetId: string) => known(job.source(assetId)),
    card: (picture: PictureOverlay) => known(cards.get(cardKey(picture)) ?? null),
    fontsHash: tools.fonts.hash,
    ffmpegVersion: tools.ffmpeg.version,
  };
  return { commands: plan.chunks.map((chunk) => chunkCommand(chunk, needs)), encoder: encoder.name };
}

const cardKey = ({ content, width }: PictureOverlay): string => JSON.stringify([content, width]);

/** The plan left out everything whose file is missing; what is asked for here was there a moment ago. */
function known<Value>(value: Value | null): Value {
  if (value === null)
    throw new Failure(
      'MEDIA_MISSING',
      'A recording of this project disappeared while it was rendered.',
      'Find the file again in the Studio, then render once more.',
    );
  return value;
}
