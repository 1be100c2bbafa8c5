import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Outgoing } from '../../../electron/publish/adapter.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';
import { openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());
const open = async (switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> => (youtube = await openYoutube(switches));
const MINUTE = 60_000;
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000, 7)]);

function withCover(content: Buffer = jpeg): { post: Outgoing; path: string } {
  const path = join(youtube.needs.folder, 'cover.jpg');
  writeFileSync(path, content);
  return { path, post: youtube.post({ options: { platform: 'youtube', thumbnailPath: path } }) };
}
const seenOf = async (post: Outgoing) => youtube.look(post, await youtube.sendAll(post), new Date(youtube.clock.ms));
const asked = (): number => youtube.simulator.questions.filter(({ name }) => name === 'thumbnail').length;

test('the picture is set once the video is processed, before anybody sees it', async () => {
  await open({ processingMs: 2 * MINUTE });
  const { post } = withCover();
  const seen = await seenOf(post);
  expect(youtube.simulator.videos()[0]?.thumbnail).toBe(createHash('sha256').update(jpeg).digest('hex'));
  expect(asked()).toBe(1);
  const names = youtube.simulator.questions.map(({ name }) => name);
  expect(names.indexOf('thumbnail')).toBeLessThan(names.indexOf('update'));
  expect(seen).toEqual({ seen: 'public', remoteId: expect.any(String), url: expect.any(String) });
});

test.each([
  ['unverified' as const, 'verify'],
  ['busy' as const, 'three tries'],
])('a picture that YouTube does not take (%s) does not stop the post, and is told', async (thumbnails, words) => {
  await open({ thumbnails });
  const { post } = withCover();
  const ref = await (async () => {
    for (;;) {
      try {
        return await youtube.sendAll(post);
      } catch {
        youtube.clock.ms += 2 * MINUTE; // as the queue waits
        const known = youtube.saved.at(-1) ?? null;
        const upload = await youtube.upload(post, known).catch(() => null);
        if (upload !== null) return youtube.release(post, upload);
      }
    }
  })();
  const seen = await youtube.look(post, ref, new Date(youtube.clock.ms));
  expect(seen).toMatchObject({ seen: 'public', note: expect.stringContaining(words) });
});

test.each([
  [Buffer.from('this is no picture'), 'JPEG and PNG'],
  [Buffer.alloc(0), '50 MB'],
])('a picture that is none is told', async (content, words) => {
  await open();
  expect(await seenOf(withCover(content).post)).toMatchObject({ seen: 'public', note: expect.stringContaining(words) });
});

test('a picture that vanished is told, with its name', async () => {
  await open();
  const post = youtube.post({ options: { platform: 'youtube', thumbnailPath: '/no/such/cover.png' } });
  expect(await seenOf(post)).toMatchObject({ seen: 'public', note: expect.stringContaining('/no/such/cover.png') });
});

test('a post waits half an hour for its picture and no longer', async () => {
  await open({ processingMs: 120 * MINUTE });
  const { post } = withCover();
  const began = youtube.clock.ms;
  expect(await seenOf(post)).toMatchObject({ seen: 'public', note: expect.stringContaining('too long') });
  expect(youtube.clock.ms - began).toBeLessThan(32 * MINUTE);
});

test('another picture chosen later is set too', async () => {
  await open();
  const { post } = withCover();
  const ref = await youtube.upload(post);
  const path = join(youtube.needs.folder, 'other.png');
  const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG'), Buffer.alloc(100)]);
  writeFileSync(path, png);
  const changed = { ...post, options: { ...post.options, thumbnailPath: path } as typeof post.options };
  await youtube.upload(changed, ref);
  expect(youtube.simulator.videos()[0]?.thumbnail).toBe(createHash('sha256').update(png).digest('hex'));
});
