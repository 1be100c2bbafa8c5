import { expect, test } from 'vitest';
import { searchFrom } from '../../../electron/publish/x/findReleased.ts';
import { sameWords } from '../../../electron/publish/x/sameWords.ts';
import { failureOf, openX } from './openX.ts';

test('a film without processing is ready at once', async () => {
  await using x = await openX();
  const post = x.post();
  expect(await x.look(post, await x.upload(post))).toEqual({ seen: 'ready' });
});

test('a film in processing is asked for when X says, until it is ready', async () => {
  await using x = await openX({ switches: { processingSecs: 20 } });
  const post = x.post();
  const ref = await x.upload(post);
  for (const ms of [0, 8_000]) {
    x.clock.ms += ms;
    expect(await x.look(post, ref)).toEqual({ seen: 'processing', askAt: new Date(x.clock.ms + 5_000) });
  }
  x.clock.ms += 12_000;
  expect(await x.look(post, ref)).toEqual({ seen: 'ready' });
});

test.each([
  ['with-error', 'X could not use the film: file is invalid.', 'processing-failed InvalidMedia'],
  ['without-error', 'X could not use the film. It gave no reason: check its length, size and format.', 'processing-failed'],
] as const)('a film that X cannot use is refused in words (%s)', async (processingFails, reason, code) => {
  await using x = await openX({ switches: { processingFails } });
  const post = x.post();
  expect(await x.look(post, await x.upload(post))).toEqual({ seen: 'refused', reason, code });
});

test('an upload that X forgot, that ended, or that was never finished is nothing', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  expect(await x.look(post, x.saved[0] ?? {})).toEqual({ seen: 'nothing' });
  expect(await x.look(post, {})).toEqual({ seen: 'nothing' });
  x.simulator.forgetMedia();
  expect(await x.look(post, ref)).toEqual({ seen: 'nothing' });
  const questions = x.simulator.questions.length;
  x.clock.ms += 86_400_000;
  expect(await x.look(post, ref)).toEqual({ seen: 'nothing' });
  expect(x.simulator.questions).toHaveLength(questions);
});

test('a post is read back at its public address for the price of an owned read', async () => {
  await using x = await openX();
  const post = x.post();
  const released = await x.release(post, await x.upload(post));
  const seen = await x.look(post, released, x.needs.now());
  expect(seen).toMatchObject({ seen: 'public', remoteId: released['postId'] });
  if (seen.seen !== 'public') return;
  expect(seen.url).toBe(`${x.simulator.origin}/mia/status/${String(released['postId'])}`);
  expect((await fetch(seen.url ?? '')).status).toBe(200);
  expect(x.needs.spent.at(-1)).toMatchObject({ item: 'Own post read', units: 1, usdEach: 0.001 });
  expect(x.simulator.costs().at(-1)).toMatchObject({ item: 'Owned read', units: 1 });
});

test('where the timeline takes no narrow question, the post is asked for by its id', async () => {
  await using x = await openX({ switches: { narrowTimeline: false } });
  const post = x.post();
  const released = await x.release(post, await x.upload(post));
  expect(await x.look(post, released, x.needs.now())).toMatchObject({ seen: 'public' });
  expect(x.needs.spent.at(-1)).toMatchObject({ item: 'Post read', usdEach: 0.005 });
});

test('a post that X took but does not show is waited for, then a person is asked; it is never sent again', async () => {
  await using x = await openX({ switches: { showsAfterMs: 60_000 } });
  const post = x.post();
  const released = await x.release(post, await x.upload(post));
  const askedAt = x.needs.now();
  expect(await x.look(post, released, askedAt)).toMatchObject({ seen: 'processing' });
  x.clock.ms += 60_000;
  expect(await x.look(post, released, askedAt)).toMatchObject({ seen: 'public' });
  x.simulator.switches.showsAfterMs = Number.POSITIVE_INFINITY;
  x.clock.ms += 15 * 60_000;
  expect(await x.look(post, released, askedAt)).toMatchObject({ seen: 'unclear' });
});

