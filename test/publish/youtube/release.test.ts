import { afterEach, describe, expect, test } from 'vitest';
import { createYoutube } from '../../../electron/publish/youtube/createYoutube.ts';
import { defaultOptions, type PostOptions } from '../../../shared/publish/postOptions.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';
import { failureOf, openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());
const open = async (switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> => (youtube = await openYoutube(switches));
const now = (): Date => new Date(youtube.clock.ms);
const updates = (): number => youtube.simulator.questions.filter(({ name }) => name === 'update').length;
const MINUTE = 60_000;

describe('who may see it', () => {
  test('a public post is live at its Shorts address', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.sendAll(post);
    const id = youtube.simulator.videos()[0]?.id;
    expect(await youtube.look(post, ref, now())).toEqual({ seen: 'public', remoteId: id, url: `https://www.youtube.com/shorts/${id}` });
    expect(youtube.simulator.published()).toMatchObject([{ visibility: 'public', filmHash: post.file.hash, account: 'mia' }]);
  });

  test.each([
    [{ width: 1080, height: 1080, seconds: 180 }, 'shorts/'],
    [{ width: 1920, height: 1080, seconds: 20 }, 'watch?v='],
    [{ width: 1080, height: 1920, seconds: 181 }, 'watch?v='],
  ])('%o lives at %s', async (shape, place) => {
    await open();
    const plain = youtube.post();
    const post = { ...plain, file: { ...plain.file, ...shape } };
    const seen = await youtube.look(post, await youtube.sendAll(post), now());
    expect(seen).toMatchObject({ url: expect.stringContaining(`https://www.youtube.com/${place}`) });
  });

  test('an unlisted post is seen with a note', async () => {
    await open();
    const post = youtube.post({ options: { platform: 'youtube', privacy: 'unlisted' } });
    const ref = await youtube.sendAll(post);
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'public', note: expect.stringContaining('unlisted') });
    expect(youtube.simulator.published()).toMatchObject([{ visibility: 'limited' }]);
  });

  test('a private post needs no release call and is seen with a note', async () => {
    await open();
    const post = youtube.post({ options: { platform: 'youtube', privacy: 'private' } });
    const ref = await youtube.sendAll(post);
    expect(updates()).toBe(0);
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'public', note: expect.stringContaining('private') });
    expect(youtube.simulator.published()).toEqual([]);
  });

  test('a project that is locked to private is told apart from a release that never arrived', async () => {
    await open({ forcedPrivate: 'kept' });
    const post = youtube.post();
    const ref = await youtube.upload(post);
    expect(await youtube.look(post, ref, now())).toEqual({ seen: 'ready' });
    const released = await youtube.release(post, ref);
    const seen = await youtube.look(post, released, now());
    expect(seen).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('audit') });
    expect(youtube.simulator.published()).toEqual([]);
  });

  test('a project whose release is refused needs the creator', async () => {
    await open({ forcedPrivate: 'refused' });
    const post = youtube.post();
    const ref = await youtube.upload(post);
    const failure = await failureOf(youtube.release(post, ref));
    expect(failure).toMatchObject({ kind: 'needs-you', code: 'forbiddenPrivacySetting', reason: expect.stringContaining('audit') });
  });

  test('a locked project is no trouble for a private post', async () => {
    await open({ forcedPrivate: 'refused' });
    const post = youtube.post({ options: { platform: 'youtube', privacy: 'private' } });
    expect(await youtube.look(post, await youtube.sendAll(post), now())).toMatchObject({ seen: 'public' });
  });

  test('a release that shows late is waited for before anything is said', async () => {
    await open({ showsAfterMs: 2 * MINUTE });
    const post = youtube.post();
    const ref = await youtube.sendAll(post);
    const askedAt = now();
    expect(await youtube.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
    youtube.clock.ms += 2 * MINUTE;
    expect(await youtube.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
  });

  test('a video that YouTube shows to everyone against its options is not called live', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.sendAll(post);
    const unlisted = { ...post, options: { ...post.options, privacy: 'unlisted' } as typeof post.options };
    expect(await youtube.look(unlisted, ref, now())).toMatchObject({ seen: 'unclear' });
  });
});

