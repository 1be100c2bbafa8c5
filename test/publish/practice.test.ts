import { mkdtempSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, integer, property, string } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outgoing, UploadRef } from '../../electron/publish/adapter.ts';
import { openPractice, type Practice, type PracticePost } from '../../electron/publish/practice.ts';
import { openPracticeStore } from '../../electron/publish/practiceStore.ts';
import { practiceNumbers } from '../../electron/publish/practiceNumbers.ts';
import { renderPracticePage } from '../../electron/publish/renderPracticePage.ts';
import { hashFile } from '../../electron/files/hashFile.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { makeWorld, type World } from './support/openStudio.ts';

let world: World;
let practice: Practice;
let post: Outgoing;
const { signal } = new AbortController();

const open = (): Practice => {
  const now = () => new Date(world.clock.ms);
  const sleep = async (ms: number) => void (world.clock.ms += Math.ceil(ms));
  return openPractice({
    home: world.home,
    now,
    newId: () => `id${(world.ids += 1)}`,
    random: () => world.random(),
    sleep,
    settings: () => world.practice,
  });
};

beforeEach(async () => {
  world = makeWorld();
  practice = open();
  const file = { path: world.video, bytes: 150_000, hash: await hashFile(world.video), seconds: 2, width: 1080, height: 1920 };
  const session = { channelId: 'practice', remoteAccount: 'practice', secretRef: null };
  post = {
    postId: 'mine',
    file,
    words: { title: 'Film', caption: 'Hello' },
    options: { platform: 'practice' },
    at: new Date(world.clock.ms),
    session,
  };
});
afterEach(() => {
  practice.close();
  world[Symbol.dispose]();
});

const upload = async (known: UploadRef | null = null) =>
  practice.upload(post, known, { save: () => undefined, progress: () => undefined, signal });
const look = async (ref: UploadRef) => practice.look(post, ref, { askedAt: null, signal });

test('it takes its time: uploading, looking at the film, showing it', async () => {
  const start = world.clock.ms;
  const ref = await upload();
  expect(world.clock.ms - start).toBeGreaterThanOrEqual(4_000);
  expect(await look(ref)).toMatchObject({ seen: 'processing', askAt: new Date(world.clock.ms + 3_000) });
  await expect(practice.release(post, ref, signal)).rejects.toMatchObject({ failure: { kind: 'wait', code: 'PRACTICE_NOT_READY' } });
  world.clock.ms += 3_000;
  expect(await look(ref)).toEqual({ seen: 'ready' });
  await practice.release(post, ref, signal);
  expect(await look(ref)).toMatchObject({ seen: 'processing' });
  expect(practice.page(practice.published()[0]?.id ?? '')).toBeNull();
  world.clock.ms += 3_000;
  const [{ id } = { id: '' }] = practice.published();
  expect(await look(ref)).toEqual({ seen: 'public', remoteId: id, url: `/practice/posts/${id}` });
});

test('what was uploaded and published outlives a restart', async () => {
  const ref = await upload();
  practice.close();
  practice = open();
  world.clock.ms += 10_000;
  expect(await look(ref)).toEqual({ seen: 'ready' });
});

test('a second release of the same upload is refused and counted', async () => {
  const ref = await upload();
  world.clock.ms += 10_000;
  await practice.release(post, ref, signal);
  await expect(practice.release(post, ref, signal)).rejects.toMatchObject({ failure: { kind: 'rejected', code: 'PRACTICE_REPEAT' } });
  expect(practice.published()).toMatchObject([{ postId: 'mine', repeats: 1 }]);
});

test('a half-finished upload whose bytes were lost on the platform starts again and is whole in the end', async () => {
  let left = 2;
  let known: UploadRef | null = null;
  const tools = { save: (ref: UploadRef) => void (known = ref), signal };
  const broken = practice.upload(post, null, {
    ...tools,
    progress: () => {
      if ((left -= 1) === 0) throw new Error('gone');
    },
  });
  await expect(broken).rejects.toThrow('gone');
  truncateSync(join(world.home, 'practice', 'films', 'id1.part'), 10);
  const ref = await upload(known);
  world.clock.ms += 10_000;
  await practice.release(post, ref, signal);
  world.clock.ms += 10_000;
  expect(await hashFile(practice.page('id1')?.videoFile ?? '')).toBe(post.file.hash);
});

