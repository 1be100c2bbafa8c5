import { afterEach, expect, test } from 'vitest';
import { refuse } from '../../platforms/youtube/reply.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';
import { failureOf, openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());
const open = async (switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> => (youtube = await openYoutube(switches));

const DAYS = 86_400_000;
const numbers = { views: 1_234, likes: 56, comments: 7, shares: 8 };
const published = async (): Promise<{ id: string; read: () => ReturnType<NonNullable<OpenYoutube['adapter']['readMetrics']>> }> => {
  const post = youtube.post();
  const ref = await youtube.sendAll(post);
  const id = String(ref['videoId']);
  youtube.simulator.setNumbers(id, numbers);
  const { readMetrics } = youtube.adapter;
  if (readMetrics === undefined) throw new Error('no numbers can be read');
  return { id, read: () => readMetrics(id, post.session, youtube.tools.signal) };
};

test('counters come as text and are read as numbers; shares come days later', async () => {
  await open();
  const { read } = await published();
  expect(await read()).toEqual({ ...numbers, shares: 0 });
  youtube.clock.ms += 3 * DAYS;
  expect(await read()).toEqual(numbers);
});

test('hidden counters are zero', async () => {
  await open({ hidesStatistics: true });
  const { read } = await published();
  expect(await read()).toEqual({ views: 0, likes: 0, comments: 0, shares: 0 });
});

test.each([
  { kind: 'answer' as const, reply: refuse(403, 'forbidden', 'No.') },
  { kind: 'answer' as const, reply: { status: 500 } },
  { kind: 'lost-answer' as const },
  { kind: 'malformed' as const },
])('trouble with the shares costs none of the other numbers', async (fault) => {
  await open();
  const { read } = await published();
  youtube.clock.ms += 3 * DAYS;
  youtube.simulator.faults.order('analytics', fault);
  expect(await read()).toEqual({ ...numbers, shares: 0 });
});

test('without the permission for Analytics it is not asked', async () => {
  await open();
  const { read } = await published();
  const { grant } = youtube.needs;
  if (grant !== null) youtube.needs.grant = { ...grant, scopes: ['https://www.googleapis.com/auth/youtube'] };
  expect(await read()).toEqual({ ...numbers, shares: 0 });
  expect(youtube.simulator.questions.filter(({ name }) => name === 'analytics')).toEqual([]);
});

test('a video that is gone has no numbers', async () => {
  await open();
  const { id, read } = await published();
  youtube.simulator.deleteVideo(id);
  expect(await failureOf(read())).toMatchObject({ kind: 'rejected', code: 'videoNotFound' });
});

test('numbers wait when a fifth of the quota is left, and posts go on', async () => {
  await open();
  const { id, read } = await published();
  await read();
  const post = youtube.post();
  const use = {
    rule: { platform: 'youtube', name: 'units', label: '', capacity: 10_000, per: { dayIn: 'America/Los_Angeles' } },
    scope: 'app' as const,
  };
  youtube.needs.limits.take([{ ...use, cost: 8_000 }], 'release');
  expect(await failureOf(read())).toMatchObject({ kind: 'wait' });
  expect(await youtube.look(post, { ...(await youtube.sendAll(post)) }, new Date(youtube.clock.ms))).toMatchObject({ seen: 'public' });
  expect(id).not.toBe('');
});

const choices = async () => {
  const { readChoices } = youtube.adapter;
  if (readChoices === undefined) throw new Error('no choices can be read');
  return readChoices(youtube.post().session, youtube.tools.signal);
};

test('the choices are those of the channel and its country', async () => {
  await open();
  expect(await choices()).toEqual({
    account: 'Mia films',
    privacy: [
      { value: 'public', label: expect.any(String) },
      { value: 'unlisted', label: expect.any(String) },
      { value: 'private', label: expect.any(String) },
    ],
    disabled: [],
    maxSeconds: 43_200,
    postsLeft: 100,
    categories: [
      { value: '10', label: 'Music' },
      { value: '22', label: 'People & Blogs' },
      { value: '28', label: 'Science & Technology' },
    ],
    notes: [],
  });
  const asked = youtube.simulator.questions.find(({ name }) => name === 'categories');
  expect(asked?.path).toContain('regionCode=DE');
  await youtube.upload(youtube.post());
  expect(await choices()).toMatchObject({ postsLeft: 99 });
});

test.each([
  ['eligible' as const, 900, 1],
  ['disallowed' as const, 900, 1],
  ['longUploadsUnspecified' as const, null, 0],
])('a channel whose long uploads are %s may post %s seconds', async (longUploads, maxSeconds, notes) => {
  await open({ longUploads });
  const read = await choices();
  expect(read.maxSeconds).toBe(maxSeconds);
  expect(read.notes).toHaveLength(notes);
});

test('an app in test mode says when its sign-in ends', async () => {
  await open({ testMode: true });
  expect((await choices()).notes).toEqual([expect.stringContaining('2026-11-27')]);
});

test('an account without a channel needs the creator', async () => {
  await open({ withoutChannel: ['mia'] });
  expect(await failureOf(choices())).toMatchObject({ kind: 'needs-you', code: 'youtubeSignupRequired' });
});
