import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UploadRef } from '../../../electron/publish/adapter.ts';
import { failureOf, HOUR, LARGE, MINUTE, openTiktok, publish, type Kept, type TiktokWorld } from './support/openTiktok.ts';

let world: TiktokWorld;
beforeEach(async () => {
  world = await openTiktok();
});
afterEach(async () => world[Symbol.asyncDispose]());

const nothingKept = (): Kept => ({ ref: null, shares: [] });

test('upload sends all pieces but the last, and nothing is public until release sends that one', async () => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  const ref = await world.upload(post, kept);
  expect(world.asked('chunk')).toBe(2);
  expect(kept.shares.at(-1)).toBeCloseTo(2 / 3, 1);
  world.clock.ms += 10 * MINUTE;
  expect(world.simulator.published()).toEqual([]);
  expect(await world.look(post, ref)).toEqual({ seen: 'ready' });
  await world.release(post, ref);
  world.clock.ms += 5_000;
  expect(world.simulator.published()).toMatchObject([{ filmHash: post.file.hash, caption: post.words.caption, visibility: 'public' }]);
});

test('of a film that goes whole nothing is sent before the release', async () => {
  const post = world.post({ bytes: 300_000 });
  const ref = await world.upload(post);
  expect(world.asked('chunk')).toBe(0);
  expect(await world.look(post, ref)).toEqual({ seen: 'ready' });
  await world.release(post, ref);
  world.clock.ms += 5_000;
  expect(world.simulator.published()).toMatchObject([{ filmHash: post.file.hash }]);
});

test('the pieces carry no token, and the address is stored before the first byte', async () => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  world.simulator.faults.order('chunk', { kind: 'reset-before' });
  await failureOf(world.upload(post, kept));
  expect(kept.ref).toMatchObject({ publishId: expect.stringMatching(/^v_pub_file~/), uploadUrl: expect.stringContaining('upload_token=') });
  await world.upload(post, kept);
  const pieces = world.simulator.questions.filter(({ name }) => name === 'chunk');
  expect(pieces.map(({ headers }) => headers['authorization'])).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['before the piece', { kind: 'reset-before' }],
  ['in the middle of the piece', { kind: 'reset-during', afterBytes: 2_000_000 }],
  ['after the piece was taken', { kind: 'lost-answer' }],
  ['with an error of the server', { kind: 'answer', reply: { status: 503 } }],
] as const)('a connection that breaks %s resumes with what is missing', async (_when, fault) => {
  for (const skip of [0, 1]) {
    const post = world.post({ bytes: LARGE });
    const kept = nothingKept();
    world.simulator.faults.order('chunk', fault, { skip });
    const failure = await failureOf(world.upload(post, kept));
    expect(failure).toMatchObject({ kind: 'wait', until: new Date(world.clock.ms + 30_000) });
    world.restart();
    const ref = await world.upload(post, kept);
    await world.release(post, ref);
    world.clock.ms += MINUTE;
  }
  expect(world.asked('init')).toBe(2);
  const sent = fault.kind === 'lost-answer' ? 6 : 8; // one piece more each time, unless it had arrived
  expect(world.asked('chunk')).toBe(sent);
  expect(world.simulator.published()).toHaveLength(2);
});

test('a lost answer to init begins anew, and nothing is posted by the first', async () => {
  const post = world.post();
  world.simulator.faults.order('init', { kind: 'lost-answer' });
  expect(await failureOf(world.upload(post))).toMatchObject({ kind: 'wait', code: 'lost' });
  await publish(world, post);
  expect(world.simulator.tasks()).toHaveLength(2);
  expect(world.simulator.published()).toHaveLength(1);
});

test.each([206, 416] as const)(
  'where status lags behind, a piece that was taken and comes again is answered %i: it goes on',
  async (again) => {
    world.simulator.switches.resentPiece = again;
    const post = world.post({ bytes: LARGE });
    const kept = nothingKept();
    world.simulator.faults.order('chunk', { kind: 'lost-answer' });
    await failureOf(world.upload(post, kept));
    const lagging = { data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 }, error: { code: 'ok', message: '', log_id: '1' } };
    world.simulator.faults.order('status', { kind: 'answer', reply: { status: 200, body: lagging } });
    const ref = await world.upload(post, kept);
    await world.release(post, ref);
    world.clock.ms += 5_000;
    expect(world.asked('init')).toBe(1);
    expect(world.simulator.published()).toMatchObject([{ filmHash: post.file.hash }]);
  },
);

