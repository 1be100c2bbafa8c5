import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../electron/studio.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { openCommandLine, type CommandLine } from '../cli/openCommandLine.ts';

/* A person types what they like. Nothing of it may be sent changed, be sent in part, or end without words. */

const call = { signal: new AbortController().signal };
const channelOf: Record<RemotePlatform, string> = { tiktok: 'tiktok-mia', youtube: 'youtube-miafilms', instagram: 'instagram-mia', x: 'x-mia' };
const family = '👩‍👩‍👧‍👦';

let line: CommandLine;
let studio: Studio;

beforeAll(async () => {
  line = await openCommandLine();
  await line.signInEverywhere();
  studio = await openStudio({ home: line.home, env: { ...process.env, ...line.env }, host: 'cli' });
  studio.start();
});
afterAll(async () => {
  await studio.close();
  await line[Symbol.asyncDispose]();
});

/** Sends one film with these words to these channels; answers what each post ended as. */
async function send(platforms: readonly RemotePlatform[], words: { title?: string; caption: string }): Promise<Map<RemotePlatform, Post>> {
  const videoPath = await line.film();
  const channelIds = platforms.map((platform) => channelOf[platform]);
  const made = await studio.services.posts.create({ videoPath, channelIds, ...words, approve: true }, call);
  const over = new Set(['live', 'failed', 'needs-you', 'cancelled', 'awaiting-approval']);
  for (;;) {
    const now = await Promise.all(made.map(({ id }) => studio.services.posts.get({ postId: id }, call)));
    if (now.every(({ state }) => over.has(state))) return new Map(now.map((post) => [RemotePlatform.parse(post.platform), post]));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('probe', async () => {
  for (const caption of ['a'.repeat(10_000), `${family}`.repeat(300), 'é'.normalize('NFD').repeat(3000), '海'.repeat(2300), `${family} שלום עולם مرحبا 海 é`]) {
    const ended = await send(RemotePlatform.options, { caption, title: 'A <b>title</b>' });
    for (const [platform, post] of ended) {
      console.log(caption.slice(0, 12), caption.length, platform, post.state, '|', post.reason, '|', line.simulators[platform].published().at(-1)?.caption.slice(0, 40));
      const judged = await studio.services.posts.judge({ channelId: channelOf[platform], caption, title: 'A <b>title</b>' }, call);
      console.log('    ', judged.findings.filter(({code})=>code!=='film-missing').map(({ message, cure }) => `${message} ${cure}`).join(' / '));
    }
  }
}, 200_000);
