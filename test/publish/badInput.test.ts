import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../electron/studio.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { openCommandLine, type CommandLine } from '../cli/openCommandLine.ts';

/* A person types what they like. Nothing of it may be sent changed, be sent in part, or end without words. */

const call = { signal: new AbortController().signal };
const channelOf: Record<RemotePlatform, string> = {
  tiktok: 'tiktok-mia',
  youtube: 'youtube-miafilms',
  instagram: 'instagram-mia',
  x: 'x-mia',
};
const family = '👩‍👩‍👧‍👦';

let line: CommandLine;
let studio: Studio;

beforeAll(async () => {
  line = await openCommandLine();
  await line.signInEverywhere();
  studio = await openStudio({ home: line.home, env: { ...process.env, ...line.env }, host: 'cli' });
  Object.assign(line.simulators.tiktok.switches, { processingMs: 0, moderationMs: 0 });
  studio.start();
});
afterAll(async () => {
  await studio.close();
  await line[Symbol.asyncDispose]();
});

/** Sends one film with these words to these channels; answers what each post ended as. */
async function send(
  platforms: readonly RemotePlatform[],
  words: { title?: string; caption: string },
  captions: Record<string, string> = {},
): Promise<Map<RemotePlatform, Post>> {
  const videoPath = await line.film();
  const channelIds = platforms.map((platform) => channelOf[platform]);
  const perChannel = Object.fromEntries(
    Object.entries(captions).map(([platform, caption]) => [channelOf[RemotePlatform.parse(platform)], { caption }]),
  );
  const made = await studio.services.posts.create({ videoPath, channelIds, ...words, perChannel, approve: true }, call);
  const over = new Set(['live', 'failed', 'needs-you', 'cancelled', 'awaiting-approval']);
  for (;;) {
    const now = await Promise.all(made.map(async ({ id }) => studio.services.posts.get({ postId: id }, call)));
    if (now.every(({ state }) => over.has(state))) return new Map(now.map((post) => [RemotePlatform.parse(post.platform), post]));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How many posts each platform shows. */
const published = (): Partial<Record<RemotePlatform, number>> =>
  Object.fromEntries(RemotePlatform.options.map((platform) => [platform, line.simulators[platform].published().length]));

describe.each([
  ['emoji families', family, { tiktok: 200, instagram: 200, youtube: 200, x: 140 }],
  ['Chinese', '海', { tiktok: 2_200, instagram: 2_200, youtube: 1_666, x: 140 }],
  ['Hebrew', 'ש', { tiktok: 2_200, instagram: 2_200, youtube: 2_500, x: 280 }],
  ['letters with loose accents', 'e\u0301', { tiktok: 1_100, instagram: 1_100, youtube: 1_666, x: 280 }],
])('a caption of %s', (_name, letter, most) => {
  test('that just fits goes out exactly as it was written, and one letter more is refused before anything is sent', async () => {
    const wordsOf = (surplus: number) =>
      Object.fromEntries(RemotePlatform.options.map((platform) => [platform, letter.repeat(most[platform] + surplus)]));
    for (const surplus of [0, 1]) {
      for (const [platform, caption] of Object.entries(wordsOf(surplus))) {
        const channelId = channelOf[RemotePlatform.parse(platform)];
        const { findings } = await studio.services.posts.judge({ channelId, title: 'Words', caption }, call);
        expect([platform, findings.some(({ code }) => code === 'caption-long')]).toEqual([platform, surplus === 1]);
      }
    }
    const before = published();
    for (const post of (await send(RemotePlatform.options, { title: 'Words', caption: '' }, wordsOf(1))).values()) {
      expect(post).toMatchObject({ state: 'failed', url: null, reason: expect.stringMatching(/280|2,?200|5,?000/) as unknown });
    }
    expect(published()).toEqual(before);
    for (const [platform, post] of await send(RemotePlatform.options, { title: 'Words', caption: '' }, wordsOf(0))) {
      expect(post).toMatchObject({ platform, state: 'live' });
      const seen = line.simulators[platform].published();
      expect(seen).toHaveLength((before[platform] ?? 0) + 1);
      expect(seen.at(-1)?.caption.normalize('NFC')).toBe(letter.repeat(most[platform]).normalize('NFC'));
    }
  });
});

test('ten thousand letters are refused everywhere with the platform’s limit', async () => {
  for (const post of (await send(RemotePlatform.options, { title: 'Long', caption: 'a'.repeat(10_000) })).values()) {
    expect(post).toMatchObject({ state: 'failed', reason: expect.stringMatching(/280|2,?200|5,?000/) as unknown });
  }
});

test('a title with < and > is refused where it counts, and changes nothing elsewhere', async () => {
  const ended = await send(['youtube', 'instagram'], { title: 'I <3 the sea', caption: 'A <b>bold</b> & "quoted" caption' });
  expect(ended.get('youtube')).toMatchObject({ state: 'failed', reason: expect.stringContaining('< or >') as unknown });
  expect(ended.get('instagram')).toMatchObject({ state: 'live' });
  expect(line.simulators.instagram.published().at(-1)?.caption).toBe('A <b>bold</b> & "quoted" caption');
});

describe('a film that, since its approval,', () => {
  const spoil = {
    'was deleted': [(path: string) => rm(path), 'no longer where it was'],
    'was changed by one byte': [(path: string) => appendFile(path, 'x'), 'changed after you approved it'],
    'gave way to a folder of its name': [(path: string) => rm(path).then(() => mkdir(path)), 'changed after you approved it'],
    'gave way to a pipe': [(path: string) => rm(path).then(() => void execFileSync('mkfifo', [path])), 'changed after you approved it'],
  } as const;

  test.each(Object.entries(spoil))('%s is not sent, and the post says so', async (_what, [change, words]) => {
    const videoPath = await line.film(`film-${randomBytes(4).toString('hex')}.mp4`);
    const about = { videoPath, channelIds: ['x-mia'], caption: 'Approved', at: '2099-01-01T00:00:00.000Z', approve: true };
    const [post] = await studio.services.posts.create(about, call);
    await change(videoPath);
    const { posts } = studio.services;
    const checked = await posts.preflight({ postId: post?.id ?? '' }, call);
    expect(checked.findings.map(({ fix }) => fix)).toEqual(['choose-film']);
    const before = line.simulators.x.posts().length;
    const questions = line.simulators.x.questions.length;
    await posts.reschedule({ postId: checked.id, at: new Date().toISOString() }, call);
    await expect.poll(async () => (await posts.get({ postId: checked.id }, call)).state, { timeout: 20_000 }).toBe('needs-you');
    expect((await posts.get({ postId: checked.id }, call)).reason).toContain(words);
    expect(line.simulators.x.posts()).toHaveLength(before);
    expect(line.simulators.x.questions.slice(questions).filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('what is no film', () => {
  test.each([
    ['nothing at all', ''],
    ['words', 'These are words and no film.'],
    ['the beginning of one', null],
  ])('%s makes no post, and says why', async (_what, text) => {
    const path = join(line.home, `odd-${randomBytes(4).toString('hex')}.mp4`);
    await writeFile(path, text ?? (await readFile(await line.film())).subarray(0, 20_000));
    const before = (await studio.services.posts.list({ limit: 500 }, call)).length;
    const made = Promise.resolve(
      studio.services.posts.create({ videoPath: path, channelIds: ['x-mia'], caption: '', approve: true }, call),
    );
    await expect(made).rejects.toMatchObject({
      code: expect.stringMatching(/^MEDIA_/) as unknown,
      hint: expect.stringMatching(/./) as unknown,
    });
    expect((await studio.services.posts.list({ limit: 500 }, call)).length).toBe(before);
  });
});
