import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip, ffmpeg, make, openLibrary, tempFolder } from './openLibrary.ts';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { probe } from '../../electron/media/probe.ts';

let folder: Awaited<ReturnType<typeof tempFolder>>;
const at = (name: string): string => join(folder.path, name);
const look = (name: string) => probe(at(name), { ffmpeg, signal: new AbortController().signal });

/** Every file the tests look at, by the arguments that make it from plain.mp4. */
const FROM_PLAIN: Record<string, string[]> = {
  'a.mov': ['-c', 'copy'],
  'a.mkv': ['-c', 'copy'],
  'a.webm': ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'],
  'a.avi': ['-c:v', 'mpeg4', '-c:a', 'mp3'],
  'a.mp3': ['-vn'],
  'a.wav': ['-vn'],
  'a.m4a': ['-vn', '-c:a', 'copy'],
  'a.png': ['-frames:v', '1'],
  'a.jpg': ['-frames:v', '1'],
  'a.ts': ['-c', 'copy'],
  'h264.avi': ['-c:v', 'libx264', '-preset', 'veryfast', '-c:a', 'mp3'],
  'mute.mp4': ['-an', '-c:v', 'copy'],
  'odd.mkv': ['-vf', 'scale=161:91,setsar=1', '-c:v', 'ffv1', '-pix_fmt', 'yuv444p'],
  'wide.mp4': ['-vf', 'setsar=2/1', '-c:v', 'libx264', '-preset', 'ultrafast'],
  'two.mkv': ['-map', '0:v', '-map', '0:a', '-map', '0:a', '-c', 'copy'],
  'index-last.mp4': ['-c', 'copy'],
};

/** 10-bit pictures with a transfer curve that has to be tone-mapped. */
const makeHdr = (transfer: string, name: string): Promise<void> => {
  const tags = ['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'];
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=25:d=0.4', '-pix_fmt', 'yuv420p10le'];
  return make(...picture, '-c:v', 'libx264', '-preset', 'ultrafast', ...tags, at(name));
};

