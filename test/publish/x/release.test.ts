import { expect, test } from 'vitest';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { problem } from '../../platforms/x/problems.ts';
import { failureOf, openX } from './openX.ts';

const answer = (status: number, detail: string, type = 'about:blank') =>
  ({ kind: 'answer', reply: problem(status, 'Title', detail, type) }) as const;

test('a post goes out once, with nothing said that was not chosen', async () => {
  await using x = await openX();
  const post = x.post({ caption: ' cafe\u0301 ' });
  const ref = await x.release(post, await x.upload(post));
  const [made] = x.simulator.posts();
  expect(made?.said).toEqual({ text: 'café', media: { media_ids: [ref['mediaId']] } });
  expect(ref['postId']).toBe(made?.id);
  expect(x.simulator.published()).toMatchObject([{ visibility: 'public', account: 'mia', filmHash: post.file.hash }]);
});

test.each([
  [{ replies: 'following' }, { reply_settings: 'following' }],
  [{ replies: 'mentionedUsers' }, { reply_settings: 'mentionedUsers' }],
  [{ replies: 'subscribers' }, { reply_settings: 'subscribers' }],
  [{ replies: 'verified' }, { reply_settings: 'verified' }],
  [{ madeWithAi: true }, { made_with_ai: true }],
  [{ paidPartnership: true }, { paid_partnership: true }],
] as const)('the option %j is told to X as %j', async (options, said) => {
  await using x = await openX();
  const post = x.post({ options, caption: '' });
  const ref = await x.release(post, await x.upload(post));
  expect(x.simulator.posts()[0]?.said).toEqual({ media: { media_ids: [ref['mediaId']] }, ...said });
});

test('words too long for the account are refused before anything is sent', async () => {
  await using x = await openX();
  const failure = await failureOf(x.upload(x.post({ caption: '日'.repeat(141) })));
  expect(failure).toMatchObject({ kind: 'rejected', code: 'text-too-long', reason: expect.stringContaining('282') });
  expect(x.asked('initialize')).toBe(0);
  const fits = x.post({ caption: '日'.repeat(140) });
  await x.release(fits, await x.upload(fits));
  expect(x.asked('me')).toBe(1);
});

test('a subscriber may write more', async () => {
  await using x = await openX({ account: 'studio' });
  const post = x.post({ caption: 'a'.repeat(1_000) });
  await x.release(post, await x.upload(post));
  expect(x.simulator.published()).toHaveLength(1);
});

test.each([
  ['plain words', 0.015],
  ['words with example.com', 0.2],
])('what X charges for “%s” is written down', async (caption, usd) => {
  await using x = await openX();
  const post = x.post({ caption });
  await x.release(post, await x.upload(post));
  expect(x.needs.spent).toMatchObject([{ provider: 'x', units: 1, usdEach: usd, postId: post.postId }]);
  expect(x.simulator.costs()).toMatchObject([{ usdEach: usd }]);
});

test('a lost answer leaves it open, and what may have been charged is written down', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', { kind: 'lost-answer' });
  const failure = await failureOf(x.release(post, ref));
  expect(failure).toMatchObject({ kind: 'outcome-unknown' });
  expect(x.needs.spent).toHaveLength(1);
  expect(await x.look(post, ref, x.needs.now())).toMatchObject({ seen: 'public', remoteId: x.simulator.posts()[0]?.id });
});

test.each([
  [{ kind: 'malformed' } as const],
  [{ kind: 'reset-before' } as const],
  [answer(500, 'oops')],
  [answer(503, 'over capacity')],
  [answer(408, 'timeout')],
])('nobody knows after %j', async (fault) => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', fault);
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
});

test('a question that never left this computer is no unclear one', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  await x.simulator.close();
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'wait' });
  expect(x.needs.spent).toEqual([]);
});