test('without its id a post is found by its film among others, over several pages', async () => {
  await using x = await openX({ switches: { duplicateDetection: false, limits: { create: 1_000 } } });
  const post = x.post({ caption: 'find me' });
  const ref = await x.upload(post);
  const askedAt = x.needs.now();
  x.simulator.faults.order('create', { kind: 'lost-answer' });
  await failureOf(x.release(post, ref));
  const other = x.post({ caption: 'find me' });
  const otherRef = await x.upload(other);
  for (let made = 0; made < 90; made += 1) await x.release(other, otherRef);
  x.clock.ms += 16 * 60_000;
  for (let made = 0; made < 30; made += 1) await x.release(other, otherRef);
  const [ours] = x.simulator.posts();
  expect(await x.look(post, ref, askedAt)).toMatchObject({ seen: 'public', remoteId: ours?.id });
  expect(x.asked('timeline')).toBe(2);
});

test('the same words with another film are not our post', async () => {
  await using x = await openX({ switches: { duplicateDetection: false } });
  const other = x.post({ caption: 'twins' });
  await x.release(other, await x.upload(other));
  const post = x.post({ caption: 'twins' });
  expect(await x.look(post, await x.upload(post), x.needs.now())).toEqual({ seen: 'ready' });
});

test('a post is found also when this computer’s clock is hours ahead', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', { kind: 'lost-answer' });
  await failureOf(x.release(post, ref));
  const wrong = new Date(x.clock.ms + 5 * 3_600_000);
  expect(await x.look(post, ref, wrong)).toMatchObject({ seen: 'public' });
});

test('a partial or broken answer never counts as “not there”', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  const partial = { errors: [{ type: 'https://api.x.com/2/problems/resource-unavailable', title: 'x' }], meta: { result_count: 0 } };
  x.simulator.faults.order('timeline', { kind: 'answer', reply: { status: 200, body: partial } });
  expect(await x.look(post, ref, x.needs.now())).toMatchObject({ seen: 'processing' });
  for (const body of ['<html>', {}, { data: [{ text: 'no id' }] }]) {
    x.simulator.faults.order('timeline', { kind: 'answer', reply: { status: 200, body } });
    expect(await failureOf(x.look(post, ref, x.needs.now()))).toMatchObject({ kind: 'wait' });
  }
  expect(await x.look(post, ref, x.needs.now())).toEqual({ seen: 'ready' });
});

test.each(['status', 'timeline'])('an outage while looking (%s) is a reason to wait', async (route) => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  const askedAt = route === 'status' ? null : x.needs.now();
  for (const fault of [{ kind: 'reset-before' }, { kind: 'answer', reply: { status: 502 } }, { kind: 'malformed' }] as const) {
    x.simulator.faults.order(route, fault);
    expect(await failureOf(x.look(post, ref, askedAt))).toMatchObject({ kind: 'wait' });
  }
});

test('texts are compared without what X changes in them', () => {
  expect(sameWords('Look: https://example.com/a now', 'Look: https://t.co/abc now https://t.co/def')).toBe(true);
  expect(sameWords('a < b & c', 'a &lt; b &amp; c https://t.co/x')).toBe(true);
  expect(sameWords('e\u0301', 'é https://t.co/x')).toBe(true);
  expect(sameWords('one', 'two https://t.co/x')).toBe(false);
  expect(sameWords('https://example.com', 'https://t.co/x')).toBe(false);
});

test('the search begins at X’s own time of the upload, or ours where that makes no sense', () => {
  const askedAt = new Date('2026-11-20T12:00:00Z');
  const mediaId = String(BigInt(askedAt.getTime() - 3_600_000 - 1_288_834_974_657) << 22n);
  expect(searchFrom({ mediaId }, askedAt)).toEqual(new Date('2026-11-20T10:59:59Z'));
  expect(searchFrom({ mediaId: '12345' }, askedAt)).toEqual(new Date('2026-11-20T11:50:00Z'));
});
