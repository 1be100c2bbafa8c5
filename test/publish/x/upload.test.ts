import { rmSync, truncateSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSet, segmentBytesFor, smallerSegmentBytes, writeSet } from '../../../electron/publish/x/segments.ts';
import { failureOf, MIB, openX } from './openX.ts';

test('a film arrives byte for byte in segments of 1 MiB, and nothing is public', async () => {
  await using x = await openX();
  const post = x.post({ bytes: 6 * MIB + 123 });
  const ref = await x.upload(post);
  expect(x.asked('append')).toBe(7);
  expect(x.simulator.media()[0]?.filmHash).toBe(post.file.hash);
  expect(ref).toMatchObject({ finalized: 'yes', mediaKey: x.simulator.media()[0]?.key });
  expect(x.shares.at(-1)).toBe(1);
  expect(x.simulator.published()).toEqual([]);
});

test('the media id is saved before the first segment goes out', async () => {
  await using x = await openX();
  x.simulator.faults.order('append', { kind: 'reset-before' }, { times: 99 });
  expect(await failureOf(x.upload(x.post()))).toMatchObject({ kind: 'wait' });
  expect(x.saved[0]).toMatchObject({ mediaId: x.simulator.media()[0]?.id, acknowledged: '', finalized: 'no' });
});

test('going on sends only what was not acknowledged', async () => {
  await using x = await openX();
  const post = x.post({ bytes: 20 * MIB });
  x.simulator.faults.order('append', { kind: 'answer', reply: { status: 503 } }, { skip: 9 });
  expect(await failureOf(x.upload(post))).toMatchObject({ kind: 'wait', code: '503' });
  const before = x.asked('append');
  await x.upload(post, x.saved.at(-1) ?? null);
  expect(before + 20 - 9).toBeGreaterThanOrEqual(x.asked('append'));
  expect(x.asked('append')).toBe(21);
  expect(x.asked('initialize')).toBe(1);
  expect(x.simulator.media()[0]?.filmHash).toBe(post.file.hash);
});

test.each(['replaces', 'refused', 'adds'] as const)(
  'a segment of which the answer was lost is sent again, when X %s it',
  async (segmentRepeat) => {
    await using x = await openX({ switches: { segmentRepeat } });
    const post = x.post({ bytes: 5 * MIB });
    x.simulator.faults.order('append', { kind: 'lost-answer' }, { skip: 2 });
    expect(await failureOf(x.upload(post))).toMatchObject({ kind: 'wait', code: 'lost append' });
    const ref = await x.upload(post, x.saved.at(-1) ?? null);
    expect(ref['finalized']).toBe('yes');
    expect(x.simulator.media().at(-1)?.filmHash).toBe(post.file.hash);
    expect(x.simulator.media()).toHaveLength(segmentRepeat === 'adds' ? 2 : 1);
  },
);

test('where X wants segments in order, they go one after another in the same upload', async () => {
  await using x = await openX({ switches: { segmentOrder: 'in-order' } });
  const post = x.post({ bytes: 8 * MIB });
  x.simulator.faults.order('append', { kind: 'slow', ms: 40 }); // the others overtake the first
  const ref = await x.upload(post);
  expect(ref['oneByOne']).toBe(true);
  expect(x.asked('initialize')).toBe(1);
  expect(x.simulator.media()[0]?.filmHash).toBe(post.file.hash);
  expect(ref['finalized']).toBe('yes');
});

test('in order, with repeats refused and an answer lost, the film still arrives', async () => {
  await using x = await openX({ switches: { segmentOrder: 'in-order', segmentRepeat: 'refused' } });
  const post = x.post({ bytes: 9 * MIB });
  x.simulator.faults.order('append', { kind: 'lost-answer' }, { skip: 8 });
  await failureOf(x.upload(post));
  await x.upload(post, x.saved.at(-1) ?? null);
  expect(x.simulator.media()).toHaveLength(1);
  expect(x.simulator.media()[0]?.filmHash).toBe(post.file.hash);
});

test('an empty 413 leads to smaller segments, once', async () => {
  await using x = await openX({ switches: { appendMaxBytes: 600_000 } });
  const post = x.post({ bytes: 2 * MIB });
  await x.upload(post);
  expect(x.simulator.media().at(-1)?.segments.size).toBe(4);
  expect(x.simulator.media().at(-1)?.filmHash).toBe(post.file.hash);
  x.simulator.switches.appendMaxBytes = 100_000;
  expect(await failureOf(x.upload(x.post({ bytes: 2 * MIB })))).toMatchObject({ kind: 'rejected', code: '413' });
});

test('an upload that X has forgotten, or will soon, begins anew', async () => {
  await using x = await openX();
  const post = x.post({ bytes: 3 * MIB });
  x.simulator.faults.order('append', { kind: 'answer', reply: { status: 503 } }, { skip: 2 });
  await failureOf(x.upload(post));
  const half = x.saved.at(-1) ?? null;
  x.simulator.forgetMedia();
  expect(await x.upload(post, half)).toMatchObject({ finalized: 'yes' });
  const whole = x.saved.at(-1) ?? null;
  x.clock.ms += 86_400_000;
  x.needs.grant = x.simulator.grantFor('mia');
  const before = x.asked('initialize');
  await x.upload(post, whole);
  expect(x.asked('initialize')).toBe(before + 1);
});

test('another film does not go on with the upload of the first; the same one asks nothing at all', async () => {
  await using x = await openX();
  const post = x.post();
  const ref = await x.upload(post);
  const questions = x.simulator.questions.length;
  expect(await x.upload(post, ref)).toEqual(ref);
  expect(x.simulator.questions).toHaveLength(questions);
  const other = await x.upload(x.post(), ref);
  expect(other['mediaId']).not.toBe(ref['mediaId']);
});

