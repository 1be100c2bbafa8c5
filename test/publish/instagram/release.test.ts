import { expect, test } from 'vitest';
import { failureOf, openInstagram, type Opened } from './openInstagram.ts';
import type { Outgoing, UploadRef } from '../../../electron/publish/adapter.ts';

async function ready(open: Opened, wishes: Parameters<Opened['post']>[0] = {}): Promise<{ post: Outgoing; ref: UploadRef; askedAt: Date }> {
  const post = open.post(wishes);
  const ref = await open.instagram.upload(post, null, open.tools);
  return { post, ref, askedAt: open.needs.now() };
}

test('a release whose answer was lost is found by caption and time, not sent again', async () => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open);
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  open.clock.ms += 30_000;
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public', remoteId: open.simulator.published()[0]?.id });
  expect(open.simulator.published()).toHaveLength(1);
});

test('a release that never arrived leaves the container ready', async () => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open);
  open.simulator.faults.order('publish', { kind: 'reset-before' });
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  expect(await open.look(post, ref, askedAt)).toEqual({ seen: 'ready' });
});

test('a release to a host that cannot be reached is no open question', async () => {
  await using open = await openInstagram();
  const { post, ref } = await ready(open);
  await open.simulator.close();
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'wait' });
});

test.each([
  ['4/2207051', { status: 403, code: 4, subcode: 2_207_051 }],
  ['-1/2207001', { status: 500, code: -1, subcode: 2_207_001 }],
  ['-1 alone', { status: 400, code: -1 }],
  ['1, transient', { status: 500, code: 1, transient: true }],
  ['2', { status: 503, code: 2 }],
  ['a code nobody wrote down', { status: 400, code: 987_654 }],
])('error %s after the release may hide a live reel, and the look finds it', async (_name, error) => {
  await using open = await openInstagram({ publishError: { ...error, live: true } });
  const { post, ref, askedAt } = await ready(open);
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('the same errors without a live reel leave it ready', async () => {
  await using open = await openInstagram({ publishError: { status: 403, code: 4, subcode: 2_207_051, live: false } });
  const { post, ref, askedAt } = await ready(open);
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  expect(await open.look(post, ref, askedAt)).toEqual({ seen: 'ready' });
});

test.each(['malformed', 'a page of a proxy'] as const)('%s instead of the answer to the release is an open question', async (what) => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open);
  if (what === 'malformed') open.simulator.faults.order('publish', { kind: 'malformed' });
  else open.simulator.faults.order('publish', { kind: 'answer', reply: { status: 502, body: '<html>Bad gateway</html>' } });
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'outcome-unknown' });
  expect((await open.look(post, ref, askedAt)).seen).toBe(what === 'malformed' ? 'public' : 'ready');
});

test('a film that is still worked on is waited for, before and at the release', async () => {
  await using open = await openInstagram({ processingMs: 300_000 });
  const { post, ref } = await ready(open);
  expect(await open.look(post, ref)).toMatchObject({ seen: 'processing' });
  expect(await failureOf(open.release(post, ref))).toMatchObject({ kind: 'wait', code: '9007/2207027' });
  open.clock.ms += 300_000;
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
});

