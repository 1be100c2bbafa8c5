import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { PEAK_FILTER, readLoudness } from '../../electron/render/measureLoudness.ts';
import type { RenderTools } from '../../electron/render/renderTimeline.ts';
import { chunkCommand } from '../../electron/render/chunkCommand.ts';
import { captionEvents } from '../../shared/render/captionEvents.ts';
import { writeAss } from '../../shared/render/assEvent.ts';
import { type ChunkPlan, planRender } from '../../shared/render/planRender.ts';
import { textOverlayEvents } from '../../shared/render/textOverlayEvents.ts';
import { visibleParts } from '../../shared/render/visibleParts.ts';
import { captionLines } from '../../shared/timeline/captionLines.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import type { AssetRef, Timeline, Word } from '../../shared/timeline/document.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import {
  asset,
  boxesOf,
  clip,
  ffmpeg,
  make,
  openTools,
  readPictures,
  readSound,
  render,
  sourceOf,
  temporaryFolder,
  timelineOf,
} from './material.ts';

const size = { width: 180, height: 320, fps: 30 };
const words: Word[] = Array.from({ length: 34 }, (_, index) => ({
  id: `w${index}`,
  text: `word${index}`,
  start: index * 0.35,
  end: index * 0.35 + 0.3,
}));

let folder: string;
let tools: RenderTools;
let talk: AssetRef;
let sources: [AssetRef, SourceInfo][];
let timeline: Timeline;

beforeAll(async () => {
  folder = temporaryFolder();
  tools = await openTools(folder);
  const path = join(folder, 'talk.mp4');
  // A click (one short beep) at every whole second says where the sound is; the picture moves all the time.
  const beeps = "aevalsrc='if(lt(mod(t,1),0.02),0.5*sin(2*PI*1000*t),0.003*sin(2*PI*220*t))':s=48000:d=12";
  await make([
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x240:r=25:d=12',
    '-f',
    'lavfi',
    '-i',
    beeps,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-b:a',
    '192k',
    path,
  ]);
  talk = asset({ id: 'talk', width: 320, height: 240, seconds: 12, hasAudio: true });
  sources = [[talk, sourceOf(talk, path)]];
  timeline = timelineOf({ assets: [talk], words, clips: [clip({ id: 'c', assetId: 'talk', start: 0, length: 360 })], size });
});

test('the file is what every platform takes: High, 4:2:0, moov first, no edit list, exact length', async () => {
  const out = join(folder, 'whole.mp4');
  const { plan } = await render(timeline, { tools, sources, out });
  const boxes = boxesOf(out);
  expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  expect(boxes).not.toContain('edts');
  expect(boxes).not.toContain('ctts');
  expect(await readPictures(out, size)).toHaveLength(360);
  expect(plan.frames).toBe(360);
  const { stderr } = await runFfmpeg(ffmpeg, { args: ['-v', 'info', '-i', out, '-f', 'null', '-'], signal: new AbortController().signal });
  expect(stderr).toMatch(/h264 \(High\).*yuv420p\(tv, bt709.*180x320.*30 fps/);
  expect(stderr).toMatch(/aac \(LC\).*48000 Hz, stereo/);
});

test('the sound is at -14 LUFS with peaks below -1 dBTP, and in step with the picture to the sample', async () => {
  const out = join(folder, 'loud.mp4');
  await render(timeline, { tools, sources, out });
  const { stderr } = await runFfmpeg(ffmpeg, {
    args: ['-v', 'info', '-nostats', '-i', out, '-af', PEAK_FILTER, '-f', 'null', '-'],
    signal: new AbortController().signal,
  });
  const { integrated, truePeak } = readLoudness(stderr);
  expect(Math.abs(integrated + 14)).toBeLessThanOrEqual(1);
  expect(truePeak).toBeLessThanOrEqual(-1);
  const sound = await readSound(out);
  // The beep at 5 s begins with a rising sine: the first sample above a tenth lies within a few samples of the second.
  const window = sound.slice(2 * (5 * 48_000 - 2_000), 2 * (5 * 48_000 + 2_000)).filter((_, index) => index % 2 === 0);
  const loudest = Math.max(...window);
  const start = window.findIndex((value) => Math.abs(value) > loudest * 0.25);
  expect(Math.abs(start - 2_000)).toBeLessThanOrEqual(8);
});

test('captions and titles are the same to the pixel in chunks as in one piece', async () => {
  const title = {
    id: 'o',
    kind: 'text',
    start: 20,
    length: 320,
    x: 0.5,
    y: 0.2,
    text: 'A title',
    font: 'Anton',
    size: 0.06,
    colour: '#ffffff',
    background: '#5b5bffcc',
  } as const;
  const edited = applyEdit(timeline, { type: 'addOverlay', overlay: title });
  const spec = { ...size, purpose: 'final' } as const;
  const { measure } = tools.fonts;
  const plan = planRender(edited, spec, { source: (id) => sources.find(([ref]) => ref.id === id)?.[1] ?? null, measure });
  const toOutput = (frame: number): number => frame;
  const events = [
    ...captionLines(edited).flatMap((line) => captionEvents(line, edited.captions.look, { spec, measure, toOutput })),
    ...textOverlayEvents(title, { spec, measure, toOutput }),
  ];
  const whole = { frames: 360, parts: visibleParts(edited, 30), pictures: [], ass: writeAss(events, 0, 360, spec) };
  expect(plan.chunks.length).toBeGreaterThan(1);
  const inChunks = (await Promise.all(plan.chunks.map((chunk, index) => lossless(chunk, `chunk${index}`)))).flat();
  const inOne = await lossless(whole, 'whole');
  expect(inChunks.flatMap((picture, frame) => (picture.equals(inOne[frame] ?? Buffer.alloc(0)) ? [] : [frame]))).toEqual([]);
  const bare = await lossless({ ...whole, ass: null }, 'bare');
  expect(bare.filter((picture, frame) => picture.equals(inOne[frame] ?? Buffer.alloc(0))).length).toBeLessThan(20); // the words are really there
});

/** The pictures of one chunk, coded without loss. */
async function lossless(chunk: ChunkPlan, name: string): Promise<Buffer[]> {
  const encoder = {
    name: 'lossless',
    args: ['-c:v', 'libx264', '-qp', '0', '-preset', 'ultrafast', '-bf', '0', '-pix_fmt', 'yuv420p', '-threads', '1'],
  };
  const command = chunkCommand(chunk, {
    spec: { ...size, purpose: 'final' },
    background: '#000000',
    encoder,
    source: () => sources[0]?.[1] ?? raise(),
    card: raise,
    fontsHash: '',
    ffmpegVersion: '',
  });
  if (command.assName !== null && command.ass !== null) writeFileSync(join(folder, command.assName), command.ass);
  const out = join(folder, `lossless-${name}.mp4`);
  await runFfmpeg(ffmpeg, {
    args: [...command.args, out],
    signal: new AbortController().signal,
    env: { FONTCONFIG_FILE: tools.fonts.configPath },
    cwd: folder,
  });
  return readPictures(out, size);
}

function raise(): never {
  throw new Error('not part of this picture');
}

test('a changed caption renders only the chunks it is in, and not the sound', async () => {
  const first = await render(timeline, { tools, sources, out: join(folder, 'before.mp4') });
  const soundsBefore = readdirSync(join(folder, 'sounds'));
  const edited = applyEdit(timeline, { type: 'setWord', assetId: 'talk', wordId: 'w2', text: 'CHANGED' });
  const second = await render(edited, { tools, sources, out: join(folder, 'after.mp4') });
  expect(second.chunks.total).toBe(first.chunks.total);
  expect(second.chunks.total - second.chunks.reused).toBe(1);
  expect(readdirSync(join(folder, 'sounds'))).toEqual(soundsBefore);
});

test('the same render twice gives the same bytes', async () => {
  const other = await openTools(temporaryFolder());
  const [one, two] = [join(folder, 'twice1.mp4'), join(folder, 'twice2.mp4')];
  await render(timeline, { tools, sources, out: one });
  await render(timeline, { tools: other, sources, out: two });
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
});

test('a cancelled render leaves no file with the final name, and what it finished is used again', async () => {
  const fresh = await openTools(temporaryFolder());
  const stop = new AbortController();
  const out = join(folder, 'cancelled.mp4');
  const cache = {
    ...fresh.chunks,
    put: async (...args: Parameters<typeof fresh.chunks.put>) => fresh.chunks.put(...args).finally(() => stop.abort(new Error('enough'))),
  };
  await expect(render(timeline, { tools: { ...fresh, chunks: cache }, sources, out, signal: stop.signal })).rejects.toThrow();
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes('cancelled'))).toEqual([]);
  const again = await render(timeline, { tools: fresh, sources, out });
  expect(again.chunks.reused).toBeGreaterThan(0);
});

