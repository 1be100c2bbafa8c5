import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { type ChunkCommand, chunkCommand } from '../../electron/render/chunkCommand.ts';
import { softwareEncoder } from '../../electron/render/encoder.ts';
import { mixGraph, type SoundInput } from '../../electron/render/soundGraph.ts';
import { captionEvents } from '../../shared/render/captionEvents.ts';
import { writeAss } from '../../shared/render/assEvent.ts';
import { planRender } from '../../shared/render/planRender.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import { visibleParts } from '../../shared/render/visibleParts.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { captionLines } from '../../shared/timeline/captionLines.ts';
import type { AssetRef, Timeline, Word } from '../../shared/timeline/document.ts';
import { asset, clip, ffmpeg, make, openTools, render, sourceOf, temporaryFolder, timelineOf } from '../render/material.ts';
import { type BenchResult, median, timed } from './result.ts';

const SECONDS = 48;
const size = { width: 1080, height: 1920, fps: 30 };
const signal = new AbortController().signal;

/** Four clips of three sources (720p, 360p, 512²), cropped to a 1080×1920 picture with captions word by word. */
async function makeMaterial(folder: string): Promise<{ timeline: Timeline; sources: [AssetRef, SourceInfo][] }> {
  const sound = ['-f', 'lavfi', '-i', 'anoisesrc=d=30:c=pink:a=0.2:seed=1', '-c:a', 'aac'];
  const picture = ['-c:v', 'libx264', '-preset', 'fast', '-crf', '20', '-pix_fmt', 'yuv420p'];
  const kinds = [
    { id: 'small', width: 640, height: 360, source: 'testsrc2=s=640x360:r=25' },
    { id: 'square', width: 512, height: 512, source: 'gradients=s=512x512:r=30:speed=0.05:seed=4,noise=alls=4:allf=t' },
  ];
  const talk = asset({ id: 'hd', width: 1280, height: 720, seconds: 70, hasAudio: true });
  const sources: [AssetRef, SourceInfo][] = [[talk, sourceOf(talk, join(import.meta.dirname, '../../resources/sample/sample.mp4'))]];
  for (const { id, width, height, source } of kinds) {
    const path = join(folder, `${id}.mp4`);
    await make(['-f', 'lavfi', '-i', source, ...sound, '-t', '30', ...picture, path]);
    const ref = asset({ id, width, height, seconds: 30, hasAudio: true });
    sources.push([ref, sourceOf(ref, path)]);
  }
  const words: Word[] = Array.from({ length: 84 }, (_, index) => ({
    id: `w${index}`,
    text: ['posting', 'daily', 'is', 'a', 'habit'][index % 5] ?? '',
    start: index * 0.35,
    end: index * 0.35 + 0.3,
  }));
  const quarter = (SECONDS * 30) / 4;
  const clips = ['hd', 'small', 'square', 'hd'].map((assetId, index) =>
    clip({ id: `c${index}`, assetId, start: index * quarter, length: quarter, trimIn: index === 3 ? 400 : 31 }),
  );
  const timeline = timelineOf({ assets: sources.map(([ref]) => ref), words, clips, size });
  return { timeline: { ...timeline, captions: { visible: true, look: { ...timeline.captions.look, size: 0.045 } } }, sources };
}