describe('answers that are lost', () => {
  test('a release whose answer is lost is found public, and there is one', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    youtube.simulator.faults.order('update', { kind: 'lost-answer' });
    const failure = await failureOf(youtube.release(post, ref));
    expect(failure).toMatchObject({ kind: 'outcome-unknown' });
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'public' });
    expect(youtube.simulator.published()).toHaveLength(1);
  });

  test('a release that never arrived is seen as ready, and may be asked for again', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    youtube.simulator.faults.order('update', { kind: 'reset-before' });
    expect(await failureOf(youtube.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
    expect(await youtube.look(post, ref, now())).toEqual({ seen: 'ready' });
    await youtube.release(post, ref);
    expect(youtube.simulator.published()).toHaveLength(1);
  });

  test('a release to a platform that cannot be reached did not happen', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    const { endpoints } = youtube.needs;
    const nobody = { ...endpoints, youtube: { ...endpoints.youtube, api: 'http://127.0.0.1:9' } };
    const adapter = createYoutube({ ...youtube.needs, endpoints: nobody });
    expect(await failureOf(adapter.release(post, ref, youtube.tools.signal))).toMatchObject({ kind: 'wait', code: 'never-arrived' });
  });

  test.each([{ kind: 'malformed' as const }, { kind: 'answer' as const, reply: { status: 503 } }])(
    'a release answered with $kind is looked for',
    async (fault) => {
      await open();
      const post = youtube.post();
      const ref = await youtube.upload(post);
      youtube.simulator.faults.order('update', fault);
      expect(await failureOf(youtube.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
      expect(await youtube.look(post, ref, now())).toMatchObject({ seen: fault.kind === 'malformed' ? 'public' : 'ready' });
    },
  );

  test('a token that dies at the release is renewed, and the post goes out once', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    youtube.simulator.killTokens('mia');
    await youtube.release(post, ref);
    expect(youtube.needs.refusals).toHaveLength(1);
    expect(youtube.simulator.published()).toHaveLength(1);
  });
});

describe('handing over', () => {
  const handOver = { platform: 'youtube', handOver: true } as const;
  const later = (): Date => new Date(youtube.clock.ms + 86_400_000);

  test('a post that is handed over may go up now, and YouTube publishes it at its time', async () => {
    await open();
    const at = later();
    const post = youtube.post({ options: handOver, at });
    expect(youtube.adapter.handOverAt?.(post, now())).toEqual(now());
    const ref = await youtube.sendAll(post);
    expect(youtube.simulator.videos()[0]?.status).toMatchObject({ privacyStatus: 'private', publishAt: at.toISOString() });
    const seen = await youtube.look(post, ref, now());
    expect(seen).toEqual({ seen: 'processing', askAt: new Date(at.getTime() + 30_000) });
    expect(youtube.simulator.published()).toEqual([]);
    youtube.clock.ms = at.getTime() + 30_000;
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'public' });
    expect(youtube.simulator.published()).toMatchObject([{ at: at.getTime() }]);
  });

  test('without the option, and for posts that are not for everyone, it waits for its time', async () => {
    await open();
    const at = later();
    const options = defaultOptions('youtube');
    expect(youtube.adapter.handOverAt?.({ at, options }, now())).toEqual(at);
    for (const privacy of ['unlisted', 'private'] as const) {
      expect(youtube.adapter.handOverAt?.({ at, options: { ...options, ...handOver, privacy } as PostOptions }, now())).toEqual(at);
    }
  });

  test('a post whose time has passed meanwhile is made public at once', async () => {
    await open();
    const post = youtube.post({ options: handOver });
    const ref = await youtube.sendAll(post);
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'public' });
  });

  test('a locked project that lets its time pass is noticed', async () => {
    await open({ forcedPrivate: 'kept' });
    const at = later();
    const post = youtube.post({ options: handOver, at });
    const ref = await youtube.sendAll(post);
    youtube.clock.ms = at.getTime() + MINUTE;
    expect(await youtube.look(post, ref, new Date(0))).toMatchObject({ seen: 'processing' });
    youtube.clock.ms = at.getTime() + 30 * MINUTE;
    expect(await youtube.look(post, ref, new Date(0))).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('audit') });
  });
});

