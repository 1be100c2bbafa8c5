import { appendFileSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTiktok } from '../../../electron/publish/tiktok/createTiktok.ts';
import { createYoutube } from '../../../electron/publish/youtube/createYoutube.ts';
import { storeTrouble } from '../../../electron/accounts/tokenTrouble.ts';
import { Failure } from '../../../shared/errors.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { defaultOptions, type PostOptions } from '../../../shared/publish/postOptions.ts';
import { simulateTiktok, type TiktokSimulator } from '../../platforms/tiktok/simulateTiktok.ts';
import { simulateYoutube, type YoutubeSimulator } from '../../platforms/youtube/simulateYoutube.ts';
import { makePost, readPost } from '../support/makePosts.ts';
import { call, makeWorld, openStudio, type Studio, type World } from '../support/openStudio.ts';

const MINUTE_MS = 60_000;
let world: World;
let studio: Studio;
let tiktok: TiktokSimulator;
let youtube: YoutubeSimulator;
const clock = { ms: 0 };

beforeEach(async () => {
  const now = { now: () => clock.ms };
  clock.ms = Date.parse('2026-11-20T12:00:00Z');
  tiktok = await simulateTiktok({ clock: now });
  youtube = await simulateYoutube({ clock: now });
  world = makeWorld({
    remotes: [
      { channelId: 'tok', simulator: tiktok, open: createTiktok, account: 'mia' },
      { channelId: 'tube', simulator: youtube, open: createYoutube, account: 'mia' },
    ],
    filmBytes: 20_000,
    clock,
  });
  world.filmSeconds = 12;
  studio = openStudio(world);
});
afterEach(async () => {
  studio.close();
  world[Symbol.dispose]();
  await tiktok.close();
  await youtube.close();
});

const inMinutes = (minutes: number): string => new Date(clock.ms + minutes * MINUTE_MS).toISOString();
const make = async (wishes: Parameters<typeof makePost>[1] = {}) =>
  makePost({ world, studio }, { channelIds: ['tok'], caption: `Words ${(world.ids += 1)}`, approve: true, at: inMinutes(180), ...wishes });
const get = async (postId: string) => readPost({ world, studio }, postId);
const check = async (postId: string) => (await studio.publishing.posts.preflight({ postId }, call)).findings;
const stopping = async (postId: string) => (await check(postId)).filter(({ stops }) => stops).map(({ code }) => code);
const plannedFor = (postId: string): string[] =>
  studio.jobs
    .list({ finished: false, limit: 100 })
    .filter(({ kind, subject, state }) => kind === 'post.check' && subject === postId && state === 'waiting')
    .map(({ runAt }) => runAt);
const moveAway = (): string => {
  const away = join(world.home, 'away', 'film.mp4');
  mkdirSync(dirname(away), { recursive: true });
  renameSync(world.video, away);
  return away;
};

describe('when', () => {
  test('an hour ahead, and moved with the post', async () => {
    const post = await make();
    expect(plannedFor(post.id)).toEqual([inMinutes(120)]);
    await studio.publishing.posts.reschedule({ postId: post.id, at: inMinutes(600) }, call);
    expect(plannedFor(post.id)).toEqual([inMinutes(540)]);
    await studio.publishing.posts.reschedule({ postId: post.id, at: inMinutes(30) }, call);
    expect(plannedFor(post.id)).toEqual([inMinutes(0)]);
  });

  test('not for what goes out at once: the sending itself finds what is wrong', async () => {
    const post = await make({ at: inMinutes(1) });
    expect(plannedFor(post.id)).toEqual([]);
  });

  test('what it finds is written down and told, and nothing is found where nothing is wrong', async () => {
    const [good, bad] = [
      await make(),
      await make({ perChannel: { tok: { options: { ...defaultOptions('tiktok'), privacy: 'FOLLOWER_OF_CREATOR' } as PostOptions } } }),
    ];
    await studio.work(2.5, ['post.check']);
    expect((await get(good.id)).findings.filter(({ stops }) => stops)).toEqual([]);
    expect((await get(bad.id)).findings).toMatchObject([{ code: 'account-privacy', stops: true, fix: 'edit-options' }]);
    const told = studio.changes.flatMap(({ topic, value }) => (topic === 'post' && value.id === bad.id ? [value.findings.length] : []));
    expect(told.at(-1)).toBe(1);
  });
});

