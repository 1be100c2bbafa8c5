import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createInstagram } from '../../electron/publish/instagram/createInstagram.ts';
import { createTiktok } from '../../electron/publish/tiktok/createTiktok.ts';
import { createX } from '../../electron/publish/x/createX.ts';
import { xPrices } from '../../electron/publish/x/prices.ts';
import { createYoutube } from '../../electron/publish/youtube/createYoutube.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { simulateInstagram } from '../platforms/instagram/simulateInstagram.ts';
import { makeAccount } from '../platforms/tiktok/state.ts';
import { simulateTiktok } from '../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../platforms/x/simulateX.ts';
import { simulateYoutube } from '../platforms/youtube/simulateYoutube.ts';
import { call, makeWorld, openStudio, type Remote } from './support/openStudio.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** One day proves the caps of a day; three prove that what waits over midnight fits in, too (TIDEREEL_DAYS=3). */
const days = Number(process.env['TIDEREEL_DAYS'] ?? 1);
const prices = xPrices(JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/pricing.json'), 'utf8')));

/** Posts a day of each channel: 300 over all. Documented caps: TikTok 15, YouTube 100 for the app, Instagram 100; X has none. */
const tiktokers = { t1: 12, t2: 12, t3: 12, t4: 12, t5: 12, over: 20 };
const youtubers = { mia: 25, studio: 25, third: 25 };
const instagrammers = { mia: 40, studio: 40 };
const xers = { mia: 35, studio: 30 };

const Row = z.object({ id: z.string(), channel: z.string(), state: z.string(), at: z.int(), reason: z.string() });

test(`300 posts a day over four platforms for ${days} day(s): each ends live or waits with a time, and nobody had to refuse us`, async () => {
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const now = { now: () => clock.ms };
  const tiktok = await simulateTiktok({ clock: now });
  for (const name of Object.keys(tiktokers)) tiktok.accounts.set(name, makeAccount(name, name));
  const youtube = await simulateYoutube({ clock: now });
  const instagram = await simulateInstagram({ clock: now });
  const x = await simulateX({ clock: now });
  const simulators = [tiktok, youtube, instagram, x];
  const channels: { remote: Remote; perDay: number }[] = [];
  const connect = (names: Record<string, number>, of: (name: string) => Omit<Remote, 'channelId'>): void => {
    for (const [name, perDay] of Object.entries(names)) {
      const about = of(name);
      channels.push({ remote: { ...about, channelId: `${about.simulator.platform}-${name}` }, perDay });
    }
  };
  connect(tiktokers, (account) => ({ simulator: tiktok, open: createTiktok, account }));
  connect(youtubers, (account) => ({ simulator: youtube, open: createYoutube, account }));
  connect(instagrammers, (account) => ({ simulator: instagram, open: createInstagram, account }));
  connect(xers, (name) => ({
    simulator: x,
    open: (needs) => createX({ ...needs, prices }),
    account: x.accounts.find(({ username }) => username === name)?.id ?? '', // X is asked for an account's posts by its number
  }));
  expect(channels.reduce((sum, { perDay }) => sum + perDay, 0)).toBe(300);

  using world = makeWorld({ remotes: channels.map(({ remote }) => remote), filmBytes: 20_000, clock });
  const refusedChecks: string[] = [];
  world.between = (platform) => ({
    ...platform,
    ...(platform.readChoices === undefined
      ? {}
      : {
          readChoices: async (...about) =>
            platform.readChoices?.(...about).catch((error: unknown) => {
              if (error instanceof PublishFailed) refusedChecks.push(JSON.stringify(error.failure));
              throw error;
            }) ?? Promise.reject(new Error('it is there')),
        }),
  });
  const studio = openStudio(world);
  const start = clock.ms;
  for (const { remote, perDay } of channels) {
    for (let index = 0; index < perDay * days; index += 1) {
      const at = new Date(
        start + HOUR_MS + (index * (DAY_MS - 2 * HOUR_MS)) / perDay + Math.floor(index / perDay) * 2 * HOUR_MS,
      ).toISOString();
      const input = { videoPath: world.video, channelIds: [remote.channelId], caption: `${remote.channelId} ${index}`, at, approve: true };
      await studio.publishing.posts.create(input, call);
    }
  }
  const begun = performance.now();
  await studio.work(days * 24, ['post.send', 'post.prove', 'post.check', 'post.metrics']);
  const seconds = (performance.now() - begun) / 1000;

  const { $client } = studio.store.read;
  const rows = $client
    .prepare('select id, channel_id as channel, state, at, reason from posts')
    .all()
    .map((row) => Row.parse(row));
  const counts = channels.map(({ remote: { channelId } }) => {
    const mine = rows.filter(({ channel }) => channel === channelId);
    const isWaiting = ({ state }: (typeof rows)[number]): boolean => state === 'scheduled';
    return {
      channel: channelId,
      posts: mine.length,
      live: mine.filter(({ state }) => state === 'live').length,
      waiting: mine.filter(isWaiting).length,
      nextOut:
        mine
          .filter(isWaiting)
          .map(({ at }) => new Date(at).toISOString())
          .toSorted()[0] ?? '',
    };
  });
  console.table(counts);
  const asked = simulators.map(({ platform, questions }) => `${platform} ${questions.length}`).join(', ');
  console.info(`${rows.length} posts in ${days} simulated day(s), ${seconds.toFixed(1)} s; questions asked: ${asked}`);

  const refused = simulators.flatMap(({ platform, questions }) =>
    questions.filter(({ status }) => status >= 400).map(({ name, status }) => `${platform} ${name} ${status}`),
  );
  expect(refused).toEqual([]);
  // TikTok also refuses within a 200; then its own code stands in the ledger, or in what the check before the post met
  const raws = $client.prepare("select distinct raw from ledger where raw is not null and raw not like 'own-limit%'").pluck().all();
  expect([...raws, ...refusedChecks]).toEqual([]);
  for (const { id, state, at, reason } of rows.filter((row) => row.state !== 'live')) {
    expect({ id, state, reason }).toEqual({
      id,
      state: 'scheduled',
      reason: expect.stringMatching(/^The limit “Posts a day” is used up for now. It (is tried again by itself|waits its turn).$/),
    });
    expect(at).toBeGreaterThan(clock.ms);
    const due = $client.prepare("select run_at from jobs where subject = ? and kind = 'post.send' and state = 'waiting'").pluck().get(id);
    expect(due).toBe(at);
  }
  const overCap = tiktokers.over - 15;
  expect(counts.filter(({ waiting }) => waiting > 0).map(({ channel }) => channel)).toEqual(['tiktok-over']);
  expect(counts.find(({ channel }) => channel === 'tiktok-over')?.waiting).toBeLessThanOrEqual(overCap * days);
  const published = simulators.flatMap((simulator) => simulator.published());
  expect(published).toHaveLength(rows.filter(({ state }) => state === 'live').length);
  expect(new Set(published.map(({ caption }) => caption)).size).toBe(published.length);
  studio.close();
  await Promise.all(simulators.map(async (simulator) => simulator.close()));
}, 600_000);
