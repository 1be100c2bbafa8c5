import { afterEach, describe, expect, test } from 'vitest';
import type { UploadRef } from '../../../electron/publish/adapter.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { refuse } from '../../platforms/youtube/reply.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';
import { failureOf, openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());
const open = async (switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> => (youtube = await openYoutube(switches));
/** The test begins on 20 November at ten in the morning in California. */
const PACIFIC_MIDNIGHT = new Date('2026-11-21T08:00:00Z');
const after = (ms: number): Date => new Date(youtube.clock.ms + ms);
const answers = (route: string, status: number, reason: string, headers: Record<string, string> = {}): void =>
  youtube.simulator.faults.order(route, { kind: 'answer', reply: refuse(status, reason, 'No.', headers) });
const asked = (route: string): number => youtube.simulator.questions.filter(({ name }) => name === route).length;

describe('refused starts', () => {
  test.each([
    [400, 'invalidTitle', 'rejected'],
    [400, 'invalidDescription', 'rejected'],
    [400, 'invalidTags', 'rejected'],
    [400, 'invalidCategoryId', 'rejected'],
    [400, 'invalidPublishAt', 'rejected'],
    [400, 'invalidVideoMetadata', 'rejected'],
    [400, 'invalidFilename', 'rejected'],
    [400, 'mediaBodyRequired', 'rejected'],
    [400, 'defaultLanguageNotSet', 'rejected'],
    [400, 'somethingNew', 'rejected'],
    [401, 'youtubeSignupRequired', 'needs-you'],
    [403, 'forbidden', 'needs-you'],
    [403, 'forbiddenPrivacySetting', 'needs-you'],
    [403, 'accessNotConfigured', 'needs-you'],
    [403, 'authenticatedUserAccountSuspended', 'needs-you'],
    [403, 'SERVICE_UNAVAILABLE', 'needs-you'],
    [403, 'forbiddenLicenseSetting', 'rejected'],
    [403, 'insufficientPermissions', 'sign-in-again'],
    [404, 'videoNotFound', 'rejected'],
  ])('%i %s is %s, with a sentence', async (status, reason, kind) => {
    await open();
    answers('start', status, reason);
    const failure = await failureOf(youtube.upload(youtube.post()));
    expect(failure).toMatchObject({ kind, code: reason, reason: expect.stringMatching(/^[A-Z].{15,}\.$/s) });
  });

  test('a category that nobody may choose and a forbidden license are refused by YouTube itself', async () => {
    await open({ forbidsCreativeCommons: true });
    const category = youtube.post({ options: { platform: 'youtube', categoryId: '18' } });
    expect(await failureOf(youtube.upload(category))).toMatchObject({ kind: 'rejected', code: 'invalidCategoryId' });
    const license = youtube.post({ options: { platform: 'youtube', license: 'creativeCommon' } });
    expect(await failureOf(youtube.upload(license))).toMatchObject({ kind: 'rejected', code: 'forbiddenLicenseSetting' });
  });

  test('an account without a channel is told what to do', async () => {
    await open({ withoutChannel: ['mia'] });
    const failure = await failureOf(youtube.upload(youtube.post()));
    expect(failure).toMatchObject({ kind: 'needs-you', reason: expect.stringContaining('create_channel') });
  });

  test('words that YouTube would refuse are refused before it is asked', async () => {
    await open();
    const post = youtube.post({ title: 'x'.repeat(101), caption: 'a < b' });
    const failure = await failureOf(youtube.upload(post));
    expect(failure).toMatchObject({ kind: 'rejected', code: 'youtube-title-long youtube-description-signs' });
    expect(youtube.simulator.questions).toEqual([]);
  });

  test('a start without an address is waited for', async () => {
    await open();
    youtube.simulator.faults.order('start', { kind: 'answer', reply: { status: 200 } });
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait', code: 'malformed' });
  });

  test('an address without encryption somewhere else never gets the token', async () => {
    await open();
    const reply = { status: 200, headers: { location: 'http://example.com/upload' } };
    youtube.simulator.faults.order('start', { kind: 'answer', reply });
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait', code: 'malformed' });
  });

  test('no upload address and no token is in the raw words of a failure', async () => {
    await open();
    const body = 'upload_id=VERYSECRET Bearer ya29.ALSOSECRET';
    youtube.simulator.faults.order('start', { kind: 'answer', reply: { status: 503, body } });
    const error: unknown = await youtube.upload(youtube.post()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PublishFailed);
    expect(JSON.stringify((error as PublishFailed).cause)).not.toMatch(/VERYSECRET|ALSOSECRET/);
  });
});

describe('tokens', () => {
  test('a token that is refused twice needs a new sign-in', async () => {
    await open();
    answers('start', 401, 'authError');
    answers('start', 401, 'authError');
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'sign-in-again', code: 'authError' });
    expect(youtube.needs.refusals).toHaveLength(2 - 1);
  });

  test('a token that is refused once is renewed without a word', async () => {
    await open();
    youtube.simulator.killTokens('mia');
    await youtube.upload(youtube.post());
    expect(youtube.simulator.videos()).toHaveLength(1);
  });
});

