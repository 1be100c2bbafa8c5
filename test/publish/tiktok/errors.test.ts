import { afterEach, beforeEach, expect, test } from 'vitest';
import { ofChannel, tiktokLimits } from '../../../electron/publish/tiktok/limits.ts';
import { errorReply } from '../../platforms/tiktok/replies.ts';
import { failureOf, HOUR, LARGE, MINUTE, openTiktok, publish, type TiktokWorld } from './support/openTiktok.ts';

let world: TiktokWorld;
beforeEach(async () => {
  world = await openTiktok();
});
afterEach(async () => world[Symbol.asyncDispose]());

const inMs = (ms: number): Date => new Date(world.clock.ms + ms);
const { signal } = new AbortController();

test.each([
  [400, 'invalid_param', { kind: 'rejected' }],
  [401, 'access_token_invalid', { kind: 'sign-in-again' }],
  [401, 'scope_not_authorized', { kind: 'sign-in-again' }],
  [403, 'spam_risk_too_many_posts', { kind: 'wait' }],
  [403, 'spam_risk_user_banned_from_posting', { kind: 'needs-you' }],
  [403, 'reached_active_user_cap', { kind: 'wait' }],
  [403, 'unaudited_client_can_only_post_to_private_accounts', { kind: 'needs-you' }],
  [403, 'privacy_level_option_mismatch', { kind: 'needs-you' }],
  [429, 'rate_limit_exceeded', { kind: 'wait' }],
  [500, 'internal_error', { kind: 'wait' }],
  [502, 'something_new', { kind: 'wait' }],
  [403, 'something_new', { kind: 'needs-you' }],
] as const)('init answered %i %s', async (status, code, expected) => {
  world.simulator.faults.order('init', { kind: 'answer', reply: errorReply(status, code) }, { times: 2 });
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ ...expected, code });
  expect(world.simulator.tasks()).toEqual([]);
});

test.each(['spam_risk_too_many_posts', 'spam_risk_user_banned_from_posting', 'reached_active_user_cap'])(
  'creator info that refuses with %s and a 200 is a refusal',
  async (code) => {
    world.simulator.faults.order('creator-info', { kind: 'answer', reply: errorReply(200, code) });
    expect(await failureOf(world.upload(world.post()))).toMatchObject({ code });
    expect(world.asked('init')).toBe(0);
  },
);

test('an app that is not reviewed is told both ways out, and both work', async () => {
  world.simulator.switches.audited = false;
  const failure = await failureOf(world.upload(world.post()));
  expect(failure).toMatchObject({ kind: 'needs-you', reason: expect.stringMatching(/private.*“Only me”.*inbox/) });
  const onPublicAccount = await failureOf(world.upload(world.post({ options: { privacy: 'SELF_ONLY' } })));
  expect(onPublicAccount).toMatchObject({ code: 'unaudited_client_can_only_post_to_private_accounts' });
  await world.upload(world.post({ options: { mode: 'inbox' } }));
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { private: true });
  await publish(world, world.post({ options: { privacy: 'SELF_ONLY' } }));
  expect(world.simulator.published()).toMatchObject([{ visibility: 'private' }]);
});

test('a banned account is not asked again and again', async () => {
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { banned: true });
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'needs-you' });
});

test('six drafts that wait are too many', async () => {
  for (let draft = 0; draft < 5; draft += 1) await publish(world, world.post({ options: { mode: 'inbox' } }));
  world.clock.ms += MINUTE;
  const failure = await failureOf(world.upload(world.post({ options: { mode: 'inbox' } })));
  expect(failure).toMatchObject({ kind: 'needs-you', code: 'spam_risk_too_many_pending_share' });
});

test('the sixteenth post of a day waits without TikTok being asked', async () => {
  for (let post = 0; post < 15; post += 1) {
    await publish(world, world.post());
    world.clock.ms += MINUTE;
  }
  const before = world.simulator.questions.length;
  const failure = await failureOf(world.upload(world.post()));
  expect(failure).toMatchObject({ kind: 'wait' });
  expect(failure.kind === 'wait' && failure.until.getTime()).toBeGreaterThan(world.clock.ms + 23 * HOUR);
  expect(world.simulator.questions).toHaveLength(before);
  world.clock.ms += 24 * HOUR;
  await publish(world, world.post());
  expect(world.simulator.published()).toHaveLength(16);
});

test('a day that is full because of another app is believed for a day', async () => {
  world.simulator.switches.postsPerDay = 0;
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'wait', until: inMs(24 * HOUR) });
  const asked = world.asked('creator-info');
  world.simulator.switches.postsPerDay = 15;
  world.clock.ms += HOUR;
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'wait', until: inMs(23 * HOUR) });
  expect(world.asked('creator-info')).toBe(asked);
});

test('the limits of a minute are kept without TikTok ever refusing', async () => {
  let waits = 0;
  for (let post = 0; post < 20;) {
    try {
      await world.upload(world.post());
      post += 1;
    } catch (error) {
      expect(error).toMatchObject({ failure: { kind: 'wait', code: 'own-limit init' } });
      waits += 1;
      world.clock.ms += 10_000;
    }
  }
  expect(waits).toBeGreaterThan(0);
  expect(world.simulator.questions.filter(({ status }) => status === 429)).toEqual([]);
});

