import { expect, test } from 'vitest';
import { openCommandLine, type CommandLine } from './openCommandLine.ts';

type Posts = { posts: { id: string; channel: string; state: string; url: string | null; reason: string }[] };
const everywhere = ['tiktok-mia', 'youtube-miafilms', 'instagram-mia', 'x-mia'];

const seen = ({ simulators: { tiktok, youtube, instagram, x } }: CommandLine) =>
  [tiktok, youtube, instagram, x].map((simulator) => [simulator.platform, simulator.published()] as const);

test('from keys to four public posts by command line alone, each command by itself', async () => {
  await using line = await openCommandLine();
  const none = await line.run(['connect', 'tiktok', '--no-open']);
  expect(none).toMatchObject({ code: 1, said: { error: { code: 'KEY_MISSING', hint: expect.stringContaining('tidereel keys tiktok') } } });
  await line.signInEverywhere();
  const { said: listed } = await line.run(['channels']);
  const channels = everywhere.map((id) => expect.objectContaining({ id, standing: 'ready', paused: false }) as unknown);
  expect(listed).toMatchObject({ channels: expect.arrayContaining(channels) as unknown });

  const words = [
    '--caption',
    'Hello from the shore #sea',
    '--title',
    'Shore',
    '--set',
    'youtube.privacy=unlisted',
    '--set',
    'madeWithAi=yes',
  ];
  const made = await line.run([
    'post',
    await line.film(),
    '--to',
    everywhere.join(','),
    ...words,
    '--set',
    'tiktok.privacy=SELF_ONLY',
    '--approve',
  ]);
  expect(made.code).toBe(0);
  expect((made.said as Posts).posts.map(({ channel, state }) => [channel, state])).toEqual(everywhere.map((id) => [id, 'scheduled']));
  expect(seen(line).flatMap(([, published]) => published)).toEqual([]); // the command waits for nothing and sends nothing

  const worked = await line.run(['queue', '--work', '--until-idle']);
  expect(worked.code).toBe(0);
  const { posts } = worked.said as Posts;
  expect(Object.fromEntries(posts.map(({ channel, state }) => [channel, state]))).toEqual(
    Object.fromEntries(everywhere.map((id) => [id, 'live'])),
  );
  const visible = Object.fromEntries(seen(line).map(([platform, published]) => [platform, published.map(({ visibility }) => visibility)]));
  expect(visible).toEqual({ tiktok: ['private'], youtube: ['limited'], instagram: ['public'], x: ['public'] });
  for (const { channel, url } of posts) if (channel !== 'tiktok-mia') expect(url).toMatch(/^https?:\/\//); // a private film of TikTok has no address

  expect(await line.run(['disconnect', 'x-mia'])).toMatchObject({ code: 0, said: { channel: { id: 'x-mia', standing: 'signed-out' } } });
}, 120_000);

test('beside a running studio the same commands ask it, and it sends by itself', async () => {
  await using line = await openCommandLine();
  const served = line.start(['serve', '--json']);
  expect(JSON.parse(await served.hear(/\{.*\}/))).toEqual({ address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) });
  for (const platform of ['x', 'youtube'] as const) {
    const keys = JSON.stringify(line.simulators.announced.keys[platform]);
    expect(await line.run(['keys', platform], { stdin: keys })).toMatchObject({ code: 0, said: { name: platform, stored: true } });
  }
  expect(await line.connect('x')).toMatchObject({ code: 0, said: { channel: { id: 'x-mia' } } });
  expect(await line.connect('x', { accounts: ['2244994945'] })).toMatchObject({ code: 0, said: { channel: { id: 'x-studio' } } });
  expect(await line.connect('youtube', { answer: 'refuse' })).toMatchObject({ code: 1, said: { error: { code: 'REFUSED' } } });
  const made = await line.run(['post', await line.film(), '--to', 'x-mia', '--to', 'x-studio', '--caption', 'Twice', '--approve']);
  expect((made.said as Posts).posts).toHaveLength(2);
  const worked = await line.run(['queue', '--work', '--until-idle']);
  expect((worked.said as Posts).posts.map(({ state }) => state)).toEqual(['live', 'live']);
  expect(
    line.simulators.x
      .published()
      .map(({ account }) => account)
      .toSorted(),
  ).toEqual(['mia', 'studio']);
  served.child.kill('SIGTERM');
  expect((await served.ended).code).toBe(0);
}, 120_000);

test('a time, an approval, a cancellation, and a plan that goes out and comes back', async () => {
  await using line = await openCommandLine();
  await line.run(['keys', 'x'], { stdin: JSON.stringify(line.simulators.announced.keys.x) });
  await line.connect('x');
  const at = '2099-12-24T18:00:00.000Z';
  const [post] = ((await line.run(['post', await line.film(), '--to', 'x-mia', '--at', at, '--caption', 'Later'])).said as Posts).posts;
  expect(post).toMatchObject({ state: 'awaiting-approval', at });
  const id = post?.id ?? '';
  expect(await line.run(['approve', id])).toMatchObject({ code: 0, said: { post: { id, state: 'scheduled', at } } });
  const plan = `${line.home}/plan.json`;
  expect(await line.run(['schedule', 'export', plan, '--to', '2100-01-01T00:00:00Z'])).toMatchObject({ code: 0, said: { path: plan } });
  expect(await line.run(['cancel', id])).toMatchObject({ code: 0, said: { post: { id, state: 'cancelled' } } });
  expect(await line.run(['approve', id])).toMatchObject({ code: 1, said: { error: { code: 'CONFLICT' } } });
  expect(await line.run(['schedule', 'import', plan, '--apply'])).toMatchObject({
    code: 0,
    said: { made: 1, rows: [{ channelId: 'x-mia', at }] },
  });
  expect(await line.run(['slots', 'x-mia', '--set', 'mon-fri 18:00', '--zone', 'Europe/Berlin'])).toMatchObject({
    code: 0,
    said: { channel: 'x-mia', plan: { zone: 'Europe/Berlin', slots: [{ time: '18:00' }] } },
  });
  expect(await line.run(['schedule'])).toMatchObject({ code: 0, said: { slots: expect.arrayContaining([]) as unknown } });
}, 120_000);

test('while a sign-in waits for its person, other commands are answered', async () => {
  await using line = await openCommandLine();
  await line.run(['keys', 'x'], { stdin: JSON.stringify(line.simulators.announced.keys.x) });
  const connecting = line.start(['connect', 'x', '--no-open', '--json']);
  await connecting.hear(/http:\/\/\S+/);
  expect(await line.run(['channels'])).toMatchObject({ code: 0, said: { channels: [{ id: 'practice' }] } });
  connecting.child.kill('SIGTERM');
  expect(JSON.parse((await connecting.ended).stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
}, 120_000);
