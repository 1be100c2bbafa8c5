import { expect, test } from 'vitest';
import { failureOf, openInstagram } from './openInstagram.ts';

test('a film goes up as a container, is released once, and is live at its own address', async () => {
  await using open = await openInstagram();
  const post = open.post({ bytes: 3_000_000 });
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(open.simulator.published()).toEqual([]);
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
  const askedAt = open.needs.now();
  const released = await open.release(post, ref);
  const seen = await open.look(post, released, askedAt);
  const [published] = open.simulator.published();
  expect(open.simulator.published()).toHaveLength(1);
  expect(published).toMatchObject({ filmHash: post.file.hash, caption: post.words.caption, account: 'mia' });
  expect(seen).toMatchObject({ seen: 'public', remoteId: published?.id });
  expect(seen.seen === 'public' && seen.url).toMatch(/^https:\/\/www\.instagram\.com\/reel\//);
  expect(open.shares.at(-1)).toBe(1);
});

test('the container is kept before the first byte goes', async () => {
  await using open = await openInstagram();
  open.simulator.faults.order('bytes', { kind: 'reset-before' });
  const post = open.post();
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({ kind: 'wait' });
  expect(open.saved).toHaveLength(1);
  await open.instagram.upload(post, open.saved[0] ?? null, open.tools);
  expect(open.simulator.containers()).toHaveLength(1);
});

test('an upload that broke off sends only what is missing', async () => {
  await using open = await openInstagram();
  const post = open.post({ bytes: 1_000_000 });
  open.simulator.cutNextUpload(400_000);
  await failureOf(open.instagram.upload(post, null, open.tools));
  const ref = await open.instagram.upload(post, open.saved[0] ?? null, open.tools);
  const second = open.simulator.questions.findLast(({ name }) => name === 'bytes');
  expect(second?.headers).toMatchObject({ offset: '400000', 'content-length': '600000', file_size: '1000000' });
  await open.release(post, ref);
  expect(open.simulator.published()[0]?.filmHash).toBe(post.file.hash);
});

test('a lost answer to the last byte does not send the film again', async () => {
  await using open = await openInstagram();
  const post = open.post();
  open.simulator.faults.order('bytes', { kind: 'lost-answer' });
  await failureOf(open.instagram.upload(post, null, open.tools));
  await open.instagram.upload(post, open.saved[0] ?? null, open.tools);
  expect(open.asked('bytes')).toBe(1);
  expect(open.asked('container')).toBe(1);
});

test('a lost answer to the container begins another, and nothing is public', async () => {
  await using open = await openInstagram();
  const post = open.post();
  open.simulator.faults.order('container', { kind: 'lost-answer' });
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({ kind: 'wait' });
  await open.instagram.upload(post, open.saved.at(-1) ?? null, open.tools);
  expect(open.simulator.containers()).toHaveLength(2);
  expect(open.simulator.published()).toEqual([]);
});

test('a token that dies while bytes are sent is renewed, and the upload goes on where it was', async () => {
  await using open = await openInstagram();
  const post = open.post({ bytes: 1_000_000 });
  open.simulator.cutNextUpload(250_000);
  await failureOf(open.instagram.upload(post, null, open.tools));
  open.simulator.killTokens('mia');
  const ref = await open.instagram.upload(post, open.saved[0] ?? null, open.tools);
  expect(open.needs.refusals).toHaveLength(1);
  expect(open.simulator.questions.findLast(({ name }) => name === 'bytes')?.headers['offset']).toBe('250000');
  await open.release(post, ref);
  expect(open.simulator.published()[0]?.filmHash).toBe(post.file.hash);
});

test('a token refused by the upload itself is renewed before the bytes go again', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const body = { error: { message: 'Error validating access token', code: 190, error_subcode: 463 } };
  open.simulator.faults.order('bytes', { kind: 'answer', reply: { status: 401, body } });
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(open.needs.refusals).toHaveLength(1);
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
});

test('a token that stays refused asks for a new sign-in and says why', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const body = { error: { message: 'Error validating access token', code: 190, error_subcode: 460 } };
  open.simulator.faults.order('container', { kind: 'answer', reply: { status: 400, body } }, { times: 2 });
  const failure = await failureOf(open.instagram.upload(post, null, open.tools));
  expect(failure).toMatchObject({ kind: 'sign-in-again', code: '190/460' });
  expect('reason' in failure && failure.reason).toContain('password was changed');
});

test('the token goes only to the upload host that is configured, by its own scheme', async () => {
  await using open = await openInstagram();
  await open.instagram.upload(open.post(), null, open.tools);
  const bytes = open.simulator.questions.find(({ name }) => name === 'bytes');
  expect(bytes?.path).toMatch(/^\/rupload\.facebook\.com\/ig-api-upload\/v25\.0\/\d+$/);
  expect(bytes?.headers['authorization']).toMatch(/^OAuth EAA/);
});

