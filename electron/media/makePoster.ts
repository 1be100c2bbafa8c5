import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { FfmpegFailed, runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { makePart } from './makePart.ts';
import { pictureFilter } from './pictureFilter.ts';

const SHORT_SIDE = 405; // 720 × 405 for a wide picture
/** Mean brightness (16 is black, 235 white) from which a frame shows something. */
const BRIGHT_ENOUGH = 34;

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal };

async function takeFrame(source: SourceInfo, at: number, part: string, { ffmpeg, signal }: Tools): Promise<number | null> {
  let brightness: number | null = null;
  const read = async (stdout: Readable): Promise<void> => {
    const found = /YAVG=([\d.]+)/.exec(await text(stdout))?.[1];
    if (found !== undefined) brightness = Number(found);
  };
  const seek = source.kind === 'image' ? [] : ['-ss', at.toFixed(3)];
  const filter = `${pictureFilter(source, SHORT_SIDE)},signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-`;
  const args = ['-v', 'error', ...seek, '-i', source.path, '-map', '0:v:0', '-frames:v', '1', '-vf', filter];
  try {
    await runFfmpeg(ffmpeg, { args: [...args, '-q:v', '4', '-f', 'mjpeg', part], signal, onOutput: read });
  } catch (error) {
    // a damaged stretch is no reason to have no poster; a full disk is
    if (!(error instanceof FfmpegFailed) || /No space|Read-only|Permission/i.test(error.exit.stderr)) throw error;
    return null;
  }
  return brightness;
}

/**
 * Writes a JPEG of at most 720 × 720 from the first place that is not dark; the brightest one when all are.
 * Answers false when not a single picture could be read.
 */
export async function makePoster(source: SourceInfo, path: string, tools: Tools): Promise<boolean> {
  const { seconds } = source;
  const places =
    source.kind === 'image' ? [0] : [Math.min(1, seconds * 0.1), seconds * 0.25, seconds * 0.5, seconds * 0.75, seconds * 0.9, 0];
  return makePart(path, async (part) => {
    let best: { at: number; brightness: number } | null = null;
    for (const at of places) {
      const brightness = await takeFrame(source, at, part, tools);
      if (brightness === null) continue;
      if (brightness >= BRIGHT_ENOUGH || source.kind === 'image') return true;
      if (best === null || brightness > best.brightness) best = { at, brightness };
    }
    return best !== null && (await takeFrame(source, best.at, part, tools)) !== null;
  });
}
