/* A studio with eight accounts that may be killed at any instant. Started again, it goes on from what is on disk. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Grant } from '../../electron/accounts/types.ts';
import { createInstagram } from '../../electron/publish/instagram/createInstagram.ts';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { createX } from '../../electron/publish/x/createX.ts';
import { xPrices } from '../../electron/publish/x/prices.ts';
import { createYoutube } from '../../electron/publish/youtube/createYoutube.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { makeWorld, openStudio, type Remote } from '../publish/support/openStudio.ts';

const [home = '', door = '', count = '0'] = process.argv.slice(2);
const POSTS = Number(count);
const BATCH = 200;
const call = { signal: new AbortController().signal };
const ask = async (path: string, body?: object): Promise<unknown> => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`${door}${path}`, init)).json();
};
const endpoints = (await ask('/endpoints')) as Record<string, Record<string, string>>;
const prices = xPrices(JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/pricing.json'), 'utf8')));
const adapters: Record<RemotePlatform, Remote['open']> = {
  tiktok: createTiktok,
  youtube: createYoutube,
  instagram: createInstagram,
  x: (needs) => createX({ ...needs, prices }),
};
/** The two accounts of each simulator; X names them by their numbers. */
const accountsOf = (platform: RemotePlatform): readonly string[] =>
  platform === 'x' ? ['1460323737035677698', '2244994945'] : ['mia', 'studio'];
const remotes: Remote[] = RemotePlatform.options.flatMap((platform) =>
  accountsOf(platform).map((account) => ({
    channelId: `${platform}-${account}`,
    account,
    open: adapters[platform],
    simulator: {
      platform,
      endpoints: endpoints[platform] ?? {},
      grantFor: async () => Grant.parse(await ask(`/grant/${platform}/${account}`)),
    },
  })),
);

const world = makeWorld({ remotes, home });
const { ms } = (await ask('/clock', { to: 0 })) as { ms: number };
let nowMs = ms;
let toldMs = ms;
Object.defineProperty(world.clock, 'ms', {
  get: () => nowMs,
  set(to: number) {
    nowMs = Math.max(nowMs, to);
  },
});
const keepTime = async (): Promise<void> => {
  if (nowMs === toldMs) return;
  toldMs = nowMs;
  await ask('/clock', { to: nowMs });
};
world.between = (platform) => ({
  ...platform,
  upload: async (...about) => (await keepTime(), platform.upload(...about)),
  look: async (...about) => (await keepTime(), platform.look(...about)),
  release: async (...about) => (await keepTime(), platform.release(...about)),
});
world.random = Math.random;
world.ids = Number(process.hrtime.bigint() % 1_000_000_000_000n); // ids of an earlier life stand already
const studio = openStudio(world);
// a life that was killed may have been ahead of what it told the world: time goes on from the latest that was written down
const latest = studio.store.read.$client
  .prepare('select max(changed_at, coalesce(release_asked_at, 0)) from posts order by 1 desc limit 1')
  .pluck()
  .get();
world.clock.ms = typeof latest === 'number' ? latest : 0;
await keepTime();
process.stdout.write('started\n');

const films = join(home, 'films');
mkdirSync(films, { recursive: true });
/** Every post has a film and words of its own, so that whatever is seen at a platform can be told apart. */
async function makePost(index: number): Promise<void> {
  const path = join(films, `${index}.mp4`);
  if (!existsSync(path)) writeFileSync(path, randomBytes(5_000 + (index % 7) * 3_000));
  const channelId = remotes[index % remotes.length]?.channelId ?? '';
  await studio.publishing.posts.create(
    { videoPath: path, channelIds: [channelId], title: `Post ${index}`, caption: `Words ${index} of many`, approve: true },
    call,
  );
}

const made = (): number => Number(studio.store.read.$client.prepare('select count(*) from posts').pluck().get());
for (;;) {
  const before = made();
  for (let index = before; index < Math.min(POSTS, before + BATCH); index += 1) await makePost(index);
  await studio.work(24 * 365);
  // the creator comes by: signs in where that is asked for, and looks after posts whose work stopped too often
  const paused = (await studio.publishing.channels.list(undefined, call)).filter((channel) => channel.paused);
  for (const { id } of paused) studio.publishing.resume(id);
  if (paused.length === 0 && made() >= POSTS) break;
}
studio.close();
process.stdout.write('finished\n');
