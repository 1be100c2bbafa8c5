import { expect, test } from 'vitest';
import { explainError, type Step } from '../../../electron/publish/instagram/explainError.ts';
import { readGraphError, type GraphError } from '../../../electron/publish/instagram/graphError.ts';
import { graphError } from '../../platforms/instagram/replies.ts';
import { failureOf, openInstagram } from './openInstagram.ts';

const now = new Date('2026-11-20T12:00:00Z');

function errorOf(code: number, subcode: number | null, more: { status?: number; message?: string; transient?: boolean } = {}): GraphError {
  const { status = 400, message = 'Words', transient = false } = more;
  const reply = graphError(status, { code, ...(subcode === null ? {} : { subcode }), message, transient });
  const text = JSON.stringify(reply.body);
  const error = readGraphError({ status, header: () => null, text, json: JSON.parse(text) as unknown });
  if (error === null) throw new Error('it is an error');
  return error;
}
const kindOf = (error: GraphError, step: Step): string => explainError(error, { step, now, freeAt: null }).failure.kind;

test.each([
  [-2, 2_207_003, 'wait', 'wait'],
  [-2, 2_207_020, 'wait', 'wait'],
  [-1, 2_207_001, 'wait', 'outcome-unknown'],
  [-1, 2_207_032, 'wait', 'wait'],
  [-1, 2_207_053, 'wait', 'wait'],
  [1, 2_207_057, 'rejected', 'rejected'],
  [4, 2_207_051, 'needs-you', 'outcome-unknown'],
  [9, 2_207_042, 'wait', 'wait'],
  [24, 2_207_006, 'wait', 'wait'],
  [24, 2_207_008, 'wait', 'wait'],
  [25, 2_207_050, 'needs-you', 'needs-you'],
  [100, 2_207_040, 'rejected', 'rejected'],
  [100, 2_207_089, 'rejected', 'rejected'],
  [352, 2_207_026, 'rejected', 'rejected'],
  [9_004, 2_207_052, 'rejected', 'rejected'],
  [9_007, 2_207_027, 'wait', 'wait'],
  [36_000, 2_207_004, 'rejected', 'rejected'],
  [36_001, 2_207_005, 'rejected', 'rejected'],
  [36_003, 2_207_009, 'rejected', 'rejected'],
  [36_004, 2_207_010, 'rejected', 'rejected'],
  [100, 2_207_077, 'rejected', 'rejected'],
  [100, 2_207_082, 'rejected', 'rejected'],
  [100, 2_207_085, 'rejected', 'rejected'],
  [100, 2_207_081, 'rejected', 'rejected'],
  [190, 463, 'sign-in-again', 'sign-in-again'],
  [10, null, 'sign-in-again', 'sign-in-again'],
  [200, null, 'sign-in-again', 'sign-in-again'],
  [299, null, 'sign-in-again', 'sign-in-again'],
  [4, null, 'wait', 'wait'],
  [17, null, 'wait', 'wait'],
  [32, null, 'wait', 'wait'],
  [613, null, 'wait', 'wait'],
  [80_002, null, 'wait', 'wait'],
  [1, null, 'wait', 'outcome-unknown'],
  [2, null, 'wait', 'outcome-unknown'],
  [368, null, 'needs-you', 'needs-you'],
  [100, null, 'rejected', 'rejected'],
])('error %i / %s means %s before the release and %s at it', (code, subcode, before, at) => {
  const error = errorOf(code, subcode);
  expect(kindOf(error, 'prepare')).toBe(before);
  expect(kindOf(error, 'release')).toBe(at);
});

test('an unknown code that Meta calls transient is waited for, and is an open question at the release', () => {
  const error = errorOf(12_345, null, { transient: true });
  expect([kindOf(error, 'prepare'), kindOf(error, 'release')]).toEqual(['wait', 'outcome-unknown']);
});