test.each([
  [answer(403, 'Your client app is not configured with the appropriate permissions.', 'client-forbidden'), 'needs-you', /Read and write/],
  [answer(403, 'Your account is suspended and is not permitted to access this feature.'), 'needs-you', /Open X/],
  [answer(403, 'Forbidden'), 'needs-you', /Sign in again/],
  [answer(403, 'This user is not allowed to post a video longer than 2 minutes.'), 'rejected', /too long/],
  [answer(403, 'You are not permitted to perform this action.'), 'rejected', /not permitted/],
  [answer(400, 'One or more parameters to your request was invalid.', 'invalid-request'), 'rejected', /parameters/],
  [answer(402, 'No credits.'), 'needs-you', /credits/],
  [answer(429, 'Usage cap exceeded: monthly', 'usage-capped'), 'needs-you', /monthly/],
])('a clear no (%j) means %s, and costs nothing', async (fault, kind, reason) => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', fault);
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind, reason: expect.stringMatching(reason) });
  expect(x.needs.spent).toEqual([]);
  expect(x.simulator.published()).toEqual([]);
});

test.each(['problem', 'empty'] as const)('without credit (body: %s) the creator is asked to buy some', async (creditsBody) => {
  await using x = await openX({ switches: { creditUsd: 0, creditsBody } });
  const post = x.post();
  const ref = await x.upload(post);
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'needs-you', reason: expect.stringContaining('credits') });
});

test('a film too long for a normal account is refused with what X says', async () => {
  await using x = await openX({ switches: { filmTooLong: 'create-403' } });
  const post = x.post({ seconds: 200 });
  expect(await failureOf(x.release(post, await x.upload(post)))).toMatchObject({
    kind: 'rejected',
    reason: expect.stringContaining('too long'),
  });
});

test('“duplicate” after a lost answer is recognized as our own post', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', { kind: 'lost-answer' });
  await failureOf(x.release(post, ref));
  expect(await x.release(post, ref)).toMatchObject({ postId: x.simulator.posts()[0]?.id });
  expect(x.simulator.published()).toHaveLength(1);
});

test('“duplicate” while X does not show the post yet stays open', async () => {
  await using x = await openX({ switches: { showsAfterMs: 30_000 } });
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', { kind: 'lost-answer' });
  await failureOf(x.release(post, ref));
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  x.simulator.faults.order('timeline', { kind: 'answer', reply: { status: 503 } });
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
});

test('words that the account posted before are refused with the reason', async () => {
  await using x = await openX();
  const first = x.post({ caption: 'the same <words> & example.com' });
  await x.release(first, await x.upload(first));
  x.clock.ms += 60_000;
  const second = x.post({ caption: 'the same <words> & example.com' });
  const ref = await x.upload(second);
  const failure = await failureOf(x.release(second, ref));
  expect(failure).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('same words') });
  expect(await x.look(second, ref, x.needs.now())).toMatchObject({ seen: 'ready' });
});

test('where X takes the same words twice, both go out', async () => {
  await using x = await openX({ switches: { duplicateDetection: false } });
  for (const post of [x.post({ caption: 'again' }), x.post({ caption: 'again' })]) await x.release(post, await x.upload(post));
  expect(x.simulator.published()).toHaveLength(2);
});

test('a film that X forgot before the post is uploaded again, one that it cannot use is not', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.forgetMedia();
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'wait', code: expect.stringContaining('gone') });
  expect(await x.look(post, ref)).toEqual({ seen: 'nothing' });
  const again = await x.upload(post);
  x.simulator.switches.processingFails = 'with-error';
  expect(await failureOf(x.release(post, again))).toMatchObject({ kind: 'rejected' });
});

test('a post before the film is processed is refused by X, and waits', async () => {
  await using x = await openX({ switches: { processingSecs: 20 } });
  const post = x.post();
  const ref = await x.upload(post);
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'wait' });
  x.clock.ms += 20_000;
  await x.release(post, ref);
  expect(x.simulator.published()).toHaveLength(1);
});

test('a token that dies before the post is renewed, and it goes out once', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.killTokens('mia');
  await x.release(post, ref);
  expect(x.simulator.published()).toHaveLength(1);
  expect(x.needs.refusals).toHaveLength(1);
});

test('no failure carries a token', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  const leaky = { status: 403, body: { detail: `Authorization: Bearer ${x.needs.grant?.accessToken ?? ''} is bad` } };
  x.simulator.faults.order('create', { kind: 'answer', reply: leaky });
  const error: unknown = await x.release(post, ref).catch((thrown: unknown) => thrown);
  if (!(error instanceof PublishFailed)) throw new Error('It did not fail.');
  const kept = JSON.stringify([error.failure, error.cause, x.saved]);
  for (const secret of x.simulator.secretsGiven()) expect(kept).not.toContain(secret);
});