test('a timeline without any sound gets a silent track, music steps back under speech', async () => {
  const silent = applyEdit(timeline, { type: 'setClip', clipId: 'c', volume: 0 });
  const out = join(folder, 'silent.mp4');
  await render(silent, { tools, sources, out });
  expect((await readSound(out)).findIndex((value) => Math.abs(value) > 1e-4)).toBe(-1);

  const music = join(folder, 'music.wav');
  const speech = join(folder, 'speech.wav');
  await make(['-f', 'lavfi', '-i', 'sine=440:d=8,volume=0.5', music]);
  await make(['-f', 'lavfi', '-i', "anoisesrc=d=8:a=0.3:seed=3,volume=volume='gte(t,4)':eval=frame", speech]);
  const beds = [
    asset({ id: 'speech', kind: 'audio', hasAudio: true, seconds: 8, width: 0, height: 0 }),
    asset({ id: 'music', kind: 'audio', hasAudio: true, seconds: 8, width: 0, height: 0 }),
  ] as const;
  const base = timelineOf({ assets: [...beds], clips: [], size });
  const place = (id: string) => [clip({ id, assetId: id, start: 0, length: 240 })];
  const mixed: Timeline = {
    ...base,
    tracks: base.tracks.map((track) =>
      track.id === 'voice' ? { ...track, clips: place('speech') } : track.id === 'music' ? { ...track, clips: place('music') } : track,
    ),
  };
  const mixOut = join(folder, 'mixed.mp4');
  await render(mixed, {
    tools,
    sources: [
      [beds[0], sourceOf(beds[0], speech)],
      [beds[1], sourceOf(beds[1], music)],
    ],
    out: mixOut,
  });
  const sound = await readSound(mixOut);
  const tone = (from: number, to: number): number => toneLevel(sound, from, to, 440);
  expect(tone(5.5, 7.5)).toBeLessThan(tone(1, 3) * 0.5); // at least 6 dB down while the noise "speaks"
});

/** Level of one frequency between two seconds (Goertzel). */
function toneLevel(sound: Float32Array, from: number, to: number, frequency: number): number {
  let [real, imaginary] = [0, 0];
  const first = Math.round(from * 48_000);
  const last = Math.round(to * 48_000);
  for (let at = first; at < last; at += 1) {
    const angle = (2 * Math.PI * frequency * at) / 48_000;
    real += (sound[at * 2] ?? 0) * Math.cos(angle);
    imaginary += (sound[at * 2] ?? 0) * Math.sin(angle);
  }
  return Math.hypot(real, imaginary) / (last - first);
}