test.each([
  [458, 'removed'],
  [459, 'facebook.com'],
  [460, 'password'],
  [463, 'expired'],
  [464, 'confirmed'],
  [467, 'ended'],
  [492, 'role on the Facebook Page'],
])('a token refused with subcode %i has a sentence of its own', (subcode, word) => {
  const { failure } = explainError(errorOf(190, subcode), { step: 'prepare', now, freeAt: null });
  expect('reason' in failure && failure.reason).toContain(word);
});

test('a refusal nobody foresaw is told in the words of Instagram', () => {
  const { failure } = explainError(errorOf(100, null, { message: 'Something about the post' }), { step: 'prepare', now, freeAt: null });
  expect('reason' in failure && failure.reason).toContain('Something about the post');
});

test('nothing that is kept of an answer opens an account', async () => {
  await using open = await openInstagram();
  const token = open.needs.grant?.accessToken ?? '';
  const body = { error: { message: `Bad token access_token=${token}`, code: 100 } };
  open.simulator.faults.order('container', { kind: 'answer', reply: { status: 400, body } });
  const error: unknown = await open.instagram.upload(open.post(), null, open.tools).catch((thrown: unknown) => thrown);
  const { inspect } = await import('node:util');
  expect(inspect(error, { depth: 9 })).not.toContain(token);
  expect(JSON.stringify(error)).not.toContain(token);
});

test.each([
  [2_207_026, 'refused'],
  [2_207_081, 'refused'],
  [2_207_052, 'refused'],
  [2_207_003, 'nothing'],
  [2_207_053, 'nothing'],
  [2_207_001, 'nothing'],
])('a container that failed with %i is %s', async (subcode, seen) => {
  await using open = await openInstagram({ processingError: { subcode, times: 1 } });
  const post = open.post();
  const ref = await open.instagram.upload(post, null, open.tools);
  expect((await open.look(post, ref)).seen).toBe(seen);
});

test.each([2_207_077, 2_207_082, 2_207_085, 2_207_999])('processing that failed with %i is tried once more, then told', async (subcode) => {
  await using open = await openInstagram({ processingError: { subcode, times: 2 } });
  const post = open.post();
  const first = await open.instagram.upload(post, null, open.tools);
  expect(await failureOf(open.look(post, first))).toMatchObject({ kind: 'wait', code: String(subcode) });
  const second = await open.instagram.upload(post, first, open.tools);
  expect(await open.look(post, second)).toMatchObject({ seen: 'refused', code: String(subcode) });
  expect(open.simulator.containers()).toHaveLength(2);
});

test('processing that failed once is fine the second time', async () => {
  await using open = await openInstagram({ processingError: { subcode: 2_207_077, times: 1 } });
  const post = open.post();
  const first = await open.instagram.upload(post, null, open.tools);
  await failureOf(open.look(post, first));
  const second = await open.instagram.upload(post, first, open.tools);
  expect(await open.look(post, second)).toEqual({ seen: 'ready' });
});

test.each(['container', 'bytes', 'status', 'list'])('an outage at “%s” is waited for', async (route) => {
  for (const reply of [
    { status: 500, body: 'oops' },
    { status: 200, body: '<html>' },
  ]) {
    await using open = await openInstagram();
    open.simulator.faults.order(route, { kind: 'answer', reply });
    const post = open.post();
    const work = async (): Promise<void> => {
      const ref = await open.instagram.upload(post, null, open.tools);
      await open.look(post, ref, new Date(open.clock.ms));
    };
    expect(await failureOf(work())).toMatchObject({ kind: 'wait' });
  }
});

test('a page that is not of Meta is no refusal of the post', async () => {
  await using open = await openInstagram();
  open.simulator.faults.order('container', { kind: 'answer', reply: { status: 403, body: '<h1>Log in to the hotel</h1>' } });
  expect(await failureOf(open.instagram.upload(open.post(), null, open.tools))).toMatchObject({ kind: 'wait', code: 'http 403' });
});

test('a slow answer is an answer', async () => {
  await using open = await openInstagram();
  open.simulator.faults.order('container', { kind: 'slow', ms: 60 });
  const post = open.post();
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
});
