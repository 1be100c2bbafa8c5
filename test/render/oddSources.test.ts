import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RenderTools } from '../../electron/render/renderTimeline.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { AssetRef, Clip, Timeline } from '../../shared/timeline/document.ts';
import { asset, clip, make, openTools, readPictures, readSound, render, sourceOf, temporaryFolder, timelineOf } from './material.ts';

const size = { width: 160, height: 90, fps: 30 };
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

let folder: string;
let tools: RenderTools;
beforeAll(async () => {
  folder = temporaryFolder();
  tools = await openTools(folder);
});

/** Renders a second of one source and answers its pictures. */
async function show(
  ref: AssetRef,
  path: string,
  { info = {}, change = {} }: { info?: Partial<SourceInfo>; change?: Partial<Clip> } = {},
): Promise<Buffer[]> {
  const timeline = {
    ...timelineOf({ assets: [ref], clips: [clip({ id: 'c', assetId: ref.id, start: 0, length: 30, ...change })], size }),
    background: '#ff0000',
  };
  const out = join(folder, `${ref.id}-out.mp4`);
  const { plan } = await render(timeline, { tools, sources: [[ref, sourceOf(ref, path, info)]], out });
  expect(plan.leftOut).toEqual([]);
  return readPictures(out, size);
}

const at = (picture: Buffer | undefined, x: number, y: number): number =>
  picture?.[Math.round(y * (size.height - 1)) * size.width + Math.round(x * (size.width - 1))] ?? Number.NaN;
/** Luma of pure red in BT.709 (0.2126 of 255, as the pictures are read in full range), ± what coding changes. */
const isRed = (luma: number): boolean => Math.abs(luma - 54) <= 5;

test('a picture that was turned by its metadata stands upright', async () => {
  const flat = join(folder, 'flat.mp4');
  const turned = join(folder, 'turned.mp4');
  // White upper half: after a quarter turn the white is on one side.
  await make(['-f', 'lavfi', '-i', 'color=black:s=90x160:r=30:d=1.5,drawbox=w=90:h=80:c=white:t=fill', ...h264, flat]);
  await make(['-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', turned]);
  const [picture] = await show(asset({ id: 'turned', width: 160, height: 90 }), turned);
  const left = at(picture, 0.2, 0.5);
  const right = at(picture, 0.8, 0.5);
  expect(Math.abs(left - right)).toBeGreaterThan(150);
  expect(Math.abs(at(picture, 0.2, 0.1) - at(picture, 0.2, 0.9))).toBeLessThan(10);
});

test('odd sizes, HDR and 10 bits come out as ordinary pictures', async () => {
  const odd = join(folder, 'odd.mkv');
  await make(['-f', 'lavfi', '-i', 'color=gray:s=321x181:r=30:d=1.5', '-c:v', 'ffv1', '-pix_fmt', 'yuv444p', odd]);
  expect(await show(asset({ id: 'odd', width: 321, height: 181 }), odd)).toHaveLength(30);

  const hdr = join(folder, 'hdr.mkv');
  // White of 100 cd/m² is code value 0.508 in PQ; without tone mapping it would come out as a dull mid grey.
  const pq = "color=black:s=320x180:r=30:d=1.5,format=yuv420p10le,geq=lum='64+0.508*876':cb=512:cr=512";
  const tags = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc', '-color_range', 'tv'];
  await make(['-f', 'lavfi', '-i', pq, '-c:v', 'ffv1', '-pix_fmt', 'yuv420p10le', ...tags, hdr]);
  const toned = at((await show(asset({ id: 'hdr', width: 320, height: 180 }), hdr, { info: { hdr: 'pq' } }))[0], 0.5, 0.5);
  const plain = at((await show(asset({ id: 'hdrplain', width: 320, height: 180 }), hdr))[0], 0.5, 0.5);
  expect(toned).toBeGreaterThan(plain + 15);
});

test('contain shows everything on the background, cover fills the frame around its focus', async () => {
  const path = join(folder, 'tall.mp4');
  await make(['-f', 'lavfi', '-i', 'color=white:s=100x200:r=30:d=1.5,drawbox=y=100:w=100:h=100:c=black:t=fill', ...h264, path]);
  const ref = asset({ id: 'tall', width: 100, height: 200 });
  const [contained] = await show(ref, path, { change: { fit: { mode: 'contain', focus: { x: 0.5, y: 0.5 } } } });
  expect(isRed(at(contained, 0.05, 0.5))).toBe(true);
  expect(at(contained, 0.5, 0.1)).toBeGreaterThan(200);
  expect(at(contained, 0.5, 0.9)).toBeLessThan(30);
  const [top] = await show({ ...ref, id: 'talltop' }, path, { change: { fit: { mode: 'cover', focus: { x: 0.5, y: 0 } } } });
  const [bottom] = await show({ ...ref, id: 'tallbottom' }, path, { change: { fit: { mode: 'cover', focus: { x: 0.5, y: 1 } } } });
  expect(at(top, 0.5, 0.5)).toBeGreaterThan(200);
  expect(at(bottom, 0.5, 0.5)).toBeLessThan(30);
});