test.each(['caption', 'film', 'option'] as const)('another %s begins a new container instead of publishing the old one', async (what) => {
  await using open = await openInstagram();
  const post = open.post();
  const ref = await open.instagram.upload(post, null, open.tools);
  const other = open.post({ caption: post.words.caption });
  const changed = {
    caption: { ...post, words: { ...post.words, caption: 'Other words' } },
    film: { ...post, file: other.file },
    option: { ...post, options: { ...post.options, aiGenerated: true } as typeof post.options },
  }[what];
  const second = await open.instagram.upload(changed, ref, open.tools);
  expect(second['container']).not.toBe(ref['container']);
  await open.release(changed, second);
  expect(open.simulator.published()[0]).toMatchObject({ caption: changed.words.caption, filmHash: changed.file.hash });
});

test('an upload that is there already is taken as it is', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(await open.instagram.upload(post, ref, open.tools)).toEqual(ref);
  expect(open.asked('bytes')).toBe(1);
});

test('a container older than a day is gone, and the film goes up again', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const ref = await open.instagram.upload(post, null, open.tools);
  open.clock.ms += 24 * 3_600_000;
  expect(await open.look(post, ref)).toEqual({ seen: 'nothing' });
  const again = await open.instagram.upload(post, ref, open.tools);
  expect(again['container']).not.toBe(ref['container']);
});

test('an upload that Instagram breaks off for good is begun anew, and given up after three', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const body = { debug_info: { retriable: false, type: 'ProcessingFailedError', message: 'Request processing failed' } };
  open.simulator.faults.order('bytes', { kind: 'answer', reply: { status: 400, body } }, { times: 3 });
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({ kind: 'wait' });
  expect(await failureOf(open.instagram.upload(post, open.saved.at(-1) ?? null, open.tools))).toMatchObject({ kind: 'wait' });
  const last = await failureOf(open.instagram.upload(post, open.saved.at(-1) ?? null, open.tools));
  expect(last).toMatchObject({ kind: 'rejected' });
  expect('reason' in last && last.reason).toContain('Request processing failed');
  expect(open.simulator.containers()).toHaveLength(3);
});

test('an upload that Instagram could not store for now keeps its container', async () => {
  await using open = await openInstagram();
  const post = open.post();
  const body = { debug_info: { retriable: true, type: 'ProcessingFailedError', message: 'Try again' } };
  open.simulator.faults.order('bytes', { kind: 'answer', reply: { status: 500, body } });
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({ kind: 'wait' });
  await open.instagram.upload(post, open.saved[0] ?? null, open.tools);
  expect(open.simulator.containers()).toHaveLength(1);
});

test('an upload that is called off stops with the reason', async () => {
  await using open = await openInstagram();
  open.simulator.faults.order('bytes', { kind: 'slow', ms: 90 });
  const stop = new AbortController();
  const upload = open.instagram.upload(open.post(), null, {
    ...open.tools,
    save: () => stop.abort(new Error('called off')),
    signal: stop.signal,
  });
  await expect(upload).rejects.toThrow('called off');
});

test('a film that vanished is the fault of nobody else', async () => {
  await using open = await openInstagram();
  const post = open.post();
  await expect(
    open.instagram.upload({ ...post, file: { ...post.file, path: `${post.file.path}.gone` } }, null, open.tools),
  ).rejects.toThrow('ENOENT');
});

test.each([true, false])('splitting an upload on purpose (taken: %s) is not needed', async (splitUploads) => {
  await using open = await openInstagram({ splitUploads });
  const post = open.post({ bytes: 900_000 });
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(open.asked('bytes')).toBe(1);
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
});

test('the simulator refuses a part of a film unless it may be split', async () => {
  for (const splitUploads of [true, false]) {
    await using open = await openInstagram({ splitUploads });
    open.simulator.faults.order('bytes', { kind: 'reset-before' });
    const post = open.post({ bytes: 1_000 });
    await failureOf(open.instagram.upload(post, null, open.tools));
    const { accessToken = '' } = open.needs.grant ?? {};
    const path = String(open.saved[0]?.['uploadPath']);
    const answer = await fetch(`${open.simulator.endpoints['rupload']}${path}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${accessToken}`, offset: '0', file_size: '1000' },
      body: Buffer.alloc(400),
    });
    expect(answer.status).toBe(splitUploads ? 200 : 400);
  }
});

test('a Page without an Instagram account asks the creator to link one', async () => {
  await using open = await openInstagram();
  const { grant } = open.needs;
  if (grant === null) throw new Error('there is a grant');
  open.needs.grant = { ...grant, extra: { login: 'facebook' } };
  expect(await failureOf(open.instagram.upload(open.post(), null, open.tools))).toMatchObject({
    kind: 'needs-you',
    code: 'NO_INSTAGRAM_ACCOUNT',
  });
});
