import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RenderTools } from '../../electron/render/renderTimeline.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { asset, clip, make, openTools, readPictures, render, sourceOf, temporaryFolder, timelineOf } from './material.ts';

/* Every source picture shows its own number as 12 black or white blocks: what comes out says which frame it was. */
const size = { width: 192, height: 16, fps: 30 };
const numbered = (rate: string, seconds: number): string[] => [
  '-f',
  'lavfi',
  '-i',
  `color=black:s=192x16:r=${rate}:d=${seconds},format=gray,geq=lum='if(mod(floor(N/pow(2,floor(X/16))),2),235,16)'`,
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-crf',
  '10',
  '-bf',
  '2',
  '-g',
  '250',
  '-pix_fmt',
  'yuv420p',
];

function numberOf(picture: Buffer): number {
  let number = 0;
  for (let bit = 0; bit < 12; bit += 1) if ((picture[8 * size.width + bit * 16 + 8] ?? 0) > 125) number += 2 ** bit;
  return number;
}

let folder: string;
let tools: RenderTools;
beforeAll(async () => {
  folder = temporaryFolder();
  tools = await openTools(folder);
});

/** What a viewer should see: the last source frame that has begun, on the grid of output frames nearest to it. */
const expectedAt = (outputFrame: number, rate: number, trimFrames: number): number => {
  let frame = 0;
  while (Math.round(((frame + 1) * size.fps) / rate - trimFrames) <= outputFrame) frame += 1;
  return frame;
};

describe.each([
  { name: '30 constant', rate: 30, arg: '30' },
  { name: '24 constant', rate: 24, arg: '24' },
  { name: '23.976', rate: 24000 / 1001, arg: '24000/1001' },
  { name: '50 constant', rate: 50, arg: '50' },
])('a source of $name frames a second', ({ name, rate, arg }) => {
  test('gives exactly the right pictures in every chunk, from an odd in-point on', async () => {
    const path = join(folder, `${name}.mp4`);
    await make([...numbered(arg, 16), path]);
    const ref = asset({ id: `rate${arg.replace(/\D/g, 'x')}`, seconds: 16 });
    const timeline = timelineOf({ assets: [ref], clips: [clip({ id: 'c', assetId: ref.id, start: 0, length: 380, trimIn: 47 })], size });
    const out = join(folder, `${name}-out.mp4`);
    const { plan } = await render(timeline, { tools, sources: [[ref, sourceOf(ref, path)]], out });
    const shown = (await readPictures(out, size)).map(numberOf);
    expect(plan.chunks.length).toBeGreaterThan(1);
    expect(shown).toEqual(Array.from({ length: 380 }, (_, frame) => expectedAt(frame, rate, 47)));
  });
});

test('a source of variable rate gives the same pictures in chunks as in one piece', async () => {
  const path = join(folder, 'variable.mp4');
  // drops pictures irregularly and keeps the times of the rest
  await make([...numbered('30', 12), '-vf', "select='not(n)+mod(n,7)*mod(n,11)*not(between(n,100,128))'", '-fps_mode', 'vfr', path]);
  const ref = asset({ id: 'vfr', seconds: 12 });
  const timeline = timelineOf({ assets: [ref], clips: [clip({ id: 'c', assetId: ref.id, start: 0, length: 300, trimIn: 31 })], size });
  const out = join(folder, 'variable-out.mp4');
  await render(timeline, { tools, sources: [[ref, sourceOf(ref, path)]], out });
  const shown = (await readPictures(out, size)).map(numberOf);
  const kept = Array.from({ length: 360 }, (_, n) => n).filter((n) => n === 0 || (n % 7 !== 0 && n % 11 !== 0 && !(n >= 100 && n <= 128)));
  expect(shown).toEqual(Array.from({ length: 300 }, (_, frame) => kept.findLast((n) => n <= frame + 31) ?? 0));
});

test('cuts, speed and a source that ends early still give the promised number of pictures', async () => {
  const path = join(folder, 'cuts.mp4');
  await make([...numbered('30', 6), path]);
  const ref = asset({ id: 'cuts', seconds: 6 });
  const clips = [
    clip({ id: 'a', assetId: ref.id, start: 0, length: 37, trimIn: 10 }),
    clip({ id: 'b', assetId: ref.id, start: 37, length: 40, trimIn: 60, speed: 2 }),
    clip({ id: 'c', assetId: ref.id, start: 80, length: 60, trimIn: 150 }),
  ];
  const out = join(folder, 'cuts-out.mp4');
  await render(timelineOf({ assets: [ref], clips, size }), { tools, sources: [[ref, sourceOf(ref, path)]], out });
  const shown = (await readPictures(out, size)).map(numberOf);
  expect(shown).toHaveLength(140);
  expect(shown.slice(0, 37)).toEqual(Array.from({ length: 37 }, (_, frame) => frame + 10));
  expect(shown.slice(37, 77)).toEqual(Array.from({ length: 40 }, (_, frame) => 60 + frame * 2));
  expect(shown.slice(77, 80)).toEqual([0, 0, 0]); // nothing there: the black background
  expect(shown.slice(80, 110)).toEqual(Array.from({ length: 30 }, (_, frame) => frame + 150));
  expect(new Set(shown.slice(110))).toEqual(new Set([179])); // held on its last picture
});

test('cutting something out near the start leaves the chunks behind it in the cache', async () => {
  const path = join(folder, 'ripple.mp4');
  await make([...numbered('30', 40), path]);
  const ref = asset({ id: 'ripple', seconds: 40 });
  const timeline = timelineOf({ assets: [ref], clips: [clip({ id: 'c', assetId: ref.id, start: 0, length: 1200 })], size });
  const sources: [typeof ref, ReturnType<typeof sourceOf>][] = [[ref, sourceOf(ref, path)]];
  const before = await render(timeline, { tools, sources, out: join(folder, 'ripple1.mp4') });
  const edited = applyEdit(timeline, { type: 'removeSpan', from: 50, to: 73, newIds: 'n' });
  const out = join(folder, 'ripple2.mp4');
  const after = await render(edited, { tools, sources, out });
  expect(before.chunks).toEqual({ total: before.plan.chunks.length, reused: 0 });
  expect(after.chunks.total - after.chunks.reused).toBeLessThanOrEqual(2);
  const shown = (await readPictures(out, size)).map(numberOf);
  expect(shown).toEqual([...Array.from({ length: 50 }, (_, frame) => frame), ...Array.from({ length: 1127 }, (_, frame) => frame + 73)]);
});
