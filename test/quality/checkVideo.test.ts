import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkVideo } from '../../electron/quality/checkVideo.ts';
import type { CheckRequest } from '../../electron/quality/checkRequest.ts';
import type { Quality } from '../../shared/contract/renders.ts';
import type { PlatformRules } from '../../shared/quality/platformRules.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';
import { ffmpeg, makeVideo, type Recipe } from './makeVideo.ts';

const strict: PlatformRules = {
  name: 'strict',
  label: 'Strict',
  file: {
    minSeconds: 3,
    maxSeconds: 5,
    maxBytes: 3_000_000,
    minSide: 700,
    maxSide: 1300,
    minFps: 23,
    maxFps: 60,
    aspect: { min: 0.5, max: 0.6 },
  },
  caption: { max: 100 },
  safeArea: { top: 0.1, right: 0.1, bottom: 0.2, left: 0.1 },
};

const outlined: CaptionLook = {
  name: 'Plain',
  font: 'Anton',
  size: 0.05,
  colour: '#ffffff',
  highlight: { mode: 'none', colour: '#ffffff' },
  outline: { colour: '#000000', width: 0.1 },
  y: 0.6,
  uppercase: false,
  maxWordsPerLine: 4,
  maxLines: 1,
};
const bare: CaptionLook = { ...outlined, outline: { colour: '#000000', width: 0 } };
const line = { start: 0.2, end: 1.2, left: 0.2, top: 0.55, right: 0.8, bottom: 0.65, size: 0.05 };

const check = (path: string, request: Partial<CheckRequest> = {}): Promise<Quality> =>
  checkVideo(path, { ffmpeg, signal: new AbortController().signal, platforms: [strict], ...request });
const codes = ({ findings }: Quality): string[] => findings.map(({ code }) => code);

