import { afterEach, beforeEach, expect, test } from 'vitest';
import { explainFailReason } from '../../../electron/publish/tiktok/translateError.ts';
import { errorReply } from '../../platforms/tiktok/replies.ts';
import { failureOf, HOUR, LARGE, MINUTE, openTiktok, publish, type TiktokWorld } from './support/openTiktok.ts';

let world: TiktokWorld;
beforeEach(async () => {
  world = await openTiktok();
});
afterEach(async () => world[Symbol.asyncDispose]());

test('a public post is seen with its 19 digits and its address', async () => {
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  const [{ id } = { id: '' }] = world.simulator.published();
  expect(id).toMatch(/^\d{19}$/);
  expect(await world.look(post, ref, askedAt)).toEqual({
    seen: 'public',
    remoteId: id,
    url: `https://www.tiktok.com/@mia/video/${id}`,
  });
});

test.each(['publicaly_available_post_id', 'publicly_available_post_id'] as const)('the id is understood as %s', async (idField) => {
  world.simulator.switches.idField = idField;
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'public', remoteId: world.simulator.published()[0]?.id });
});

test('accepted is not public: a post is not live while TikTok works on it and checks it', async () => {
  Object.assign(world.simulator.switches, { processingMs: 2 * MINUTE, moderationMs: 3 * HOUR });
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  const waits: number[] = [];
  for (;;) {
    const seen = await world.look(post, ref, askedAt);
    expect(seen.seen === 'public').toBe(world.simulator.published().length === 1);
    if (seen.seen !== 'processing') break;
    waits.push(seen.askAt.getTime() - world.clock.ms);
    world.clock.ms = seen.askAt.getTime();
  }
  expect(world.clock.ms - askedAt.getTime()).toBeGreaterThan(3 * HOUR);
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(waits.length).toBeLessThan(40);
});

test('a public post that never gets an id is never called live', async () => {
  world.simulator.switches.moderationMs = Infinity;
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  world.clock.ms += 20 * HOUR;
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
});

test.each([
  ['SELF_ONLY', 'only to you'],
  ['MUTUAL_FOLLOW_FRIENDS', 'to your friends'],
] as const)('a post for %s is done without an address', async (privacy, who) => {
  const post = world.post({ options: { privacy } });
  const { ref, askedAt } = await publish(world, post);
  const note = expect.stringContaining(who);
  expect(await world.look(post, ref, askedAt)).toEqual({ seen: 'public', remoteId: null, url: null, note });
});

test.each([
  ['SELF_ONLY', 'only you see'],
  ['MUTUAL_FOLLOW_FRIENDS', 'only your friends see'],
] as const)('a post for %s that TikTok shows to everyone is not called right', async (privacy, who) => {
  world.simulator.switches.idForEveryPost = true;
  const post = world.post({ options: { privacy } });
  const { ref, askedAt } = await publish(world, post);
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'unclear', reason: expect.stringContaining(who) });
});

test.each([
  'file_format_check_failed',
  'duration_check_failed',
  'frame_rate_check_failed',
  'picture_size_check_failed',
  'video_pull_failed',
  'photo_pull_failed',
  'publish_cancelled',
  'auth_removed',
  'spam_risk_too_many_posts',
  'spam_risk_user_banned_from_posting',
  'spam_risk_text',
  'spam_risk',
])('a post that failed for %s has a sentence', async (reason) => {
  world.simulator.switches.failReason = reason;
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  expect(await world.look(post, ref, askedAt)).toEqual({ seen: 'refused', reason: explainFailReason(reason), code: reason });
  expect(explainFailReason(reason)).not.toContain(reason);
});

test('trouble of TikTok’s own means that it is sent again, and a reason we do not know is passed on', async () => {
  const post = world.post();
  for (const [failReason, expected] of [
    ['internal', { seen: 'nothing' }],
    ['brand_new', { seen: 'refused', code: 'brand_new', reason: expect.stringContaining('brand_new') }],
  ] as const) {
    world.simulator.switches.failReason = failReason;
    const { ref, askedAt } = await publish(world, post);
    expect(await world.look(post, ref, askedAt)).toMatchObject(expected);
  }
});

test('after an upload that failed inside TikTok the next one begins anew', async () => {
  world.simulator.switches.failReason = 'internal';
  const post = world.post();
  const { ref } = await publish(world, post);
  world.simulator.switches.failReason = null;
  const again = await world.upload(post, { ref, shares: [] });
  expect(again['publishId']).not.toBe(ref['publishId']);
});

test('a last piece that never arrived leaves the post ready, and once the hour is over gone', async () => {
  const post = world.post({ bytes: LARGE });
  const ref = await world.upload(post);
  world.simulator.faults.order('chunk', { kind: 'reset-before' });
  await failureOf(world.release(post, ref));
  const askedAt = world.needs.now();
  expect(await world.look(post, ref, askedAt)).toEqual({ seen: 'ready' });
  world.clock.ms += HOUR + 5 * MINUTE;
  expect(await world.look(post, ref, askedAt)).toEqual({ seen: 'nothing' });
});

test('a last piece whose answer was lost is seen, not sent again', async () => {
  const post = world.post({ bytes: LARGE });
  const ref = await world.upload(post);
  const askedAt = world.needs.now();
  world.simulator.faults.order('chunk', { kind: 'lost-answer' });
  await failureOf(world.release(post, ref));
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
  world.clock.ms += 5_000;
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'public' });
});