describe('processing', () => {
  test('the release waits for processing, with more patience each time', async () => {
    await open({ processingMs: 5 * MINUTE });
    const post = youtube.post();
    const ref = await youtube.upload(post);
    const first = await youtube.look(post, ref);
    expect(first).toEqual({ seen: 'processing', askAt: new Date(youtube.clock.ms + 10_000) });
    youtube.clock.ms += 3 * MINUTE;
    expect(await youtube.look(post, ref)).toEqual({ seen: 'processing', askAt: new Date(youtube.clock.ms + 45_000) });
    youtube.clock.ms += 2 * MINUTE;
    expect(await youtube.look(post, ref)).toEqual({ seen: 'ready' });
  });

  test('after ten minutes it goes out while YouTube still makes its best sizes', async () => {
    await open({ processingMs: 60 * MINUTE });
    const post = youtube.post();
    const ref = await youtube.upload(post);
    youtube.clock.ms += 10 * MINUTE;
    expect(await youtube.look(post, ref)).toEqual({ seen: 'ready' });
  });

  test.each(['codec', 'conversion', 'emptyFile', 'invalidFile', 'tooSmall', 'uploadAborted'])(
    'a failure for %s has a sentence',
    async (failureReason) => {
      await open({ failureReason });
      const post = youtube.post();
      const seen = await youtube.look(post, await youtube.upload(post));
      expect(seen).toMatchObject({ seen: 'refused', code: failureReason, reason: expect.not.stringContaining(failureReason) });
    },
  );

  test.each([
    'claim',
    'copyright',
    'inappropriate',
    'legal',
    'length',
    'termsOfUse',
    'trademark',
    'uploaderAccountClosed',
    'uploaderAccountSuspended',
  ])('a rejection for %s has a sentence', async (rejectionReason) => {
    await open({ rejectionReason });
    const post = youtube.post();
    expect(await youtube.look(post, await youtube.upload(post))).toMatchObject({ seen: 'refused', code: rejectionReason });
  });

  test.each([true, false])('the same film twice on one channel (YouTube rejects duplicates: %s)', async (rejectsDuplicates) => {
    await open({ rejectsDuplicates });
    const post = youtube.post();
    await youtube.sendAll(post);
    const ref = await youtube.upload({ ...post, postId: 'other' });
    const seen = await youtube.look(post, ref);
    expect(seen).toMatchObject(rejectsDuplicates ? { seen: 'refused', code: 'duplicate' } : { seen: 'ready' });
  });

  test('a video that is not listed yet is waited for; one that was deleted is uploaded again', async () => {
    await open({ listsAfterMs: MINUTE });
    const post = youtube.post();
    const ref = await youtube.upload(post);
    expect(await youtube.look(post, ref)).toMatchObject({ seen: 'processing' });
    youtube.clock.ms += MINUTE;
    expect(await youtube.look(post, ref)).toEqual({ seen: 'ready' });
    youtube.simulator.deleteVideo(String(ref['videoId']));
    youtube.clock.ms += 10 * MINUTE;
    expect(await youtube.look(post, ref)).toEqual({ seen: 'nothing' });
    expect(await youtube.look(post, ref, now())).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('deleted') });
  });

  test('before the last byte a look finds nothing, and asks nobody', async () => {
    await open();
    youtube.simulator.faults.order('bytes', { kind: 'reset-before' }, { times: 2 });
    const post = youtube.post();
    await failureOf(youtube.upload(post));
    expect(await youtube.look(post, youtube.saved.at(-1) ?? {})).toEqual({ seen: 'nothing' });
  });
});