/** The whole timeline as one FFmpeg graph with all its threads: same filters, same captions, same sound at the same gain. */
function plainCommand(
  timeline: Timeline,
  sources: readonly [AssetRef, SourceInfo][],
  tools: Awaited<ReturnType<typeof openTools>>,
  folder: string,
  encoderArgs: readonly string[],
) {
  const spec = { ...size, purpose: 'final' } as const;
  const known = new Map(sources.map(([ref, info]) => [ref.id, info]));
  const source = (id: string): SourceInfo => known.get(id) ?? never();
  const { measure } = tools.fonts;
  const events = captionLines(timeline).flatMap((line) =>
    captionEvents(line, timeline.captions.look, { spec, measure, toOutput: (frame) => frame }),
  );
  const frames = SECONDS * 30;
  const whole = { frames, parts: visibleParts(timeline, 30), pictures: [], ass: writeAss(events, 0, frames, spec) };
  const command: ChunkCommand = chunkCommand(whole, {
    spec,
    background: '#000000',
    encoder: { name: 'plain', args: [] },
    source,
    card: never,
    fontsHash: '',
    ffmpegVersion: '',
  });
  const plan = planRender(timeline, spec, { source, measure }).sound;
  const inputs: SoundInput[] = [];
  const pictureInputs = command.args.filter((arg) => arg === '-i').length;
  const mix = mixGraph(plan, inputs, source).replace(/\[(\d+):a:0\]/g, (_, index: string) => `[${Number(index) + pictureInputs}:a:0]`);
  const limited = `${mix};[mix]volume=-2dB,aresample=192000,alimiter=limit=0.8128:attack=5:release=50:level=disabled,aresample=48000[sound]`;
  const graphAt = command.args.indexOf('-filter_complex');
  const picturePart = withoutThreadLimits(command.args.slice(0, graphAt));
  const out = join(folder, `plain-${encoderArgs.length}.mp4`);
  if (command.assName !== null) writeFileSync(join(folder, command.assName), command.ass ?? '');
  const args = [
    ...picturePart,
    ...inputs.flatMap(({ args: before, file }) => [...before, '-i', file.path]),
    '-filter_complex',
    `${command.args[graphAt + 1]};${limited}`,
    '-map',
    '[out]',
    '-map',
    '[sound]',
    '-r',
    '30',
    '-fps_mode',
    'cfr',
    '-frames:v',
    String(frames),
    ...encoderArgs,
    '-c:a',
    'aac',
    '-b:a',
    '192k',
    '-movflags',
    '+faststart',
    out,
  ];
  return () => runFfmpeg(ffmpeg, { args, signal, env: { FONTCONFIG_FILE: tools.fonts.configPath }, cwd: folder });
}

function withoutThreadLimits(args: readonly string[]): string[] {
  const limits = new Set(['-threads', '-filter_threads', '-filter_complex_threads']);
  return args.filter((arg, index) => !limits.has(arg) && !limits.has(args[index - 1] ?? ''));
}

function never(): never {
  throw new Error('not part of this bench');
}

/** Full renders against plain graphs in alternating rounds, a caption edit, and a second platform. */
export async function benchRender(rounds: number): Promise<BenchResult[]> {
  const folder = temporaryFolder();
  const { timeline, sources } = await makeMaterial(folder);
  const tools = await openTools(folder);
  const encoder = softwareEncoder({ ...size, purpose: 'final' }).args;
  const sameFlags = encoder.filter((arg, index) => arg !== '-threads' && encoder[index - 1] !== '-threads');
  const withDefaults = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-profile:v', 'high', '-pix_fmt', 'yuv420p'];
  const plainSame = plainCommand(timeline, sources, tools, folder, sameFlags);
  const plainDefaults = plainCommand(timeline, sources, tools, folder, withDefaults);
  const edited = applyEdit(timeline, { type: 'setWord', assetId: 'hd', wordId: 'w20', text: 'changed' });
  const walls = { ours: [] as number[], same: [] as number[], defaults: [] as number[], edit: [] as number[], second: [] as number[] };
  const ratios = { same: [] as number[], defaults: [] as number[], edit: [] as number[], second: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await openTools(temporaryFolder());
    const go = (one: Timeline, name: string) => render(one, { tools: fresh, sources, out: join(folder, `${name}${round}.mp4`) });
    const measures = {
      ours: () => timed(() => go(timeline, 'ours')),
      same: () => timed(plainSame),
      defaults: () => timed(plainDefaults),
    };
    // Another order each round, so that a machine that warms up or slows down favours nobody.
    const order = (['ours', 'same', 'defaults'] as const).map((_, index, names) => names[(index + round) % 3] ?? 'ours');
    for (const name of order) walls[name].push(await measures[name]());
    walls.second.push(await timed(() => go(timeline, 'second')));
    walls.edit.push(await timed(() => go(edited, 'edit')));
    const last = (name: keyof typeof walls): number => walls[name].at(-1) ?? Number.NaN;
    ratios.same.push(last('ours') / last('same'));
    ratios.defaults.push(last('ours') / last('defaults'));
    ratios.edit.push(last('edit') / last('ours'));
    ratios.second.push(last('second') / last('ours'));
  }
  const seconds = (name: keyof typeof walls): number => median(walls[name]) / 1000;
  return [
    {
      name: 'render against one plain graph, same encoder flags',
      value: seconds('ours'),
      unit: 's',
      ratio: median(ratios.same),
      bar: 1.05,
    },
    { name: 'render against one plain graph, x264 defaults', value: seconds('ours'), unit: 's', ratio: median(ratios.defaults), bar: 0.9 },
    { name: 'one-caption edit against a full render', value: seconds('edit'), unit: 's', ratio: median(ratios.edit), bar: 0.25 },
    {
      name: 'second platform with the same spec against the first',
      value: seconds('second'),
      unit: 's',
      ratio: median(ratios.second),
      bar: 0.05,
    },
  ];
}