test('a last piece sent twice publishes once', async () => {
  for (const resentPiece of [206, 416] as const) {
    world.simulator.switches.resentPiece = resentPiece;
    const post = world.post({ bytes: LARGE });
    const { ref } = await publish(world, post);
    const answer = await world.release(post, ref).catch((error: unknown) => error);
    if (resentPiece === 206) expect(answer).toEqual(ref);
    else expect(answer).toMatchObject({ failure: { kind: 'outcome-unknown' } });
    world.clock.ms += MINUTE;
  }
  expect(world.simulator.published()).toHaveLength(2);
});

test('pieces that TikTok does not count yet are waited for before the release', async () => {
  const post = world.post({ bytes: LARGE });
  const ref = await world.upload(post);
  const lagging = { data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 5_333_333 }, error: { code: 'ok', message: '' } };
  world.simulator.faults.order('status', { kind: 'answer', reply: { status: 200, body: lagging } });
  expect(await world.look(post, ref)).toMatchObject({ seen: 'processing' });
  expect(await world.look(post, ref)).toEqual({ seen: 'ready' });
});

test('a finished upload of other words than the post has now is a question for a person', async () => {
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  const edited = { ...post, words: { title: '', caption: 'Better words' } };
  expect(await world.look(edited, ref, askedAt)).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('last change') });
});

test('an upload that TikTok forgot is found among the public videos by its time, words and length', async () => {
  world.simulator.switches.publishIdLivesMs = 1_000;
  const words = `A long caption  ${'with many words '.repeat(20)}`;
  await publish(world, world.post({ caption: 'Another one' }));
  const post = world.post({ caption: words });
  const { ref, askedAt } = await publish(world, post);
  const id = world.simulator.published().at(-1)?.id;
  const seen = await world.look(post, ref, askedAt);
  expect(seen).toMatchObject({ seen: 'public', remoteId: id, url: expect.stringContaining(`/video/${id}`) });
});

test.each(['other words', 'other length', 'older', 'two of them', 'no words', 'private'] as const)(
  'a forgotten upload is not guessed: %s',
  async (why) => {
    world.simulator.switches.publishIdLivesMs = 1_000;
    const caption = why === 'no words' ? '' : 'The same words';
    const options = why === 'private' ? { privacy: 'SELF_ONLY' as const } : {};
    const post = world.post({ caption, options });
    if (why === 'two of them') await publish(world, world.post({ caption }));
    const { ref, askedAt } = await publish(world, post);
    if (why === 'other length') world.simulator.switches.listedSeconds = 30;
    const looked = why === 'other words' ? { ...post, words: { title: '', caption: 'Others' } } : post;
    const since = why === 'older' ? new Date(askedAt.getTime() + HOUR) : askedAt;
    expect(await world.look(looked, ref, since)).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('forgotten') });
  },
);

test('an upload that is forgotten before its release is gone for certain', async () => {
  const post = world.post({ bytes: LARGE });
  const ref = await world.upload(post);
  world.simulator.switches.publishIdLivesMs = 0;
  expect(await world.look(post, ref)).toEqual({ seen: 'nothing' });
  world.needs.grant = world.simulator.grantFor('studio');
  world.simulator.switches.publishIdLivesMs = HOUR;
  expect(await world.look(post, ref)).toEqual({ seen: 'nothing' }); // of another account
});

test('while TikTok does not answer about the upload the list may prove it, and never disprove it', async () => {
  const post = world.post();
  const { ref, askedAt } = await publish(world, post);
  const other = world.post();
  const unpublished = await world.upload(other);
  const down = { kind: 'answer', reply: errorReply(500, 'internal_error') } as const;
  world.simulator.faults.order('status', down, { times: 3 });
  expect(await failureOf(world.look(post, ref, askedAt))).toMatchObject({ kind: 'wait' });
  world.clock.ms += 11 * MINUTE;
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'public', remoteId: world.simulator.published()[0]?.id });
  expect(await failureOf(world.look(other, unpublished, askedAt))).toMatchObject({ kind: 'wait', code: 'internal_error' });
});

test('a draft in the inbox is handed to the creator, and what they make of it is seen', async () => {
  const post = world.post({ options: { mode: 'inbox' } });
  const { ref, askedAt } = await publish(world, post);
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'unclear', reason: expect.stringContaining('TikTok inbox') });
  expect(world.simulator.published()).toEqual([]);
  world.simulator.finishDraft(String(ref['publishId']), { privacy: 'PUBLIC_TO_EVERYONE', caption: 'Mine' });
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'processing' });
  world.clock.ms += 5_000;
  const [{ id } = { id: '' }] = world.simulator.published();
  expect(await world.look(post, ref, askedAt)).toMatchObject({
    seen: 'public',
    remoteId: id,
    url: expect.stringContaining(`@mia/video/${id}`),
  });
});

test('without the permission to list videos a finished draft is public at an unknown address', async () => {
  world.simulator.switches.grantedScopes = ['user.info.basic', 'video.upload'];
  world.needs.grant = world.simulator.grantFor('mia');
  const post = world.post({ options: { mode: 'inbox' } });
  const { ref, askedAt } = await publish(world, post);
  world.simulator.finishDraft(String(ref['publishId']), { privacy: 'PUBLIC_TO_EVERYONE', caption: 'Mine' });
  world.clock.ms += 5_000;
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'public', url: null, note: expect.stringContaining('public') });
});

test.each([true, false])('a draft of yesterday (vanished: %s) is not taken for a post', async (draftsVanish) => {
  world.simulator.switches.draftsVanish = draftsVanish;
  const post = world.post({ options: { mode: 'inbox' } });
  const { ref, askedAt } = await publish(world, post);
  world.clock.ms += 25 * HOUR;
  expect(await world.look(post, ref, askedAt)).toMatchObject({ seen: 'unclear' });
});
