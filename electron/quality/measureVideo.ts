import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { SoundFacts, Span } from '../../shared/quality/videoFacts.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';

const TICKS_PER_SECOND = 90_000;
/** Frames may come this much of a frame early or late: time bases of milliseconds round. */
const EVEN_WITHIN = 0.2;

export type Measured = {
  readonly frames: number;
  /** From the first frame to the end of the last. */
  readonly seconds: number;
  readonly fps: number;
  readonly unevenFrames: number;
  readonly decodeErrors: number;
  readonly black: readonly Span[];
  readonly frozen: readonly Span[];
  readonly sound: Omit<SoundFacts, 'codec' | 'tracks'> | null;
};

type Pass = {
  readonly ffmpeg: Pick<Ffmpeg, 'path'>;
  readonly signal: AbortSignal;
  readonly hasSound: boolean;
  /** Called with the moment in the video that was reached, seconds. */
  readonly onReached?: (seconds: number) => void;
};

/** Picture at 320 pixels for black and frozen stretches; every frame's time is printed, so that none goes uncounted. */
const pictureGraph =
  `[0:v:0]settb=1/${TICKS_PER_SECOND},scale=320:-2:flags=fast_bilinear,format=yuv420p,blackdetect=d=0.1:pix_th=0.10,` +
  'freezedetect=n=-60dB:d=1,metadata=mode=add:key=frame:value=1,metadata=mode=print:file=-[v]';
/** Measured as stereo, as it will be played: a mono track counts for both ears. `framelog=quiet` does not exist in 5.1. */
const soundGraph =
  '[0:a:0]aformat=channel_layouts=stereo,silencedetect=n=-50dB:d=1,ebur128=peak=true:framelog=verbose,astats=measure_perchannel=none[a]';

type Seen = { ticks: number[]; black: Span[]; frozen: Span[] };

/**
 * A key frame in a still picture stirs it for a frame or two; that does not end the stretch. Captions that change over a
 * still picture do, and those never stand this long.
 */
const STIR_SECONDS = 0.25;
const STILL_SECONDS = 4;

function joinStills(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const still = last !== undefined && Math.min(last.end - last.start, span.end - span.start) >= STILL_SECONDS;
    if (still && span.start - last.end <= STIR_SECONDS) joined[joined.length - 1] = { start: last.start, end: span.end };
    else joined.push(span);
  }
  return joined;
}

/** Reads the picture's part: one header line a frame, followed by what the filters noticed on it. */
async function readPicture(stdout: Readable, onReached: Pass['onReached']): Promise<Seen> {
  const seen: Seen = { ticks: [], black: [], frozen: [] };
  let blackFrom: number | null = null;
  let frozenFrom: number | null = null;
  for await (const line of createInterface({ input: stdout })) {
    const ticks = /^frame:\d+\s+pts:(-?\d+)/.exec(line)?.[1];
    if (ticks !== undefined) {
      seen.ticks.push(Number(ticks));
      if (seen.ticks.length % 30 === 0) onReached?.(Number(ticks) / TICKS_PER_SECOND);
      continue;
    }
    const [, name, value] = /^lavfi\.(?:freezedetect\.)?(\w+)=(-?[\d.]+)/.exec(line) ?? [];
    if (name === 'black_start') blackFrom = Number(value);
    if (name === 'freeze_start') frozenFrom = Number(value);
    if (name === 'black_end' && blackFrom !== null) {
      seen.black.push({ start: blackFrom, end: Number(value) });
      blackFrom = null;
    }
    if (name === 'freeze_end' && frozenFrom !== null) {
      seen.frozen.push({ start: frozenFrom, end: Number(value) });
      frozenFrom = null;
    }
  }
  // What lasts to the last frame is never reported as ended.
  const end = Math.max(0, ...seen.ticks.slice(-1)) / TICKS_PER_SECOND;
  if (blackFrom !== null) seen.black.push({ start: blackFrom, end });
  if (frozenFrom !== null) seen.frozen.push({ start: frozenFrom, end });
  return seen;
}

function measureRate(ticks: readonly number[]): Pick<Measured, 'seconds' | 'fps' | 'unevenFrames'> {
  const steps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? tick));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? TICKS_PER_SECOND / 30;
  const even = steps.filter((step) => Math.abs(step - usual) <= usual * EVEN_WITHIN);
  // The mean of the even steps: a time base of milliseconds makes 33, 33 and 34 of what is 33.37.
  const step = even.length > 0 ? even.reduce((sum, value) => sum + value, 0) / even.length : usual;
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  return {
    fps: step > 0 ? TICKS_PER_SECOND / step : 0,
    seconds: (span + step) / TICKS_PER_SECOND,
    unevenFrames: steps.length > 0 ? 1 - even.length / steps.length : 0,
  };
}

const lastNumber = (text: string, pattern: RegExp): number => {
  const value = [...text.matchAll(pattern)].at(-1)?.[1];
  return value === undefined || value === '-inf' ? -120 : Number(value);
};

/** FFmpeg sets the meters up twice and prints a summary of nothing first: the last one counts. */
function readSound(stderr: string, seconds: number): Measured['sound'] {
  const silences: Span[] = [];
  for (const [, start, rest] of stderr.matchAll(/silence_start: (-?[\d.]+)([\s\S]*?)(?=silence_start:|$)/g)) {
    const end = /silence_end: ([\d.]+)/.exec(rest ?? '')?.[1];
    silences.push({ start: Math.max(0, Number(start)), end: end === undefined ? seconds : Number(end) });
  }
  return {
    loudness: lastNumber(stderr, /\bI:\s+(-?[\d.]+|-inf) LUFS/g),
    truePeak: lastNumber(stderr, /True peak:\s+Peak:\s+(-?[\d.]+|-inf) dBFS/g),
    samplePeak: lastNumber(stderr, /Peak level dB: (-?[\d.]+|-inf)/g),
    silences,
  };
}

/**
 * Decodes the first video and the first sound track once, and measures both on the way.
 * @throws FfmpegFailed when it cannot be decoded at all. Damage inside is counted in `decodeErrors`, FFmpeg answers 0 for it.
 */
export async function measureVideo(path: string, { ffmpeg, signal, hasSound, onReached }: Pass): Promise<Measured> {
  let seen: Seen = { ticks: [], black: [], frozen: [] };
  const graph = hasSound ? `${pictureGraph};${soundGraph}` : pictureGraph;
  const outputs = ['-map', '[v]', '-f', 'null', '-', ...(hasSound ? ['-map', '[a]', '-f', 'null', '-'] : [])];
  const { stderr } = await runFfmpeg(ffmpeg, {
    args: [
      '-loglevel',
      'level+info',
      '-nostats',
      '-protocol_whitelist',
      'file,pipe',
      '-i',
      `file:${path}`,
      '-filter_complex',
      graph,
      ...outputs,
    ],
    signal,
    onOutput: async (stdout) => {
      seen = await readPicture(stdout, onReached);
    },
  });
  const rate = measureRate(seen.ticks);
  return {
    frames: seen.ticks.length,
    ...rate,
    decodeErrors: stderr.match(/\[(?:error|fatal)\]/g)?.length ?? 0,
    black: seen.black,
    frozen: joinStills(seen.frozen),
    sound: hasSound ? readSound(stderr, rate.seconds) : null,
  };
}