describe('limits', () => {
  test.each([true, false])('after 100 uploads of the day it waits for midnight in California (noticed here: %s)', async (here) => {
    await open(here ? {} : { uploadsPerDay: 0 });
    if (here) for (let upload = 0; upload < 100; upload += 1) answers('start', 400, 'invalidTitle');
    for (let upload = 0; upload < (here ? 100 : 0); upload += 1) await failureOf(youtube.upload(youtube.post({ bytes: 10 })));
    const failure = await failureOf(youtube.upload(youtube.post()));
    expect(failure).toMatchObject({ kind: 'wait', until: PACIFIC_MIDNIGHT });
    const before = asked('start');
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait' });
    expect(asked('start')).toBe(before);
  });

  test('used-up units stop every call that costs some until midnight in California', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    youtube.simulator.switches.unitsPerDay = 1;
    expect(await failureOf(youtube.release(post, ref))).toMatchObject({ kind: 'wait', until: PACIFIC_MIDNIGHT, code: 'quotaExceeded' });
    const before = youtube.simulator.questions.length;
    expect(await failureOf(youtube.look(post, ref))).toMatchObject({ kind: 'wait', until: PACIFIC_MIDNIGHT });
    expect(youtube.simulator.questions).toHaveLength(before);
    youtube.clock.ms = PACIFIC_MIDNIGHT.getTime();
    youtube.simulator.switches.unitsPerDay = 10_000;
    await youtube.release(post, ref);
    expect(youtube.simulator.published()).toHaveLength(1);
  });

  test('a full channel waits a day, and other channels go on', async () => {
    await open({ channelUploadsPerDay: 0 });
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({
      kind: 'wait',
      until: after(86_400_000),
      code: 'uploadLimitExceeded',
    });
    youtube.simulator.switches.channelUploadsPerDay = 100;
    const post = youtube.post();
    expect(await failureOf(youtube.upload(post))).toMatchObject({ kind: 'wait', until: after(86_400_000) });
    await youtube.upload({ ...post, session: { ...post.session, channelId: 'another' } });
    expect(youtube.simulator.videos()).toHaveLength(1);
  });

  test.each([
    [429, 'rateLimitExceeded', {}, 60_000],
    [429, 'uploadRateLimitExceeded', { 'retry-after': '90' }, 90_000],
    [403, 'userRateLimitExceeded', { 'retry-after': 'Fri, 20 Nov 2026 18:05:00 GMT' }, 300_000],
    [403, 'rateLimitExceeded', { 'retry-after': 'soon' }, 60_000],
  ])('%i %s %o waits %i ms, and asks nothing before', async (status, reason, headers, ms) => {
    await open();
    answers('start', status, reason, headers);
    const until = after(ms);
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait', until, code: reason });
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait', until });
    expect(asked('start')).toBe(1);
    youtube.clock.ms = until.getTime();
    await youtube.upload(youtube.post());
  });

  test.each([500, 502, 503, 504])('%i is waited for', async (status) => {
    await open();
    answers('start', status, 'backendError');
    expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait', until: after(30_000) });
  });

  test('a refused release is definite: nothing happened, and it waits', async () => {
    await open();
    const post = youtube.post();
    const ref: UploadRef = await youtube.upload(post);
    answers('update', 429, 'rateLimitExceeded');
    expect(await failureOf(youtube.release(post, ref))).toMatchObject({ kind: 'wait' });
  });

  test('looks that break off are waited for', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.upload(post);
    for (const kind of ['reset-before', 'malformed'] as const) {
      youtube.simulator.faults.order('videos', { kind });
      expect(await failureOf(youtube.look(post, ref, new Date(youtube.clock.ms)))).toMatchObject({ kind: 'wait' });
    }
  });

  test('units are counted as YouTube counts them', async () => {
    await open();
    const post = youtube.post();
    const ref = await youtube.sendAll(post);
    await youtube.look(post, ref, new Date(youtube.clock.ms));
    expect(youtube.simulator.unitsSpent()).toBe(52); // two lists and one update; the upload has a bucket of its own
  });
});