describe('a finding does not stay longer than it is true', () => {
  test('an edit clears what was found in the old words', async () => {
    const post = await make({ caption: 'x'.repeat(2_300) });
    expect(await stopping(post.id)).toEqual(['caption-long']);
    const edited = await studio.publishing.posts.edit({ postId: post.id, caption: 'short' }, call);
    expect(edited.findings).toEqual([]);
    expect(await stopping(post.id)).toEqual([]);
  });

  test('it is looked at again by itself while it can still be mended, and cleared when it was', async () => {
    const post = await make();
    const away = moveAway();
    await studio.work(2, ['post.check']);
    expect((await get(post.id)).findings).toContainEqual(expect.objectContaining({ code: 'film-gone' }));
    expect(plannedFor(post.id)).toEqual([inMinutes(15)]);
    renameSync(away, world.video);
    await studio.work(0.25, ['post.check']);
    expect((await get(post.id)).findings.filter(({ stops }) => stops)).toEqual([]);
    expect(plannedFor(post.id)).toEqual([]);
  });

  test('words and options are not looked at again: only their author changes them', async () => {
    const post = await make({ caption: 'x'.repeat(2_300) });
    await studio.work(2, ['post.check']);
    expect((await get(post.id)).findings.some(({ code }) => code === 'caption-long')).toBe(true);
    expect(plannedFor(post.id)).toEqual([]);
  });

  test('a channel that is signed in again has its posts looked at anew', async () => {
    const post = await make();
    studio.publishing.pauseFor('tok', 'Sign in again.');
    expect(await stopping(post.id)).toEqual(['sign-in']);
    studio.publishing.resume('tok');
    expect(plannedFor(post.id)).toEqual([inMinutes(0)]);
    await studio.work(0, ['post.check']);
    expect((await get(post.id)).findings.filter(({ stops }) => stops)).toEqual([]);
  });

  test('what went out all the same carries no findings', async () => {
    const post = await make();
    const away = moveAway();
    expect(await stopping(post.id)).toEqual(['film-gone']);
    renameSync(away, world.video);
    await studio.work(4);
    expect(await get(post.id)).toMatchObject({ state: 'live', findings: [] });
  });

  test('a check that is slow does not write about words that were changed meanwhile', async () => {
    const post = await make({ caption: 'x'.repeat(2_300) });
    world.between = (platform) => ({
      ...platform,
      readChoices: async (...about) => {
        await studio.publishing.posts.edit({ postId: post.id, caption: 'short' }, call);
        return platform.readChoices?.(...about) ?? Promise.reject(new Error('it is there'));
      },
    });
    await check(post.id);
    expect((await get(post.id)).findings).toEqual([]);
  });
});