beforeAll(async () => {
  folder = await tempFolder();
  await make(...clip(2), '-movflags', '+faststart', at('plain.mp4'));
  for (const [name, args] of Object.entries(FROM_PLAIN)) await make('-i', at('plain.mp4'), ...args, at(name));
  // FFmpeg 6 says it before the input, FFmpeg 5 as metadata
  await make('-display_rotation', '90', '-i', at('plain.mp4'), '-c', 'copy', at('turned.mov')).catch(() =>
    make('-i', at('plain.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=270', at('turned.mov')),
  );
  const holes = ['-vf', 'select=not(between(n\\,10\\,25)+eq(mod(n\\,7)\\,3))', '-fps_mode', 'vfr'];
  await make('-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=30:d=2', ...holes, '-c:v', 'libx264', '-preset', 'ultrafast', at('vfr.mp4'));
  await makeHdr('smpte2084', 'pq.mp4');
  await makeHdr('arib-std-b67', 'hlg.mp4');
  for (const [from, to] of [
    ['plain.mp4', 'cut.mp4'],
    ['a.mkv', 'cut.mkv'],
  ] as const) {
    const whole = await readFile(at(from));
    await writeFile(at(to), whole.subarray(0, whole.length / 2));
  }
  await copyFile(at('a.webm'), at('webm-inside.mp4'));
  await copyFile(at('a.mp3'), at('mp3-inside.wav'));
  await copyFile(at('a.png'), at('png-inside.jpg'));
  const indexLast = await readFile(at('index-last.mp4'));
  await writeFile(at('no-index.mp4'), indexLast.subarray(0, indexLast.length / 2));
  await writeFile(at('text.mp4'), 'This is a letter, not a film.\n'.repeat(50));
  await writeFile(at('list.mp4'), 'ffconcat version 1.0\nfile plain.mp4\n');
  await writeFile(at('cut.png'), (await readFile(at('a.png'))).subarray(0, 60));
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe('looking into files', () => {
  test.each([
    [
      'MP4',
      'plain.mp4',
      { kind: 'video', container: 'MP4', videoCodec: 'h264', audioCodec: 'aac', width: 160, height: 90, fps: 25, audioTracks: 1 },
    ],
    ['MOV', 'a.mov', { kind: 'video', container: 'QuickTime File Format', fps: 25 }],
    ['MKV', 'a.mkv', { kind: 'video', container: 'Matroska', fps: 25 }],
    ['WebM', 'a.webm', { kind: 'video', container: 'WebM', videoCodec: 'vp8', fps: 25 }],
    ['AVI, which only FFmpeg reads', 'a.avi', { kind: 'video', container: 'AVI', videoCodec: 'mpeg4', fps: 25 }],
    ['MP3', 'a.mp3', { kind: 'audio', container: 'MP3', width: 0, fps: null, audioTracks: 1 }],
    ['WAV', 'a.wav', { kind: 'audio', audioCodec: 'pcm_s16le' }],
    ['M4A', 'a.m4a', { kind: 'audio', audioCodec: 'aac' }],
    ['PNG', 'a.png', { kind: 'image', container: 'png', seconds: 0, width: 160, height: 90 }],
    ['JPEG', 'a.jpg', { kind: 'image', container: 'jpeg', seconds: 0, width: 160, height: 90 }],
    ['a video without sound', 'mute.mp4', { kind: 'video', audioTracks: 0, audioCodec: null }],
    ['an odd size', 'odd.mkv', { width: 161, height: 91 }],
    ['pixels that are not square', 'wide.mp4', { width: 320, height: 90 }],
    ['an MPEG transport stream', 'a.ts', { kind: 'video', remux: true }],
  ])('%s', async (_name, file, expected) => {
    const found = await look(file);
    expect(found).toMatchObject(expected);
    expect(found.notes).toEqual([]);
    if (found.kind !== 'image') expect(Math.abs(found.seconds - 2)).toBeLessThan(0.11);
  });

  test('a phone held upright gives an upright size', async () => {
    const found = await look('turned.mov');
    expect(found).toMatchObject({ width: 90, height: 160 });
    expect(found.rotation % 180).toBe(90);
  });

  test('a variable rate is noticed', async () => {
    expect(await look('vfr.mp4')).toMatchObject({ variableRate: true });
    expect(await look('plain.mp4')).toMatchObject({ variableRate: false });
  });

  test('several sound tracks are counted, and the choice is said', async () => {
    const found = await look('two.mkv');
    expect(found.audioTracks).toBe(2);
    expect(found.notes.join()).toContain('2 sound tracks');
  });

  test.each(['pq', 'hlg'])('10 bits tagged %s are known as such', async (transfer) => {
    expect(await look(`${transfer}.mp4`)).toMatchObject({ transfer, bitDepth: 10 });
  });

  test.each([
    ['WebM called .mp4', 'webm-inside.mp4', 'WebM'],
    ['MP3 called .wav', 'mp3-inside.wav', 'MP3'],
    ['PNG called .jpg', 'png-inside.jpg', 'PNG'],
  ])('%s is taken by what it holds, with a note', async (_name, file, holds) => {
    const { notes } = await look(file);
    expect(notes.join()).toMatch(new RegExp(`holds .*${holds}`));
  });

  test.each(['cut.mp4', 'cut.mkv'])('%s, cut in the middle, is taken as far as it goes', async (file) => {
    const found = await look(file);
    expect(found.seconds).toBeGreaterThan(0.4);
    expect(found.seconds).toBeLessThan(1.7);
    expect(found.notes.join()).toMatch(/Only the first [\d.]+ of 2(\.\d)? seconds can be read/);
  });

  test.each([
    ['an mp4 whose index is missing', 'no-index.mp4', 'MEDIA_BROKEN'],
    ['a text called .mp4', 'text.mp4', 'MEDIA_UNSUPPORTED'],
    ['a play list called .mp4', 'list.mp4', 'MEDIA_UNSUPPORTED'],
    ['a cut PNG', 'cut.png', 'MEDIA_BROKEN'],
  ])('%s is refused with %s', async (_name, file, code) => {
    await expect(look(file)).rejects.toMatchObject({ name: 'Failure', code });
  });
});

describe('the shelf', () => {
  test('an import ends ready, with picture, waveform and small copy, and the original untouched', async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, 'talk.mp4');
    await copyFile(at('plain.mp4'), path);
    await utimes(path, 1_000_000_000, 1_000_000_000);
    const before = await readFile(path);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const asset = await studio.importAll(path);
    expect(asset).toMatchObject({
      state: 'ready',
      problem: null,
      present: true,
      hasPoster: true,
      hasWaveform: true,
      hasProxy: true,
      path,
      name: 'talk.mp4',
    });
    expect(asset.hash).toBe(createHash('sha256').update(before).digest('hex'));
    expect(await readFile(path)).toEqual(before);
    expect((await stat(path)).mtimeMs).toBe(1_000_000_000_000);
    const made = join(temp.path, 'home', 'media', asset.id);
    expect((await readdir(made)).toSorted()).toEqual(['poster.jpg', 'proxy.mp4', 'waveform.json']);
    const proxy = await probe(join(made, 'proxy.mp4'), { ffmpeg, signal: studio.call.signal });
    expect(proxy).toMatchObject({ width: 160, height: 90, fps: 25, variableRate: false });
    const waveform = await studio.assets.service.waveform({ assetId: asset.id }, studio.call);
    expect(waveform.rate).toBe(100);
    expect(Math.abs(waveform.peaks.length - 200)).toBeLessThan(12);
    expect(waveform.levels[100]).toBeGreaterThan(-30);
    const states = studio.seen.flatMap((change) => (change.topic === 'asset' ? [change.value.state] : []));
    expect(new Set(states)).toEqual(new Set(['importing', 'ready']));
    expect(studio.faults).toEqual([]);
  });

  test('HDR gets a poster that is neither grey nor black, and a plain 8-bit copy', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const asset = await studio.importAll(at('pq.mp4'));
    expect(asset).toMatchObject({ state: 'ready', hasAudio: false, hasWaveform: false, hasProxy: true, details: { hdr: true } });
    const proxy = await probe(join(temp.path, 'media', asset.id, 'proxy.mp4'), { ffmpeg, signal: studio.call.signal });
    expect(proxy).toMatchObject({ transfer: 'none', bitDepth: 8 });
    expect(studio.assets.sourceInfo(asset.id)).toMatchObject({ hdr: 'pq', hasAudio: false });
  });

  test.each(['a.png', 'a.mp3', 'odd.mkv', 'two.mkv', 'vfr.mp4', 'turned.mov', 'cut.mp4', 'a.webm'])(
    '%s is prepared to the end',
    async (name) => {
      await using temp = await tempFolder();
      await using studio = openLibrary({ home: temp.path });
      const asset = await studio.importAll(at(name));
      expect(asset).toMatchObject({ state: 'ready', problem: null });
      expect(asset.hasPoster).toBe(asset.kind !== 'audio');
      expect(asset.hasWaveform).toBe(asset.hasAudio);
      expect(asset.hasProxy).toBe(asset.kind === 'video');
    },
  );

  test('a dark beginning is not the poster', async () => {
    await using temp = await tempFolder();
    const dark = 'color=black:s=160x90:r=25:d=1.5[b];testsrc2=s=160x90:r=25:d=1[w];[b][w]concat=n=2:v=1:a=0';
    await make('-filter_complex', dark, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', join(temp.path, 'dark.mp4'));
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const asset = await studio.importAll(join(temp.path, 'dark.mp4'));
    const poster = join(temp.path, 'home', 'media', asset.id, 'poster.jpg');
    expect(asset.hasPoster).toBe(true);
    expect((await stat(poster)).size).toBeGreaterThan(500);
  });

  test.each(['a.ts', 'h264.avi'])('%s is rendered from a copy that can be cut to the frame', async (name) => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { asset } = await studio.assets.importPath(at(name));
    expect(() => studio.assets.sourceInfo(asset.id)).toThrow('still being prepared');
    studio.jobs.start();
    await studio.jobs.untilIdle();
    const source = studio.assets.sourceInfo(asset.id);
    expect(source.path).toBe(join(temp.path, 'media', asset.id, 'source.mp4'));
    expect(source.hash).toBe(asset.hash);
    const copy = await probe(source.path, { ffmpeg, signal: studio.call.signal });
    expect(copy).toMatchObject({ kind: 'video', videoCodec: 'h264', audioTracks: 1, remux: false });
    expect(Math.abs(copy.seconds - 2)).toBeLessThan(0.15);
    const { frames } = await runFfmpeg(ffmpeg, {
      args: ['-v', 'error', '-i', source.path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'null', '-'],
      signal: studio.call.signal,
      onProgress: () => undefined,
    });
    expect(frames).toBe(50);
  });

  test('the same content under another name is the same asset, also after it was removed', async () => {
    await using temp = await tempFolder();
    const [first, second] = [join(temp.path, 'one.mp3'), join(temp.path, 'two.mp3')];
    await copyFile(at('a.mp3'), first);
    await copyFile(at('a.mp3'), second);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const [a, b] = await Promise.all([studio.assets.importPath(first), studio.assets.importPath(second)]);
    expect(a.asset.id).toBe(b.asset.id);
    expect([a, b].filter(({ known }) => known)).toHaveLength(1);
    const removed = await studio.assets.service.remove({ assetId: a.asset.id }, studio.call);
    expect(await studio.assets.service.list(undefined, studio.call)).toEqual([]);
    expect(studio.seen.at(-1)).toMatchObject({ topic: 'asset', removed: true });
    expect((await studio.assets.importPath(second)).asset.id).toBe(removed.id);
    expect(await studio.assets.service.list(undefined, studio.call)).toHaveLength(1);
  });

  test('a file replaced by another and imported from where it lies now is found there', async () => {
    await using temp = await tempFolder();
    const [old, kept] = [join(temp.path, 'old.wav'), join(temp.path, 'kept.wav')];
    await copyFile(at('a.wav'), old);
    await copyFile(at('a.wav'), kept);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const { id } = await studio.importAll(old);
    await copyFile(at('a.mp3'), old);
    expect((await studio.assets.importPath(kept)).asset).toMatchObject({ id, path: kept });
  });

  test('a huge file that is no recording is refused without reading all of it', async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, 'huge.mp4');
    await writeFile(path, '');
    await truncate(path, 50e9);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    await expect(studio.assets.importPath(path)).rejects.toMatchObject({ code: 'MEDIA_UNSUPPORTED' });
  });

  test.runIf(process.platform !== 'win32')('a device is called what it is', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    await expect(studio.assets.importPath('/dev/zero')).rejects.toMatchObject({
      code: 'MEDIA_UNSUPPORTED',
      message: expect.stringContaining('device'),
    });
  });

  test('a moved file is noticed and found again by its content only', async () => {
    await using temp = await tempFolder();
    const [old, moved] = [join(temp.path, 'old.wav'), join(temp.path, 'moved.wav')];
    await copyFile(at('a.wav'), old);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const { id: assetId } = await studio.importAll(old);
    await rename(old, moved);
    expect(await studio.assets.service.get({ assetId }, studio.call)).toMatchObject({ present: false });
    expect(() => studio.assets.sourceInfo(assetId)).toThrow('no longer at');
    await expect(studio.assets.service.relink({ assetId, path: at('a.mp3') }, studio.call)).rejects.toMatchObject({
      code: 'MEDIA_CHANGED',
    });
    expect(await studio.assets.service.relink({ assetId, path: moved }, studio.call)).toMatchObject({ present: true, path: moved });
  });

  test('what a project uses is not taken off the shelf', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path, usedBy: ['My clip'] });
    const { asset } = await studio.assets.importPath(at('a.mp3'));
    expect(() => studio.assets.service.remove({ assetId: asset.id }, studio.call)).toThrow('“My clip”');
    expect(await studio.assets.service.list(undefined, studio.call)).toHaveLength(1);
  });

  test.each([
    ['nothing there', 'nowhere.mp4', 'NOT_FOUND'],
    ['an empty file', 'empty.mp4', 'MEDIA_EMPTY'],
    ['a folder', 'folder.mp4', 'MEDIA_UNSUPPORTED'],
  ])('%s is refused and leaves no trace', async (_name, name, code) => {
    await using temp = await tempFolder();
    await writeFile(join(temp.path, 'empty.mp4'), '');
    await mkdir(join(temp.path, 'folder.mp4'));
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    await expect(studio.assets.importPath(join(temp.path, name))).rejects.toMatchObject({ code });
    expect(await studio.assets.service.list(undefined, studio.call)).toEqual([]);
  });

  test('cancelling leaves no half copy under a final name, and importing again goes on', async () => {
    await using temp = await tempFolder();
    const path = join(temp.path, 'long.mp4');
    await make(...clip(30, '480x270'), path);
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const { asset } = await studio.assets.importPath(path);
    const made = join(temp.path, 'home', 'media', asset.id);
    studio.jobs.start();
    for (let seen = false; !seen;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen = (await readdir(made).catch(() => [])).some((name) => name.startsWith('proxy.mp4.part-'));
    }
    const [job] = studio.jobs.list({ finished: false, limit: 1 });
    studio.jobs.cancel(job?.id ?? 0);
    await studio.jobs.untilIdle();
    expect((await readdir(made)).toSorted()).toEqual(['poster.jpg', 'waveform.json']);
    await studio.assets.importPath(path);
    await studio.jobs.untilIdle();
    expect(await studio.assets.service.get({ assetId: asset.id }, studio.call)).toMatchObject({ state: 'ready', hasProxy: true });
  });

  test('a cancelled import does not stay importing', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { asset } = await studio.assets.importPath(at('a.mp3'));
    const [job] = studio.jobs.list({ finished: false, limit: 1 });
    studio.jobs.cancel(job?.id ?? 0);
    await studio.settled(asset.id);
    expect(await studio.assets.service.get({ assetId: asset.id }, studio.call)).toMatchObject({
      state: 'broken',
      problem: expect.stringContaining('Import it again'),
    });
    expect(await studio.importAll(at('a.mp3'))).toMatchObject({ state: 'ready', problem: null });
  });

  test.skipIf(process.platform === 'win32')('a folder that may not be written is named, and the import goes on later', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { asset } = await studio.assets.importPath(at('a.mp3'));
    const media = join(temp.path, 'media');
    // for root every folder can be written, but for those the kernel keeps
    if (process.getuid?.() === 0) await symlink('/sys/kernel', media);
    else await mkdir(media, { mode: 0o500 });
    studio.jobs.start();
    await studio.jobs.untilIdle(); // all attempts: chance is 0 here, so they follow each other at once
    await studio.settled(asset.id);
    expect(await studio.assets.service.get({ assetId: asset.id }, studio.call)).toMatchObject({
      state: 'broken',
      problem: expect.stringContaining('Nothing can be written'),
    });
    await rm(media, { recursive: true, force: true });
    await studio.assets.importPath(at('a.mp3'));
    await studio.jobs.untilIdle();
    expect(await studio.assets.service.get({ assetId: asset.id }, studio.call)).toMatchObject({
      state: 'ready',
      problem: null,
      hasWaveform: true,
    });
  });

  test('only what belongs to a known asset is served', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { id } = await studio.importAll(at('a.png'));
    const resolveMedia = (path: string) => studio.assets.resolveMedia(path);
    expect(resolveMedia(`asset/${id}/original`)).toEqual({ file: at('a.png'), type: 'image/png' });
    expect(resolveMedia(`asset/${id}/poster`)).toEqual({ file: join(temp.path, 'media', id, 'poster.jpg'), type: 'image/jpeg' });
    for (const path of [
      `asset/${id}/proxy`,
      `asset/${id}/waveform.json`,
      'asset/other/original',
      `asset/../${id}/original`,
      `asset/${id}/../../studio.db`,
      '/etc/passwd',
    ])
      expect(resolveMedia(path)).toBeNull();
  });
});
