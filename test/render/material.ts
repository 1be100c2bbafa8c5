import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ffmpeg, findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { openChunkCache } from '../../electron/render/chunkCache.ts';
import { loadFonts } from '../../electron/render/fonts.ts';
import { renderTimeline, type RenderResult, type RenderTools } from '../../electron/render/renderTimeline.ts';
import type { RenderSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { AssetRef, CaptionLook, Clip, Timeline, Word } from '../../shared/timeline/document.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';

export const ffmpeg: Ffmpeg = await findFfmpeg(process.env);
const never = new AbortController().signal;

const look = (change: Partial<CaptionLook> = {}): CaptionLook => ({
  name: 'Test',
  font: 'Montserrat ExtraBold',
  size: 0.1,
  colour: '#ffffff',
  highlight: { mode: 'pop', colour: '#ffd84d' },
  outline: { colour: '#101014', width: 0.1 },
  y: 0.7,
  uppercase: false,
  maxWordsPerLine: 3,
  maxLines: 1,
  ...change,
});

/** FFmpeg by itself, for making material. */
export async function make(args: readonly string[]): Promise<void> {
  await runFfmpeg(ffmpeg, { args: ['-v', 'error', ...args], signal: never });
}

/** Reads a video's pictures as raw bytes of one plane. */
export async function readPictures(path: string, { width, height }: { width: number; height: number }): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  await runFfmpeg(ffmpeg, {
    args: ['-v', 'error', '-i', path, '-map', '0:v:0', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
    signal: never,
    onOutput: async (stdout) => {
      for await (const part of stdout) parts.push(part as Buffer);
    },
  });
  const all = Buffer.concat(parts);
  return Array.from({ length: all.length / (width * height) }, (_, index) =>
    all.subarray(index * width * height, (index + 1) * width * height),
  );
}

/** Sound as 32-bit floats, both channels interleaved, 48 kHz, read without any edit list. */
export async function readSound(path: string): Promise<Float32Array> {
  const parts: Buffer[] = [];
  await runFfmpeg(ffmpeg, {
    args: ['-v', 'error', '-i', path, '-map', '0:a:0', '-f', 'f32le', '-ar', '48000', '-ac', '2', '-'],
    signal: never,
    onOutput: async (stdout) => {
      for await (const part of stdout) parts.push(part as Buffer);
    },
  });
  const all = Buffer.concat(parts);
  return new Float32Array(all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength));
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'tidereel-render-'));

export async function openTools(folder: string): Promise<RenderTools> {
  const now = (): Date => new Date();
  return {
    ffmpeg,
    fonts: await loadFonts(join(import.meta.dirname, '../../resources/fonts'), join(folder, 'fonts')),
    chunks: openChunkCache(join(folder, 'chunks'), '.mp4', now),
    sounds: openChunkCache(join(folder, 'sounds'), '.aac', now),
    workFolder: join(folder, 'work'),
    processes: 2,
  };
}

export const clip = (change: Partial<Clip> & Pick<Clip, 'id' | 'assetId' | 'start' | 'length'>): Clip => ({
  trimIn: 0,
  speed: 1,
  volume: 1,
  fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
  ...change,
});

export const asset = (change: Partial<AssetRef> & Pick<AssetRef, 'id'>): AssetRef => ({
  name: `${change.id}.mp4`,
  kind: 'video',
  hash: Buffer.from(change.id.padEnd(32, '0')).toString('hex').slice(0, 64),
  bytes: 1,
  seconds: 60,
  width: 192,
  height: 16,
  hasAudio: false,
  ...change,
});

export const sourceOf = (ref: AssetRef, path: string, change: Partial<SourceInfo> = {}): SourceInfo => ({
  path,
  hash: ref.hash,
  kind: ref.kind,
  seconds: ref.seconds,
  width: ref.width,
  height: ref.height,
  hdr: 'none',
  matrix: 'bt709',
  hasAudio: ref.hasAudio,
  ...change,
});

export function timelineOf({
  clips,
  assets,
  words = [],
  size,
}: {
  clips: Clip[];
  assets: AssetRef[];
  words?: Word[];
  size: { width: number; height: number; fps: number };
}): Timeline {
  const empty = newTimeline({ id: 'p1', title: 'Test', format: { name: 'test', ...size }, look: look() });
  return {
    ...empty,
    assets: Object.fromEntries(assets.map((ref) => [ref.id, ref])),
    transcripts: Object.fromEntries(assets.map((ref, index) => [ref.id, index === 0 ? words : []])),
    tracks: empty.tracks.map((track, index) => (index === 0 ? { ...track, clips } : track)),
  };
}

export async function render(
  timeline: Timeline,
  {
    tools,
    sources,
    out,
    signal = never,
    spec,
  }: { tools: RenderTools; sources: readonly [AssetRef, SourceInfo][]; out: string; signal?: AbortSignal; spec?: RenderSpec },
): Promise<RenderResult> {
  const known = new Map(sources.map(([ref, info]) => [ref.id, info]));
  return renderTimeline(
    {
      timeline,
      spec: spec ?? { ...timeline.format, purpose: 'final' },
      source: (id) => known.get(id) ?? null,
      out,
      signal,
      onProgress: () => undefined,
    },
    tools,
  );
}

/** Names of the boxes of an MP4, outer ones in file order and with everything inside moov. */
export function boxesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const names: string[] = [];
  const walk = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to;) {
      const size = bytes.readUInt32BE(at) || to - at;
      const name = bytes.toString('latin1', at + 4, at + 8);
      names.push(name);
      if (['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts'].includes(name)) walk(at + 8, at + size);
      at += size;
    }
  };
  walk(0, bytes.length);
  return names;
}
