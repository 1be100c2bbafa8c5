import { expect, test } from 'vitest';
import { dayUse, userUse } from '../../../electron/publish/x/limits.ts';
import { failureOf, openX } from './openX.ts';

test('what X says is left is believed', async () => {
  await using x = await openX({ switches: { postsPerDay: 17 } });
  const post = x.post();
  await x.release(post, await x.upload(post));
  const { channelId } = post.session;
  expect(x.needs.limits.left(userUse('create', channelId))).toBe(99);
  const day = dayUse('create', channelId);
  expect(day === null ? null : x.needs.limits.left(day)).toBe(16);
});

test.each(['problem', 'code-88'] as const)('a 429 (%s) with headers waits until the time they name', async (tooManyBody) => {
  await using x = await openX({ switches: { limits: { initialize: 1 }, tooManyBody } });
  await x.upload(x.post());
  const failure = await failureOf(x.upload(x.post()));
  expect(failure).toMatchObject({ kind: 'wait' });
  const headerless = { kind: 'answer', reply: { status: 429, headers: { 'x-rate-limit-remaining': '0' } } } as const;
  x.clock.ms += 900_000 + 2_000;
  x.simulator.faults.order('initialize', headerless);
  expect(await failureOf(x.upload(x.post()))).toMatchObject({ kind: 'wait' });
});

test('a 429 names its reset, and nothing more is asked before it', async () => {
  await using x = await openX();
  const resetsAt = x.clock.ms + 240_000;
  const headers = { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(resetsAt / 1_000) };
  const post = x.post();
  const ref = await x.upload(post);
  x.simulator.faults.order('create', { kind: 'answer', reply: { status: 429, headers } });
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'wait', until: new Date(resetsAt + 1_000) });
  expect(await failureOf(x.release(post, ref))).toMatchObject({ kind: 'wait' });
  expect(x.asked('create')).toBe(1);
  x.clock.ms = resetsAt + 1_000;
  await x.release(post, ref);
  expect(x.simulator.published()).toHaveLength(1);
});

test('a 429 without headers waits a quarter of an hour', async () => {
  await using x = await openX({ switches: { limits: { create: 0 }, headersOn429: false } });
  const post = x.post();
  const ref = await x.upload(post);
  const failure = await failureOf(x.release(post, ref));
  expect(failure).toMatchObject({ kind: 'wait', until: new Date(x.clock.ms + 900_000) });
});

test('when the posts of the day are used up, it waits for the next day and says so', async () => {
  await using x = await openX({ switches: { postsPerDay: 1 } });
  const first = x.post();
  await x.release(first, await x.upload(first));
  const second = x.post();
  const failure = await failureOf(x.release(second, await x.upload(second)));
  expect(failure).toMatchObject({ kind: 'wait' });
  if (failure.kind === 'wait') expect(failure.until.getTime()).toBeGreaterThan(x.clock.ms + 23 * 3_600_000);
});