test.each(['not-found', 'bare'] as const)(
  'a lost answer to finalize is asked for, also where an unfinished upload reads as %s',
  async (statusBeforeFinalize) => {
    await using x = await openX({ switches: { statusBeforeFinalize } });
    const post = x.post();
    x.simulator.faults.order('finalize', { kind: 'lost-answer' });
    expect(await failureOf(x.upload(post))).toMatchObject({ kind: 'wait' });
    expect(await x.upload(post, x.saved.at(-1) ?? null)).toMatchObject({ finalized: 'yes' });
    expect(x.asked('finalize')).toBe(1);
    const second = x.post();
    x.simulator.faults.order('finalize', { kind: 'reset-before' });
    await failureOf(x.upload(second));
    expect(await x.upload(second, x.saved.at(-1) ?? null)).toMatchObject({ finalized: 'yes' });
    expect(x.asked('initialize')).toBe(2);
  },
);

test.each([true, false])('finalize is asked so that X takes it (wants JSON: %s)', async (finalizeNeedsJson) => {
  await using x = await openX({ switches: { finalizeNeedsJson } });
  expect(await x.upload(x.post())).toMatchObject({ finalized: 'yes' });
});

test('what X refuses to finish even when it was sent in order is the film’s fault, and said so', async () => {
  await using x = await openX();
  const reply = { status: 400, body: { errors: [{ message: 'Unsupported video.' }], title: 'Invalid Request', detail: 'Wrong.' } };
  x.simulator.faults.order('finalize', { kind: 'answer', reply }, { times: 99 });
  const failure = await failureOf(x.upload(x.post()));
  expect(failure).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('Unsupported video.') });
  expect(x.asked('finalize')).toBe(2);
});

test('a token that dies in the middle is renewed and the upload goes on', async () => {
  await using x = await openX();
  const post = x.post({ bytes: 10 * MIB });
  let seen = 0;
  x.simulator.faults.chance = (route) => {
    if (route === 'append' && (seen += 1) === 5) x.simulator.killTokens('mia');
    return null;
  };
  await x.upload(post);
  expect(x.needs.refusals.length).toBeGreaterThan(0);
  expect(x.asked('initialize')).toBe(1);
  expect(x.simulator.media()[0]?.filmHash).toBe(post.file.hash);
});

test('an access that stays dead asks for a new sign-in', async () => {
  await using x = await openX();
  x.simulator.faults.order('initialize', { kind: 'answer', reply: { status: 401, body: { title: 'Unauthorized' } } }, { times: 2 });
  expect(await failureOf(x.upload(x.post()))).toMatchObject({ kind: 'sign-in-again' });
});

test('without the permission to upload, the creator is told what to do', async () => {
  await using x = await openX();
  x.needs.grant = x.simulator.grantWith('mia', ['tweet.read', 'tweet.write', 'users.read', 'offline.access']);
  expect(await failureOf(x.upload(x.post()))).toMatchObject({ kind: 'needs-you', reason: expect.stringContaining('Read and write') });
});

test.each([
  ['initialize', { kind: 'malformed' }],
  ['initialize', { kind: 'reset-during' }],
  ['append', { kind: 'reset-during', afterBytes: 1_000 }],
  ['finalize', { kind: 'malformed' }],
  ['finalize', { kind: 'answer', reply: { status: 500 } }],
] as const)('trouble at %s (%j) only delays', async (route, fault) => {
  await using x = await openX();
  const post = x.post({ bytes: 3 * MIB });
  x.simulator.faults.order(route, fault);
  expect(await failureOf(x.upload(post))).toMatchObject({ kind: 'wait' });
  await x.upload(post, x.saved.at(-1) ?? null);
  expect(x.simulator.media().at(-1)?.filmHash).toBe(post.file.hash);
});

test('a slow answer is waited for', async () => {
  await using x = await openX();
  x.simulator.faults.order('append', { kind: 'slow', ms: 30 });
  expect(await x.upload(x.post())).toMatchObject({ finalized: 'yes' });
});

test('a longer film is announced as one', async () => {
  await using x = await openX();
  await x.upload(x.post({ seconds: 140 }));
  await x.upload(x.post({ seconds: 141 }));
  expect(x.simulator.media().map(({ category }) => category)).toEqual(['tweet_video', 'amplify_video']);
});

test('a film that vanished or became shorter is no trouble of X', async () => {
  await using x = await openX();
  const gone = x.post();
  rmSync(gone.file.path);
  await expect(x.upload(gone)).rejects.toThrow(/ENOENT/);
  const shorter = x.post({ bytes: 2 * MIB });
  truncateSync(shorter.file.path, MIB);
  await expect(x.upload(shorter)).rejects.toThrow('shorter');
});

test('segments are 1 MiB until that would come near to a thousand of them', () => {
  expect(segmentBytesFor(1)).toBe(MIB);
  expect(segmentBytesFor(512_000_000)).toBe(MIB);
  expect(segmentBytesFor(1_000_000_000)).toBe(2 * MIB);
  expect(Math.ceil(17_179_869_184 / segmentBytesFor(17_179_869_184))).toBeLessThanOrEqual(500);
  expect(smallerSegmentBytes(MIB, 512_000_000)).toBe(MIB / 2);
  expect(smallerSegmentBytes(MIB, 1_048_576_000)).toBe(null);
});

test.each([[[]], [[0]], [[0, 1, 2]], [[5, 0, 1, 9, 8]], [[999]]])('the set %j is written and read', (numbers) => {
  expect(readSet(writeSet(new Set(numbers)))).toEqual(new Set(numbers));
});
