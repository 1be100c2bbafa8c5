/* One upload in a process of its own, so that its memory is nobody else's: a plain streaming PUT, or a platform's adapter. */
import { statSync } from 'node:fs';
import { Grant } from '../../electron/accounts/types.ts';
import type { Outgoing, Platform } from '../../electron/publish/adapter.ts';
import { callPlatform } from '../../electron/publish/http/callPlatform.ts';
import { createInstagram } from '../../electron/publish/instagram/createInstagram.ts';
import type { PlatformNeeds } from '../../electron/publish/platformNeeds.ts';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { createX } from '../../electron/publish/x/createX.ts';
import { createYoutube } from '../../electron/publish/youtube/createYoutube.ts';
import type { Endpoints } from '../../electron/endpoints.ts';
import { defaultOptions } from '../../shared/publish/postOptions.ts';

const [way = '', path = '', about = '{}'] = process.argv.slice(2);
const { sink, endpoints, grant, hash } = JSON.parse(about) as { sink: string; endpoints: object; grant: unknown; hash: string };
const { signal } = new AbortController();
const prices = { postUsd: 0, postWithUrlUsd: 0, ownPostReadUsd: 0, postReadUsd: 0, userReadUsd: 0, mediaReadUsd: 0 };
const adapters: Record<string, (needs: PlatformNeeds) => Platform> = {
  tiktok: createTiktok,
  youtube: createYoutube,
  instagram: createInstagram,
  x: (needs) => createX({ ...needs, prices }),
};

async function send(path: string): Promise<void> {
  const bytes = statSync(path).size;
  if (way === 'plain') {
    await callPlatform({ url: sink, method: 'PUT', file: { path, start: 0, end: bytes - 1 }, signal });
    return;
  }
  const platform = adapters[way]?.({
    endpoints: { [way]: endpoints } as unknown as Endpoints, // an adapter reads only its own part
    tokens: { read: async () => Grant.parse(grant), refused: () => undefined },
    limits: { take: () => undefined, learn: () => undefined, block: () => undefined, left: () => 1_000, opensAt: () => new Date() },
    spending: { add: () => undefined },
    now: () => new Date(),
  });
  if (platform === undefined) throw new Error(`there is no ${way}`);
  const post: Outgoing = {
    postId: 'bench',
    file: { path, bytes, hash, seconds: 60, width: 1080, height: 1920 },
    words: { title: 'A title', caption: 'Words' },
    options: defaultOptions(way),
    at: new Date(),
    session: { channelId: 'bench', remoteAccount: 'mia', secretRef: null },
  };
  const upload = await platform.upload(post, null, { save: () => undefined, progress: () => undefined, signal });
  if (way === 'tiktok') await platform.release(post, upload, signal); // its last piece is the release
}

await send(`${path}.small`); // loading the code is not part of how fast a film goes up
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
const begun = performance.now();
await send(path);
const ms = performance.now() - begun;
clearInterval(watch);
process.stdout.write(JSON.stringify({ ms, grownMb: (Math.max(peak, process.memoryUsage.rss()) - before) / 1e6 }));
