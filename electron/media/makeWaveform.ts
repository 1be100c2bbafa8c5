import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Waveform } from '../../shared/contract/assets.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { makePart } from './makePart.ts';

const RATE = 100;
const SAMPLES_PER_SECOND = 16_000;
const STEP = SAMPLES_PER_SECOND / RATE;

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal; progress: (share: number) => void };

/** Level in whole dBFS of a sum of squared 16-bit samples; -100 for silence. */
const levelOf = (squares: number, count: number): number =>
  squares === 0 ? -100 : Math.max(-100, Math.round(10 * Math.log10(squares / count / 32_768 ** 2)));

/** Collects peaks and levels from a stream of 16-bit samples, whatever pieces it comes in. */
export async function readSamples(stream: AsyncIterable<Buffer>, onStep: (steps: number) => void): Promise<Waveform> {
  const peaks: number[] = [];
  const levels: number[] = [];
  let peak = 0;
  let squares = 0;
  let count = 0;
  let half: number | null = null; // a piece may end in the middle of a sample
  const close = (): void => {
    peaks.push(Math.min(255, Math.round((peak / 32_768) * 255)));
    levels.push(levelOf(squares, count));
    peak = squares = count = 0;
  };
  for await (const piece of stream) {
    const bytes: Buffer = half === null ? piece : Buffer.concat([Buffer.from([half]), piece]);
    const whole = bytes.length - (bytes.length % 2);
    half = bytes.length > whole ? (bytes[whole] ?? null) : null;
    for (let at = 0; at < whole; at += 2) {
      const sample = bytes.readInt16LE(at);
      const size = sample < 0 ? -sample : sample;
      if (size > peak) peak = size;
      squares += sample * sample;
      count += 1;
      if (count === STEP) close();
    }
    onStep(peaks.length);
  }
  if (count > 0) close();
  return { rate: RATE, peaks, levels };
}

/**
 * Decodes the first sound track once, as a stream, and stores its peaks and levels in steps of 10 ms.
 * Answers the number of seconds heard; 0 when nothing could be decoded.
 */
export async function makeWaveform(
  source: { path: string; seconds: number },
  path: string,
  { ffmpeg, signal, progress }: Tools,
): Promise<number> {
  let heard = 0;
  await makePart(path, async (part) => {
    let waveform: Waveform = { rate: RATE, peaks: [], levels: [] };
    // async=1 fills holes with silence and first_pts=0 keeps a late start late, so that step n is second n/100 of the recording
    const filter = `aresample=${SAMPLES_PER_SECOND}:async=1:first_pts=0`;
    await runFfmpeg(ffmpeg, {
      args: ['-v', 'error', '-i', source.path, '-map', '0:a:0', '-vn', '-ac', '1', '-af', filter, '-f', 's16le', '-'],
      signal,
      onOutput: async (stdout: Readable) => {
        waveform = await readSamples(stdout, (steps) => progress(Math.min(1, steps / RATE / Math.max(source.seconds, 0.01))));
      },
    });
    heard = waveform.peaks.length / RATE;
    await writeFile(part, JSON.stringify(waveform), { flush: true });
    return heard > 0;
  });
  return heard;
}
