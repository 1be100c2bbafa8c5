import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLE_RATE, type SoundPart, type SoundPlan } from '../../shared/render/soundPlan.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import type { ChunkCache } from './chunkCache.ts';
import { LOUDNESS_FILTER, type Loudness, PEAK_FILTER, readLoudness } from './measureLoudness.ts';
import { type FileOf, mixGraph, type SoundInput, trackGraph } from './soundGraph.ts';

type Needs = {
  readonly ffmpeg: Ffmpeg;
  readonly cache: ChunkCache;
  readonly workFolder: string;
  readonly purpose: 'final' | 'preview';
  readonly fileOf: FileOf;
  readonly signal: AbortSignal;
};

const MOST_INPUTS = 40; // files one FFmpeg opens at a time; more are mixed in stages
const PRIMING_SAMPLES = 1024; // what AAC puts in front; taken off beforehand, so that no edit list is needed
const CEILING_DB = -1.8; // before AAC, which overshoots by up to about 0.7 dB
const LOOKAHEAD_MS = 5; // the limiter looks this far ahead, and puts out its sound that much late
const MOST_PASSES = 4;
const TOLERANCE_LU = 0.5; // half of what is promised

/**
 * The sound of the whole video as one ADTS file, from the cache when nothing changed. The final sound is brought to the
 * plan's loudness (± 0.5 LU) with a true peak of at most −1 dBTP, measured on the AAC itself; a preview gets the same
 * gain without the last check. Method and numbers: EBU R 128 with a limiter at four times the sample rate.
 */