describe('what is found', () => {
  test('a film that is gone, and one that changed', async () => {
    const post = await make();
    const away = moveAway();
    expect(await check(post.id)).toContainEqual(expect.objectContaining({ code: 'film-gone', fix: 'choose-film', stops: true }));
    renameSync(away, world.video);
    appendFileSync(world.video, 'more');
    expect(await stopping(post.id)).toEqual(['film-changed']);
  });

  test('a film longer than this account may post', async () => {
    const post = await make();
    for (const account of tiktok.accounts.values()) account.maxSeconds = 1;
    const message = 'This account may post films of up to 1 s; this one has 12 s.';
    expect(await check(post.id)).toContainEqual(expect.objectContaining({ code: 'account-length', message, fix: 'render-again' }));
  });

  test('a visibility that TikTok does not offer now', async () => {
    const post = await make();
    expect(await stopping(post.id)).toEqual([]);
    for (const account of tiktok.accounts.values()) account.private = true;
    expect(await stopping(post.id)).toEqual(['account-privacy']);
  });

  test('a daily limit that is used up, without asking TikTok in vain, and only for posts before it opens', async () => {
    for (let index = 0; index < 15; index += 1) await make({ at: inMinutes(index * 2 - 60) });
    await studio.work(1);
    expect(tiktok.published()).toHaveLength(15);
    const today = await make({ at: inMinutes(180) });
    const tomorrow = await make({ at: inMinutes(26 * 60) });
    const asked = tiktok.questions.length;
    expect(await check(today.id)).toContainEqual(expect.objectContaining({ code: 'account-quota', fix: 'move', stops: true }));
    expect(await stopping(tomorrow.id)).toEqual([]);
    expect(tiktok.questions).toHaveLength(asked);
  });

  test('a daily limit that other apps used up, as TikTok says it', async () => {
    const post = await make();
    tiktok.switches.postsPerDay = 0;
    expect(await check(post.id)).toContainEqual(
      expect.objectContaining({ code: 'account-quota', message: 'TikTok takes no more posts from this account today.' }),
    );
  });

  test('no uploads left at YouTube today; a post of the day after tomorrow is not worried about', async () => {
    const options = defaultOptions('youtube');
    const post = await make({ channelIds: ['tube'], perChannel: { tube: { options } } });
    const later = await make({ channelIds: ['tube'], at: inMinutes(48 * 60) });
    world.between = (platform) => ({
      ...platform,
      readChoices: async (...about) => ({
        ...(await (platform.readChoices?.(...about) ?? Promise.reject(new Error('it is there')))),
        postsLeft: 0,
      }),
    });
    expect(await stopping(post.id)).toEqual(['account-quota']);
    expect(await stopping(later.id)).toEqual([]);
  });

  test('a sign-in that ended, as the platform says it', async () => {
    const post = await make();
    world.tokenTrouble = new PublishFailed({ kind: 'sign-in-again', reason: 'You took the permission back.' });
    expect(await check(post.id)).toContainEqual(
      expect.objectContaining({ code: 'sign-in', message: 'You took the permission back.', fix: 'sign-in', stops: true }),
    );
  });

  test('a keychain that is locked', async () => {
    const post = await make();
    world.tokenTrouble = storeTrouble(new Failure('SECRETS_LOCKED', 'The keychain is locked.', 'Unlock it.'), new Date(clock.ms));
    expect(await check(post.id)).toContainEqual(
      expect.objectContaining({ code: 'secrets-locked', stops: true, message: expect.stringContaining('The keychain is locked.') }),
    );
  });

  test('keys of the app that are missing', async () => {
    const post = await make();
    world.tokenTrouble = new PublishFailed({ kind: 'needs-you', reason: 'The keys are missing.', code: 'KEY_MISSING' });
    expect(await check(post.id)).toContainEqual(expect.objectContaining({ code: 'account', fix: 'keys' }));
  });

  test('no way to the platform: said, but no reason to give up', async () => {
    const post = await make();
    tiktok.faults.order('creator-info', { kind: 'reset-before' });
    const findings = await check(post.id);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'not-now', stops: false, message: expect.stringContaining('could not be reached') }),
    );
    expect(findings.some(({ stops }) => stops)).toBe(false);
  });

  test('a channel that is paused', async () => {
    const post = await make();
    await studio.publishing.channels.pause({ channelId: 'tok', paused: true }, call);
    expect(await stopping(post.id)).toEqual(['paused']);
  });

  test('a disk that is almost full', async () => {
    const post = await make();
    expect(await stopping(post.id)).toEqual([]);
    world.freeBytes = 50_000_000;
    expect(await check(post.id)).toContainEqual(expect.objectContaining({ code: 'disk', fix: 'free-disk', stops: true }));
  });
});

describe('before a post is made', () => {
  const judge = async (more: object = {}) =>
    studio.publishing.posts.judge({ videoPath: world.video, channelId: 'tok', title: 'T', caption: 'C', ...more }, call);

  test('words, film and options are judged, and no platform is asked', async () => {
    const findings = (await judge({ caption: 'x'.repeat(2_300) })).findings.filter(({ stops }) => stops);
    expect(findings.map(({ code }) => code)).toEqual(['caption-long']);
    expect(tiktok.questions).toEqual([]);
    const without = await studio.publishing.posts.judge({ channelId: 'tok', title: '', caption: '' }, call);
    expect(without.findings.map(({ code }) => code)).toContain('film-missing');
  });

  test('options of another platform are refused', async () => {
    await expect(judge({ options: defaultOptions('x') })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('a channel that is signed out is said', async () => {
    studio.publishing.pauseFor('tok', 'Sign in again.');
    expect((await judge()).findings).toContainEqual(expect.objectContaining({ code: 'sign-in', fix: 'sign-in' }));
  });

  test('what X takes is said: more for an address in the words, nothing elsewhere', async () => {
    const { write } = studio.store;
    write.$client.exec("insert into channels (id, platform, name, remote_account, created_at) values ('x', 'x', 'X', 'x', 0)");
    const cost = async (channelId: string, caption: string) => (await judge({ channelId, caption })).costUsd;
    expect(await cost('x', 'Words')).toBe(0.015);
    expect(await cost('x', 'Words https://example.org')).toBe(0.2);
    expect(await cost('tok', 'Words https://example.org')).toBe(0);
  });
});