test.each([
  ['busyShare', { kind: 'wait', code: 'PRACTICE_BUSY' }],
  ['failShare', { kind: 'wait', code: 'PRACTICE_OUTAGE' }],
] as const)('with %s it makes trouble of that kind', async (share, failure) => {
  world.practice[share] = 1;
  await expect(upload()).rejects.toMatchObject({ failure });
  await expect(upload()).rejects.toBeInstanceOf(PublishFailed);
});

test('it refuses films when told to, after looking at them', async () => {
  world.practice.rejectShare = 1;
  const ref = await upload();
  world.clock.ms += 10_000;
  expect(await look(ref)).toMatchObject({ seen: 'refused', code: 'PRACTICE_REFUSED' });
  await expect(practice.release(post, ref, signal)).rejects.toMatchObject({ failure: { kind: 'rejected' } });
  expect(practice.published()).toEqual([]);
});

test.each([
  [0.9, 1],
  [0.1, 0],
])('a lost answer (chance %d) leaves %i posts public', async (chance, published) => {
  const ref = await upload();
  world.clock.ms += 10_000;
  world.practice.loseAnswerShare = 1;
  world.random = () => chance;
  await expect(practice.release(post, ref, signal)).rejects.toMatchObject({ failure: { kind: 'outcome-unknown' } });
  expect(practice.published()).toHaveLength(published);
});

test('the invented numbers never fall, begin at nothing and are the same each time', () => {
  const ages = integer({ min: 0, max: 40 * 86_400_000 });
  assert(
    property(string(), ages, ages, (seed, one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((age) => practiceNumbers(seed, 1e12, 1e12 + age));
      expect(early?.views).toBeLessThanOrEqual(late?.views ?? -1);
      expect(early?.likes).toBeLessThanOrEqual(late?.likes ?? -1);
      expect(late?.likes).toBeLessThanOrEqual(late?.views ?? -1);
      expect(practiceNumbers(seed, 1e12, 1e12 + one)).toEqual(practiceNumbers(seed, 1e12, 1e12 + one));
    }),
  );
  expect(practiceNumbers('a', 1e12, 1e12)).toEqual({ views: 0, likes: 0, comments: 0, shares: 0 });
  expect(practiceNumbers('a', 1e12, 1e12 + 30 * 86_400_000).views).toBeGreaterThan(100);
});

test('its page says PRACTICE, shows words as they are, and lets none of them become markup', () => {
  const evil = `<script>alert("1")</script>&'`;
  const shown: PracticePost = {
    id: 'a/b',
    postId: 'p',
    title: evil,
    caption: evil,
    videoFile: '/x.mp4',
    at: new Date('2026-11-20T12:00:00Z'),
    metrics: { views: 12, likes: 3, comments: 1, shares: 0 },
  };
  const html = renderPracticePage(shown, { nonce: 'abc', base: 'http://127.0.0.1:4000' });
  expect(html).toContain('PRACTICE');
  expect(html).not.toMatch(/<script|style="| on\w+=/);
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
  expect(html.match(/<style[^>]*>/g)).toEqual(['<style nonce="abc">']);
  expect(html).toContain('src="http://127.0.0.1:4000/media/practice/a%2Fb"');
  expect(html).toContain('<dd>12</dd>');
});

test('a damaged memory of the platform is put aside, and the platform begins anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidereel-practice-'));
  writeFileSync(join(folder, 'practice.db'), 'spoiled by a bad disk '.repeat(100));
  const store = openPracticeStore(folder);
  expect(store.published()).toEqual([]);
  store.close();
  expect(readdirSync(folder)).toContain('practice.db.damaged');
});