test('part of a piece that TikTok counts is sent again from the beginning of the piece', async () => {
  world.simulator.switches.countsPartialPieces = true;
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  const abort = new AbortController();
  const tools = {
    save: (ref: UploadRef) => void (kept.ref = ref),
    progress: (share: number) => void (share > 0.4 && abort.abort(new Error('the studio closes'))),
    signal: abort.signal,
  };
  await expect(world.platform.upload(post, null, tools)).rejects.toThrow('the studio closes');
  const ref = await world.upload(post, kept);
  await world.release(post, ref);
  world.clock.ms += 5_000;
  expect(world.asked('init')).toBe(1);
  expect(world.simulator.published()).toMatchObject([{ filmHash: post.file.hash }]);
});

test('where TikTok does not say what it has, an unfinished upload begins anew and a finished one counts as ready', async () => {
  world.simulator.switches.showsUploadedBytes = false;
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  world.simulator.faults.order('chunk', { kind: 'reset-before' }, { skip: 1 });
  await failureOf(world.upload(post, kept));
  const ref = await world.upload(post, kept);
  expect(world.asked('init')).toBe(2);
  expect(await world.look(post, ref)).toEqual({ seen: 'ready' });
});

test('an address that is an hour old is not used again', async () => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  await world.upload(post, kept);
  world.clock.ms += HOUR;
  expect(await failureOf(world.release(post, kept.ref ?? {}))).toMatchObject({ kind: 'wait', code: 'upload_url_expired' });
  await world.upload(post, kept);
  expect(world.asked('init')).toBe(2);
  await world.release(post, kept.ref ?? {});
  world.clock.ms += 5_000;
  expect(world.simulator.published()).toHaveLength(1);
});

test('an address that TikTok closes early is left at once, even between two pieces', async () => {
  const post = world.post({ bytes: LARGE });
  world.simulator.faults.order('chunk', { kind: 'answer', reply: { status: 403 } }, { skip: 1 });
  const ref = await world.upload(post);
  expect(world.asked('init')).toBe(2);
  await world.release(post, ref);
  world.clock.ms += 5_000;
  expect(world.simulator.published()).toHaveLength(1);
});

test('an address that is closed at the release is not tried a second time', async () => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  await world.upload(post, kept);
  world.simulator.switches.uploadUrlLivesMs = 0;
  expect(await failureOf(world.release(post, kept.ref ?? {}))).toMatchObject({ kind: 'wait', code: 'upload_url_expired' });
  world.simulator.switches.uploadUrlLivesMs = HOUR;
  await world.upload(post, kept);
  expect(world.asked('init')).toBe(2);
});

test.each(['words', 'options', 'film'] as const)('an upload that was begun with other %s is not finished', async (what) => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  await world.upload(post, kept);
  const other = world.post({ bytes: LARGE, caption: post.words.caption });
  const changed =
    what === 'film'
      ? other
      : what === 'words'
        ? { ...post, words: { title: '', caption: 'New words' } }
        : { ...post, options: { ...post.options, aiGenerated: true } };
  await world.upload(changed, kept);
  await world.release(changed, kept.ref ?? {});
  world.clock.ms += 5_000;
  expect(world.asked('init')).toBe(2);
  expect(world.simulator.published()).toMatchObject([{ caption: changed.words.caption, filmHash: changed.file.hash }]);
});

test('when every byte has arrived nothing is sent again, whatever became of it', async () => {
  const post = world.post({ bytes: LARGE });
  const { ref } = await publish(world, post);
  expect(await world.upload(post, { ref, shares: [] })).toEqual(ref);
  expect(world.asked('chunk')).toBe(3);
  expect(world.asked('init')).toBe(1);
});

test('a token that dies in the middle of the upload resumes with a fresh one', async () => {
  const post = world.post({ bytes: LARGE });
  const kept = nothingKept();
  world.simulator.faults.order('chunk', { kind: 'reset-before' }, { skip: 1 });
  await failureOf(world.upload(post, kept));
  world.simulator.killTokens('mia');
  await world.upload(post, kept);
  expect(world.needs.refusals).toHaveLength(1);
  expect(world.asked('init')).toBe(1);
  expect(world.asked('chunk')).toBe(3);
});

test('a token of a day ago is refused by TikTok and replaced', async () => {
  const post = world.post();
  world.clock.ms += 24 * HOUR;
  await world.upload(post);
  expect(world.needs.refusals).toHaveLength(1);
});

test('what cannot be stored any more is begun anew', async () => {
  const post = world.post();
  const kept: Kept = { ref: { publishId: 'from another version' }, shares: [] };
  await world.upload(post, kept);
  expect(kept.ref).toMatchObject({ mode: 'direct' });
  expect(await world.look(post, { other: 1 })).toEqual({ seen: 'nothing' });
  expect(await world.look(post, { other: 1 }, world.needs.now())).toMatchObject({ seen: 'unclear' });
});