test('a reel that Instagram shows late is not live before it is seen, nor given up', async () => {
  await using open = await openInstagram({ showsAfterMs: 120_000 });
  const { post, ref, askedAt } = await ready(open);
  const released = await open.release(post, ref);
  expect(await open.look(post, released, askedAt)).toMatchObject({ seen: 'processing' });
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
  open.clock.ms += 120_000;
  expect(await open.look(post, released, askedAt)).toMatchObject({ seen: 'public' });
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('a reel that stays out of sight asks the creator after a quarter of an hour', async () => {
  await using open = await openInstagram({ showsAfterMs: 10 * 86_400_000 });
  const { post, ref, askedAt } = await ready(open);
  const released = await open.release(post, ref);
  open.clock.ms += 15 * 60_000;
  for (const known of [ref, released]) {
    const seen = await open.look(post, known, askedAt);
    expect(seen).toMatchObject({ seen: 'unclear' });
    expect(seen.seen === 'unclear' && seen.reason).toContain('Look at your profile');
  }
});

test('two reels with the same caption are told apart by the id, and without one by a person', async () => {
  await using open = await openInstagram();
  const one = await ready(open, { caption: 'Twins' });
  const two = await ready(open, { caption: 'Twins' });
  const released = await open.release(one.post, one.ref);
  open.clock.ms += 1_000;
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  await failureOf(open.release(two.post, two.ref));
  expect(await open.look(one.post, released, one.askedAt)).toMatchObject({ remoteId: open.simulator.published()[0]?.id });
  expect(await open.look(two.post, two.ref, two.askedAt)).toMatchObject({ seen: 'processing' });
  open.clock.ms += 15 * 60_000;
  expect(await open.look(two.post, two.ref, two.askedAt)).toMatchObject({
    seen: 'unclear',
    reason: expect.stringContaining('2 reels') as string,
  });
});

test('a container that goes on to read finished is not released again while its reel is shown', async () => {
  await using open = await openInstagram({ statusLagMs: 60_000 });
  const { post, ref, askedAt } = await ready(open);
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  await failureOf(open.release(post, ref));
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
  open.clock.ms += 60_000;
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test("a twin's reel is not taken for one that never went out", async () => {
  await using open = await openInstagram();
  const one = await ready(open, { caption: 'Twins' });
  const two = await ready(open, { caption: 'Twins' });
  await open.release(one.post, one.ref);
  open.simulator.faults.order('publish', { kind: 'reset-before' });
  await failureOf(open.release(two.post, two.ref));
  expect(await open.look(two.post, two.ref, two.askedAt)).toMatchObject({ seen: 'processing' });
  open.clock.ms += 15 * 60_000;
  expect(await open.look(two.post, two.ref, two.askedAt)).toMatchObject({ seen: 'unclear' });
});

test('an older reel with the same caption is not taken for the new one', async () => {
  await using open = await openInstagram();
  const old = await ready(open, { caption: 'Evergreen' });
  await open.release(old.post, old.ref);
  open.clock.ms += 3 * 86_400_000;
  const { post, ref, askedAt } = await ready(open, { caption: 'Evergreen' });
  open.simulator.faults.order('publish', { kind: 'reset-before' });
  await failureOf(open.release(post, ref));
  expect(await open.look(post, ref, askedAt)).toEqual({ seen: 'ready' });
});

test.each([true, false])('a caption is recognised when it comes back tidied (%s)', async (tidiesCaptions) => {
  await using open = await openInstagram({ tidiesCaptions });
  const { post, ref, askedAt } = await ready(open, { caption: '  Cafe\u0301 \n\n  über alles 🌊  ' });
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  await failureOf(open.release(post, ref));
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('a post without a caption is recognised too', async () => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open, { caption: '' });
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  await failureOf(open.release(post, ref));
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('a reel far down a long list is found', async () => {
  await using open = await openInstagram({ quotaTotal: 1_000 });
  const { post, ref, askedAt } = await ready(open);
  open.simulator.faults.order('publish', { kind: 'lost-answer' });
  await failureOf(open.release(post, ref));
  const [first] = open.simulator.reels();
  if (first === undefined) throw new Error('it was published');
  const more = open.simulator.reels() as (typeof first)[];
  for (let index = 0; index < 120; index += 1) more.push({ ...first, id: `17920999${index}`, caption: `Another ${index}` });
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'public', remoteId: first.id });
});

test('what is public already before a release was asked for is found', async () => {
  await using open = await openInstagram();
  const { post, ref } = await ready(open);
  await open.release(post, ref);
  expect(await open.look(post, ref, null)).toMatchObject({ seen: 'public' });
});

test('a container that is gone after the release is believed only when nothing newer could be it', async () => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open);
  open.clock.ms += 86_400_000;
  expect(await open.look(post, ref, askedAt)).toEqual({ seen: 'nothing' });
  const other = await ready(open);
  await open.release(other.post, other.ref);
  expect(await open.look(post, ref, askedAt)).toMatchObject({ seen: 'unclear' });
});

test('the quota is asked before the release, and when it is used up nothing is released', async () => {
  await using open = await openInstagram({ quotaTotal: 1 });
  const one = await ready(open);
  await open.release(one.post, one.ref);
  const two = await ready(open);
  const failure = await failureOf(open.release(two.post, two.ref));
  expect(failure).toMatchObject({ kind: 'wait', code: 'quota-used-up' });
  expect('reason' in failure && failure.reason).toContain('1 posts in 24 hours');
  expect(open.asked('publish')).toBe(1);
  open.clock.ms += 86_400_000;
  const again = await open.instagram.upload(two.post, two.ref, open.tools);
  await open.release(two.post, again);
  expect(open.simulator.published()).toHaveLength(2);
});

test.each([50, 100])('the limits learn the quota of %i that Instagram names', async (quotaTotal) => {
  await using open = await openInstagram({ quotaTotal });
  const { post, ref } = await ready(open);
  await open.release(post, ref);
  const { postsADay } = await import('../../../electron/publish/instagram/limits.ts');
  expect(open.needs.limits.left({ rule: postsADay, scope: { channelId: post.session.channelId } })).toBe(quotaTotal - 1);
});

test('a refused token at the release is renewed and the release goes through, once', async () => {
  await using open = await openInstagram();
  const { post, ref } = await ready(open);
  const body = { error: { message: 'Session has expired', code: 190, error_subcode: 463 } };
  open.simulator.faults.order('publish', { kind: 'answer', reply: { status: 400, body } });
  await open.release(post, ref);
  expect(open.simulator.published()).toHaveLength(1);
  expect(open.needs.refusals).toHaveLength(1);
});

test('a trial reel says that not everybody is shown it', async () => {
  await using open = await openInstagram();
  const { post, ref, askedAt } = await ready(open, { options: { trial: 'MANUAL' } });
  const seen = await open.look(post, await open.release(post, ref), askedAt);
  expect(seen).toMatchObject({ seen: 'public', note: expect.stringContaining('trial reel') as string });
});