let folder = '';
let goodPath = '';
let good: Quality;
const expectedGood = { width: 720, height: 1280, fps: 24, frames: 84 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidereel-quality-'));
  goodPath = await makeVideo(folder, { seconds: 3.5, size: '720x1280', name: 'good.mp4' });
  good = await check(goodPath, { madeFor: ['strict'], expected: expectedGood, captions: { lines: [line], look: outlined } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a video as it should be has nothing against it, and scores 100', async () => {
  expect(good).toEqual({ score: 100, findings: [] });
  expect(await check(goodPath)).toEqual({ score: 100, findings: [] });
});

const small = { width: 90, height: 160, fps: 24, frames: 48 };
const bad: [codes: string, recipe: Recipe, request?: Partial<CheckRequest>][] = [
  ['resolution platform-too-short platform-size', {}],
  ['resolution frame-rate frames-missing', {}, { expected: { width: 90, height: 170, fps: 30, frames: 60 } }],
  ['frame-rate platform-rate platform-shape', { fps: 12, size: '160x90' }],
  ['variable-rate', { picture: "setpts='if(lt(N,12),N,N*1.6)/(24*TB)'", coding: ['-vsync', 'vfr'] }],
  ['container', { name: 'other.mkv' }],
  ['container', { coding: ['-f', 'matroska'] }],
  ['video-codec audio-codec pixel-shape', { picture: 'setsar=4/3', coding: ['-c:v', 'mpeg4', '-c:a', 'mp2'] }],
  ['profile pixel-format', { coding: ['-pix_fmt', 'yuv444p'] }],
  ['hdr', { coding: ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'] }],
  ['audio-tracks', { coding: ['-map', '0:v', '-map', '1:a', '-map', '1:a'] }],
  ['index-last edit-list', { coding: ['-movflags', '0', '-use_editlist', '1', '-bf', '2'] }],
  ['first-frame-black', { picture: "drawbox=c=black:t=fill:enable='lt(t,0.2)'" }],
  ['first-frame-plain', { picture: "drawbox=c=teal:t=fill:enable='lt(t,0.2)'" }],
  ['black', { picture: "drawbox=c=black:t=fill:enable='gt(t,1)'" }],
  ['frozen platform-too-long', { seconds: 6, picture: 'trim=end_frame=1,loop=loop=-1:size=1,setpts=N/24/TB' }],
  ['no-audio', { sound: null }],
  ['silent', { sound: 'volume=0' }],
  ['loudness', { sound: 'volume=0dB' }],
  ['clipping', { sound: 'volume=27dB' }],
  ['true-peak', { sound: 'volume=20dB' }],
  ['silence', { seconds: 4, sound: "volume=7dB,volume=0:enable='between(t,1,3.5)'" }],
  ['platform-too-big', {}, { platforms: [{ ...strict, file: { ...strict.file, maxBytes: 1000 } }] }],
  [
    'caption-size caption-cut caption-highlight',
    {},
    {
      expected: small,
      captions: { lines: [{ ...line, right: 1.02, size: 0.01 }], look: { ...outlined, highlight: { mode: 'box', colour: '#ffff00' } } },
    },
  ],
  ['caption-covered', {}, { captions: { lines: [{ ...line, bottom: 0.85 }], look: outlined } }],
];

test.each(bad)('finds %s where it is, and not in the good video: %j', async (wanted, recipe, request) => {
  const own = await mkdtemp(join(folder, 'bad-'));
  const quality = await check(await makeVideo(own, recipe), request);
  for (const code of wanted.split(' ')) {
    expect(codes(good)).not.toContain(code);
    const found = quality.findings.find((finding) => finding.code === code);
    expect(found, `${code} is not among ${codes(quality).join(' ')}`).toBeDefined();
    expect(found?.message).toMatch(/\w.*\.$/);
    expect(found?.cure).toMatch(/\w.*\.$/);
  }
});

describe('what is judged closely', () => {
  test('a picture turned by a mark in the file is measured upright', async () => {
    const file = await readFile(await makeVideo(folder, { size: '160x90', name: 'lying.mp4' }));
    const matrix = file.indexOf('tkhd') + 4 + 40; // ISO/IEC 14496-12, 8.3.2, version 0
    for (const [index, value] of [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000].entries()) file.writeInt32BE(value, matrix + index * 4);
    const path = join(folder, 'turned.mp4');
    await writeFile(path, file);
    const quality = await check(path, { expected: small });
    expect(codes(quality)).toContain('rotation');
    expect(codes(quality)).not.toContain('resolution');
  });

  test('damage in the middle is a problem, although FFmpeg calls it a success', async () => {
    const file = await readFile(goodPath);
    for (let index = 0; index < 40_000; index++) file[Math.floor(file.length / 2) + index] = (index * 7919) % 251;
    const path = join(folder, 'hole.mp4');
    await writeFile(path, file);
    const quality = await check(path);
    expect(quality.findings.find(({ code }) => code === 'damaged')?.weight).toBe('problem');
    expect(quality.score).toBeLessThan(75);
  });

  test('says at which second the picture is black', async () => {
    const path = await makeVideo(folder, { seconds: 4, picture: "drawbox=c=black:t=fill:enable='between(t,1,3.2)'", name: 'dark.mp4' });
    const black = (await check(path)).findings.filter(({ code }) => code === 'black');
    expect(black).toHaveLength(1);
    expect(black[0]?.at).toBeCloseTo(1, 0);
    expect(black[0]?.weight).toBe('problem');
  });

  test('a still picture is only a note in a project of still pictures', async () => {
    const path = await makeVideo(folder, { seconds: 5, picture: 'trim=end_frame=1,loop=loop=-1:size=1,setpts=N/24/TB', name: 'still.mp4' });
    const expected = { ...small, frames: 120 };
    const weightOf = ({ findings }: Quality): string | undefined => findings.find(({ code }) => code === 'frozen')?.weight;
    expect(weightOf(await check(path, { expected }))).toBe('problem');
    expect(weightOf(await check(path, { expected: { ...expected, stills: true } }))).toBe('note');
  });

  test('captions that change over a still picture keep it from counting as one long hold', async () => {
    const still = 'trim=end_frame=1,loop=loop=-1:size=1,setpts=N/24/TB';
    const captions = [0, 1, 2, 3].map(
      (part) => `drawbox=x=${10 + part * 9}:y=90:w=40:h=10:c=white:t=fill:enable='eq(floor(t/1.6),${part})'`,
    );
    const path = await makeVideo(folder, { seconds: 6.4, picture: [still, ...captions].join(','), name: 'captioned.mp4' });
    expect((await check(path)).findings.filter(({ code, weight }) => code === 'frozen' && weight !== 'note')).toEqual([]);
  });

  test('white captions on white are unreadable bare, and readable with an outline or a box', async () => {
    const path = await makeVideo(folder, { picture: 'drawbox=c=white:t=fill', name: 'white.mp4' });
    const judge = async (look: CaptionLook): Promise<string[]> => codes(await check(path, { captions: { lines: [line], look } }));
    expect(await judge(bare)).toContain('caption-contrast');
    expect(await judge(outlined)).not.toContain('caption-contrast');
    expect(await judge({ ...bare, background: '#000000d9' })).not.toContain('caption-contrast');
    expect(await judge({ ...bare, colour: '#202020' })).not.toContain('caption-contrast');
  });

  test('what another platform refuses is a note, and a problem only where no platform takes the file', async () => {
    const loose = { ...strict, name: 'loose', label: 'Loose', file: { ...strict.file, maxSeconds: 60, minSeconds: 1 } };
    const short = { ...strict, file: { ...strict.file, maxSeconds: 3 } };
    const weightIn = async (request: Partial<CheckRequest>): Promise<string | undefined> =>
      (await check(goodPath, request)).findings.find(({ code }) => code === 'platform-too-long')?.weight;
    expect(await weightIn({ platforms: [short, loose] })).toBe('note');
    expect(await weightIn({ platforms: [short] })).toBe('problem');
    expect(await weightIn({ platforms: [short, loose], madeFor: ['strict'] })).toBe('problem');
    expect(await weightIn({ platforms: [short, loose], madeFor: ['loose'] })).toBeUndefined();
  });

  test('a project meant to be silent is not blamed for it', async () => {
    const path = await makeVideo(folder, { sound: null, name: 'mute.mp4' });
    const quality = await check(path, { expected: { ...small, silent: true } });
    expect(quality.findings.find(({ code }) => code === 'no-audio')?.weight).toBe('note');
  });
});

describe('what is no whole video gets one sentence and a code', () => {
  const expectFailure = async (path: string, code: string): Promise<void> => {
    await expect(check(path)).rejects.toMatchObject({
      name: 'Failure',
      code,
      message: expect.stringMatching(/^[^.]+(?:\.\w+)*[^.]*\.$|\d/),
    });
  };
  const write = async (name: string, content: string | Buffer): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test('no file, a folder, an empty file', async () => {
    await expectFailure(join(folder, 'none.mp4'), 'NOT_FOUND');
    await expectFailure(folder, 'NOT_FOUND');
    await expectFailure(await write('empty.mp4', ''), 'MEDIA_EMPTY');
  });

  test('a file that was cut off, with its index first and with its index lost', async () => {
    const whole = await readFile(goodPath);
    await expectFailure(await write('cut.mp4', whole.subarray(0, Math.floor(whole.length * 0.6))), 'MEDIA_BROKEN');
    const last = await readFile(await makeVideo(folder, { coding: ['-movflags', '0'], name: 'last.mp4' }));
    await expectFailure(await write('lost.mp4', last.subarray(0, Math.floor(last.length * 0.6))), 'MEDIA_BROKEN');
    const other = await readFile(await makeVideo(folder, { seconds: 4, name: 'whole.mkv' }));
    await expectFailure(await write('cut.mkv', other.subarray(0, Math.floor(other.length * 0.5))), 'MEDIA_BROKEN');
  });

  test('text, a playlist, a picture and sound under the name of a video', async () => {
    await expectFailure(await write('text.mp4', 'hello\n'), 'MEDIA_UNSUPPORTED');
    await expectFailure(await write('list.mp4', '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n'), 'MEDIA_UNSUPPORTED');
    const still = await makeVideo(folder, {
      sound: null,
      coding: ['-c:v', 'mjpeg', '-frames:v', '1', '-pix_fmt', 'yuvj420p'],
      name: 'still.jpg',
    });
    await expectFailure(await write('still.mp4', await readFile(still)), 'MEDIA_UNSUPPORTED');
    await expectFailure(await makeVideo(folder, { coding: ['-vn'], name: 'sound.mp4' }), 'MEDIA_UNSUPPORTED');
  });
});

test('tells how far it is, and stops when told to', async () => {
  const shares: number[] = [];
  await check(goodPath, { onProgress: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  const stop = new AbortController();
  await expect(check(goodPath, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) })).rejects.toThrow('enough');
});