test.each([
  [null, MINUTE],
  [17, 17_000],
])('a 429 that names %s seconds holds the counter up for %i ms', async (retryAfter, ms) => {
  const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
  world.simulator.faults.order('init', { kind: 'answer', reply: errorReply(429, 'rate_limit_exceeded', '', headers) });
  const post = world.post();
  expect(await failureOf(world.upload(post))).toMatchObject({ kind: 'wait', until: inMs(ms) });
  expect(world.needs.limits.left(ofChannel(tiktokLimits.init, post.session))).toBe(0);
  const asked = world.asked('init');
  expect(await failureOf(world.upload(post))).toMatchObject({ kind: 'wait', until: inMs(ms) });
  expect(world.asked('init')).toBe(asked);
  world.clock.ms += ms;
  await world.upload(post);
});

test.each(['creator-info', 'init', 'status'])('half an answer of %s means: later', async (route) => {
  const post = world.post({ bytes: LARGE });
  const kept = { ref: route === 'status' ? await world.upload(post) : null, shares: [] };
  world.simulator.faults.order(route, { kind: 'malformed' });
  expect(await failureOf(world.upload(post, kept))).toMatchObject({ kind: 'wait', code: 'malformed' });
  await world.upload(post, kept);
});

test.each(['reset-before', 'lost-answer'] as const)('a look that breaks off (%s) says nothing about the post', async (kind) => {
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  world.simulator.faults.order('status', { kind });
  expect(await failureOf(world.look(post, ref, askedAt))).toMatchObject({ kind: 'wait', code: 'lost' });
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('a platform that cannot be reached is waited for in every phase', async () => {
  const post = world.post();
  const ref = await world.upload(post);
  await world.simulator.close();
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'wait' });
  expect(await failureOf(world.look(post, ref))).toMatchObject({ kind: 'wait' });
  expect(await failureOf(world.release(post, ref))).toMatchObject({ kind: 'wait', code: 'lost' }); // it never arrived
});

test('a slow answer is an answer', async () => {
  world.simulator.faults.order('init', { kind: 'slow', ms: 60 });
  await world.upload(world.post());
  expect(world.simulator.tasks()).toHaveLength(1);
});

test('a sign-in that is over stops the post, and a scope that is missing says so', async () => {
  world.needs.grant = null;
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'sign-in-again' });
  world.simulator.switches.grantedScopes = ['user.info.basic', 'video.upload'];
  world.needs.grant = world.simulator.grantFor('mia');
  const failure = await failureOf(world.upload(world.post()));
  expect(failure).toMatchObject({ kind: 'sign-in-again', code: 'scope_not_authorized', reason: expect.stringContaining('permission') });
});

test.each([
  ['lost after it was done', { kind: 'lost-answer' }, { kind: 'outcome-unknown' }],
  ['reset on its way', { kind: 'reset-before' }, { kind: 'outcome-unknown' }],
  ['answered 503', { kind: 'answer', reply: { status: 503 } }, { kind: 'outcome-unknown' }],
  ['answered 416', { kind: 'answer', reply: { status: 416 } }, { kind: 'outcome-unknown' }],
  ['answered 206', { kind: 'answer', reply: { status: 206 } }, { kind: 'outcome-unknown' }],
  ['answered 403', { kind: 'answer', reply: { status: 403 } }, { kind: 'wait' }],
  ['answered 404', { kind: 'answer', reply: { status: 404 } }, { kind: 'wait' }],
  ['answered 429', { kind: 'answer', reply: { status: 429 } }, { kind: 'wait', code: '429' }],
  ['answered 400', { kind: 'answer', reply: { status: 400 } }, { kind: 'rejected', code: '400' }],
] as const)('a last piece %s', async (_how, fault, expected) => {
  const post = world.post({ bytes: LARGE });
  const ref = await world.upload(post);
  world.simulator.faults.order('chunk', fault);
  expect(await failureOf(world.release(post, ref))).toMatchObject(expected);
});

test('an address for the film that is not safe is not used', async () => {
  const body = { data: { publish_id: 'v_pub_file~1', upload_url: 'http://example.com/video/' }, error: { code: 'ok', message: '' } };
  world.simulator.faults.order('init', { kind: 'answer', reply: { status: 200, body } });
  expect(await failureOf(world.upload(world.post()))).toMatchObject({ kind: 'wait', code: 'unsafe_upload_url' });
});

test('what is thrown names no secret', async () => {
  const post = world.post({ bytes: LARGE });
  const { inspect } = await import('node:util');
  for (const [route, reply] of [
    ['init', errorReply(403, 'odd', `access_token=${world.needs.grant?.accessToken} is odd`)],
    ['chunk', { status: 400, body: `upload_token=${world.simulator.secretsGiven().at(-1)}` }],
  ] as const) {
    world.simulator.faults.order(route, { kind: 'answer', reply });
    const error: unknown = await world.platform
      .upload(post, null, { save: () => undefined, progress: () => undefined, signal })
      .catch((thrown: unknown) => thrown);
    const text = inspect(error, { depth: 9 });
    expect(error).toBeInstanceOf(Error);
    expect(world.simulator.secretsGiven().filter((secret) => text.includes(secret))).toEqual([]);
  }
});