test('a still picture lies over the background where it is transparent', async () => {
  const path = join(folder, 'still.png');
  await make([
    '-f',
    'lavfi',
    '-i',
    "color=white@1:s=320x180,format=rgba,geq=r=255:g=255:b=255:a='if(lt(X,160),255,0)'",
    '-frames:v',
    '1',
    path,
  ]);
  const shown = await show(asset({ id: 'still', kind: 'image', width: 320, height: 180, seconds: 0 }), path);
  expect(shown).toHaveLength(30);
  expect(at(shown[29], 0.2, 0.5)).toBeGreaterThan(220);
  expect(isRed(at(shown[29], 0.8, 0.5))).toBe(true);
});

test('cards and pictures are laid over for exactly their frames', async () => {
  const logo = join(folder, 'logo.png');
  await make(['-f', 'lavfi', '-i', 'color=white:s=40x40', '-frames:v', '1', logo]);
  const ref = asset({ id: 'logo', kind: 'image', width: 40, height: 40, seconds: 0 });
  const base: Timeline = { ...timelineOf({ assets: [ref], clips: [], size }), background: '#000000' };
  const timeline: Timeline = {
    ...base,
    overlays: [
      { id: 'o1', kind: 'image', assetId: 'logo', start: 10, length: 5, x: 0.2, y: 0.5, width: 0.2, opacity: 0.5 },
      {
        id: 'o2',
        kind: 'card',
        title: 'A card',
        lines: ['with a line'],
        start: 0,
        length: 30,
        x: 0.75,
        y: 0.5,
        width: 0.4,
        accent: '#ffffff',
      },
    ],
  };
  const out = join(folder, 'overlays.mp4');
  await render(timeline, { tools, sources: [[ref, sourceOf(ref, logo)]], out });
  const shown = await readPictures(out, size);
  expect(shown.flatMap((picture, frame) => (at(picture, 0.2, 0.5) > 60 ? [frame] : []))).toEqual([10, 11, 12, 13, 14]);
  expect(Math.abs(at(shown[12], 0.2, 0.5) - 126)).toBeLessThan(15); // half of white
  expect(Math.max(...(shown[0] ?? []))).toBeGreaterThan(150); // the card's title
});

test('sound at another speed keeps its length, and a track of a hundred cuts keeps every one at its sample', async () => {
  const path = join(folder, 'clicks.wav');
  await make(['-f', 'lavfi', '-i', "aevalsrc='if(lt(mod(t,0.5),0.01),0.6*sin(2*PI*1000*t),0)':s=48000:d=60", path]);
  const ref = asset({ id: 'clicks', kind: 'audio', width: 0, height: 0, hasAudio: true, seconds: 60 });
  const voice = (clips: Clip[]): Timeline => {
    const base = timelineOf({ assets: [ref], clips: [], size });
    return { ...base, tracks: base.tracks.map((track) => (track.id === 'voice' ? { ...track, clips } : track)) };
  };
  const go = async (clips: Clip[], name: string): Promise<Float32Array> => {
    const out = join(folder, `${name}.mp4`);
    await render(voice(clips), { tools, sources: [[ref, sourceOf(ref, path)]], out });
    return readSound(out);
  };
  // Every clip is 10 frames from 15 frames of source apart, each beginning exactly at a click; the places in the file are shuffled.
  const clips = Array.from({ length: 100 }, (_, index) =>
    clip({ id: `c${index}`, assetId: 'clicks', start: index * 10, length: 10, trimIn: ((index * 37) % 110) * 15 }),
  );
  const sound = await go(clips, 'cuts');
  const missed = clips.filter(({ start }) => {
    const from = (start * 48_000) / 30;
    const loud = (sample: number): boolean => Math.abs(sound[sample * 2] ?? 0) > 0.05;
    const first = Array.from({ length: 1_600 }, (_, index) => index).find((index) => loud(from + index));
    return start > 0 && (first === undefined || first > 200); // the fade and AAC soften the first milliseconds
  });
  expect(missed.map(({ id }) => id)).toEqual([]);
  const fast = await go([clip({ id: 'fast', assetId: 'clicks', start: 0, length: 60, speed: 2 })], 'fast');
  expect(Math.abs(fast.length / 2 - 96_000)).toBeLessThan(2_048); // 60 frames, to the next AAC packet
});