export async function renderSound(plan: SoundPlan, needs: Needs): Promise<{ path: string; reused: boolean }> {
  const inputs: SoundInput[] = [];
  const graph = plan.tracks.length === 0 ? 'silence' : mixGraph(plan, inputs, needs.fileOf);
  const fingerprint = { graph, inputs: inputs.map(({ args, file }) => [args, file.hash]), samples: plan.samples, loudness: plan.loudness };
  const hash = createHash('sha256')
    .update(JSON.stringify([fingerprint, needs.purpose, needs.ffmpeg.version, CEILING_DB, LOOKAHEAD_MS]))
    .digest('hex');
  const known = await needs.cache.find(hash);
  if (known !== null) return { path: known, reused: true };
  const folder = join(needs.workFolder, `sound-${hash.slice(0, 12)}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const mix = plan.tracks.length === 0 ? null : await makeMix(plan, folder, needs);
    const path = await needs.cache.put(hash, (partPath) => encode(mix, plan, partPath, needs));
    return { path, reused: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Mix = { readonly path: string; readonly integrated: number };

async function makeMix(plan: SoundPlan, folder: string, needs: Needs): Promise<Mix> {
  const staged = { ...plan, tracks: [] as SoundPlan['tracks'][number][] };
  const pieces = new Map<string, string>();
  for (const [index, track] of plan.tracks.entries()) {
    staged.tracks.push({ ...track, parts: await gather(track.parts, { folder, label: `track${index}`, pieces, needs }) });
  }
  const inputs: SoundInput[] = [];
  const fileOf: FileOf = (id) => {
    const piece = pieces.get(id);
    return piece === undefined ? needs.fileOf(id) : { path: piece, hash: id };
  };
  const graph = `${mixGraph(staged, inputs, fileOf)};[mix]atrim=end_sample=${plan.samples},${LOUDNESS_FILTER}[out]`;
  const path = join(folder, 'mix.wav');
  const { stderr } = await writePcm(graph, inputs, path, needs);
  return { path, integrated: readLoudness(stderr).integrated };
}

/** A track of more parts than one FFmpeg should open becomes a few files of many parts each. */
async function gather(
  parts: readonly SoundPart[],
  { folder, label, pieces, needs }: { folder: string; label: string; pieces: Map<string, string>; needs: Needs },
): Promise<readonly SoundPart[]> {
  if (parts.filter(({ source }) => source !== null).length <= MOST_INPUTS) return parts;
  const gathered: SoundPart[] = [];
  for (let at = 0; at < parts.length; at += MOST_INPUTS) {
    const group = parts.slice(at, at + MOST_INPUTS);
    const id = `${label}-${at}`;
    const path = join(folder, `${id}.wav`);
    const inputs: SoundInput[] = [];
    const graph = trackGraph(group, inputs, { fileOf: needs.fileOf, label: 'out' });
    await writePcm(graph, inputs, path, needs);
    pieces.set(id, path);
    const samples = group.reduce((sum, part) => sum + part.samples, 0);
    gathered.push({ samples, source: { assetId: id, at: 0, speed: 1, volume: 1, fadeIn: false, fadeOut: false } });
  }
  return gathered;
}

/** Runs a graph that ends in [out] into a WAV of 32-bit floats, large ones included; answers what FFmpeg printed. */
async function writePcm(graph: string, inputs: readonly SoundInput[], path: string, needs: Needs): Promise<{ stderr: string }> {
  const pcm = ['-ar', String(SAMPLE_RATE), '-ac', '2', '-c:a', 'pcm_f32le', '-rf64', 'auto', '-f', 'wav', path];
  const args = ['-v', 'info', '-nostats', ...inputArgs(inputs), '-filter_complex', graph, '-map', '[out]', ...pcm];
  return runFfmpeg(needs.ffmpeg, { args, signal: needs.signal });
}

function inputArgs(inputs: readonly SoundInput[]): string[] {
  return inputs.flatMap(({ args, file }) => ['-threads', '1', ...args, '-i', file.path]);
}

async function encode(mix: Mix | null, plan: SoundPlan, partPath: string, needs: Needs): Promise<void> {
  if (mix === null || mix.integrated === -Infinity) return encodeOnce({ mix, plan, partPath, gain: 0, ceiling: CEILING_DB, needs });
  let ceiling = CEILING_DB;
  let gain =
    needs.purpose === 'preview' ? limitGain(plan.loudness - mix.integrated) : await findGain(mix, plan.loudness, { ceiling, needs });
  for (let pass = 1; ; pass += 1) {
    await encodeOnce({ mix, plan, partPath, gain, ceiling, needs });
    if (needs.purpose === 'preview' || pass === MOST_PASSES) return;
    const { integrated, truePeak } = await measure(partPath, PEAK_FILTER, needs);
    const tooHot = truePeak !== null && truePeak > -1;
    if (Math.abs(plan.loudness - integrated) <= TOLERANCE_LU && !tooHot) return;
    if (Math.abs(plan.loudness - integrated) > TOLERANCE_LU / 2) gain = limitGain(gain + plan.loudness - integrated);
    if (tooHot) ceiling -= Math.max(0.5, truePeak + 1.1);
  }
}

/** What the limiter takes off is found by trying it without coding: coding costs ten times as much as a trial. */
async function findGain(mix: Mix, loudness: number, { ceiling, needs }: { ceiling: number; needs: Needs }): Promise<number> {
  let gain = limitGain(loudness - mix.integrated);
  for (let trial = 1; trial < MOST_PASSES; trial += 1) {
    const { integrated } = await measure(mix.path, `volume=${gain.toFixed(3)}dB,${limiter(ceiling)},${LOUDNESS_FILTER}`, needs);
    if (Math.abs(loudness - integrated) <= TOLERANCE_LU / 2) break;
    gain = limitGain(gain + loudness - integrated);
  }
  return gain;
}

const limiter = (ceiling: number): string =>
  `alimiter=limit=${(10 ** (ceiling / 20)).toFixed(4)}:attack=${LOOKAHEAD_MS}:release=50:level=disabled`;

/** More than 40 dB would only raise the noise of a recording without a voice. */
function limitGain(gain: number): number {
  return Math.max(-40, Math.min(40, gain));
}

type Encoding = { mix: Mix | null; plan: SoundPlan; partPath: string; gain: number; ceiling: number; needs: Needs };

async function encodeOnce({ mix, plan, partPath, gain, ceiling, needs }: Encoding): Promise<void> {
  const input = mix === null ? ['-f', 'lavfi', '-i', `anullsrc=r=${SAMPLE_RATE}:cl=stereo`] : ['-i', mix.path];
  const once = limiter(ceiling);
  const oversampled = needs.purpose === 'final' ? `aresample=${SAMPLE_RATE * 4},${once},aresample=${SAMPLE_RATE}` : once;
  const level = mix === null ? '' : `volume=${gain.toFixed(3)}dB,apad=pad_len=${SAMPLE_RATE},${oversampled},`; // padded, so that the limiter gives out its last sound too
  const late = mix === null ? 0 : (LOOKAHEAD_MS * SAMPLE_RATE) / 1000;
  const filter = `${level}apad=whole_len=${plan.samples + late},atrim=start_sample=${PRIMING_SAMPLES + late}:end_sample=${plan.samples + late},asetpts=N/SR/TB`;
  await runFfmpeg(needs.ffmpeg, {
    args: [
      '-v',
      'error',
      ...input,
      '-af',
      filter,
      '-ar',
      String(SAMPLE_RATE),
      '-ac',
      '2',
      '-c:a',
      'aac',
      ...(needs.purpose === 'preview' ? ['-aac_coder', 'fast'] : []), // a third less work, for an ear that only checks the cuts
      '-b:a',
      '192k',
      '-f',
      'adts',
      partPath,
    ],
    signal: needs.signal,
  });
}

async function measure(path: string, filter: string, needs: Needs): Promise<Loudness> {
  const { stderr } = await runFfmpeg(needs.ffmpeg, {
    args: ['-v', 'info', '-nostats', '-i', path, '-af', filter, '-f', 'null', '-'],
    signal: needs.signal,
  });
  return readLoudness(stderr);
}
