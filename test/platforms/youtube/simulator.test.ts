import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { simulateYoutube, type YoutubeSimulator } from './simulateYoutube.ts';

/* What the simulator must enforce beside what the adapter's own tests show. */

let google: YoutubeSimulator;
beforeEach(async () => {
  google = await simulateYoutube();
});
afterEach(() => google.close());

const BORDER = 262_144;
const headers = () => ({ authorization: `Bearer ${google.grantFor('mia').accessToken}`, 'content-type': 'application/json' });
const video = { snippet: { title: 'T', categoryId: '22' }, status: { privacyStatus: 'private' } };
const start = async (body: object = video, more: Record<string, string> = {}) =>
  fetch(`${google.origin}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status`, {
    method: 'POST',
    headers: { ...headers(), ...more },
    body: JSON.stringify(body),
  });
const put = async (session: string, range: string, bytes: Buffer = Buffer.alloc(0)) =>
  fetch(session, {
    method: 'PUT',
    headers: { ...headers(), 'content-range': range },
    body: bytes.length === 0 ? null : new Uint8Array(bytes),
  });
const reasonOf = async (answer: Response): Promise<unknown> => {
  const { error } = (await answer.json()) as { error: { errors: { reason: string }[] } };
  return error.errors[0]?.reason;
};

test('a film in equal chunks is whole at its last byte, and its answer is given again', async () => {
  const film = randomBytes(2 * BORDER + 10);
  const session = (await start()).headers.get('location') ?? '';
  const total = film.length;
  const before = await put(session, `bytes */${total}`);
  expect([before.status, before.headers.get('range')]).toEqual([308, null]);
  const first = await put(session, `bytes 0-${BORDER - 1}/${total}`, film.subarray(0, BORDER));
  expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${BORDER - 1}`]);
  const second = await put(session, `bytes ${BORDER}-${2 * BORDER - 1}/${total}`, film.subarray(BORDER, 2 * BORDER));
  expect(second.status).toBe(308);
  const last = await put(session, `bytes ${2 * BORDER}-${total - 1}/${total}`, film.subarray(2 * BORDER));
  expect(last.status).toBe(201);
  const again = await put(session, `bytes */${total}`);
  expect([again.status, await again.json()]).toEqual([201, await last.json()]);
});

test.each([
  ['a chunk that is no multiple of 262,144', 'bytes 0-99999/1000000', 100_000],
  ['a chunk that begins too late', `bytes ${BORDER}-${2 * BORDER - 1}/1000000`, BORDER],
  ['a range that does not match its length', 'bytes 0-9/20', 11],
  ['a range that is none', 'bites 0-9/10', 10],
])('%s is refused', async (_name, range, bytes) => {
  const session = (await start()).headers.get('location') ?? '';
  expect((await put(session, range, randomBytes(bytes))).status).toBe(400);
});

test('a start without the announced size and type is allowed, and noted', async () => {
  expect((await start()).status).toBe(200);
  expect(google.warnings).toHaveLength(2);
  await start(video, { 'x-upload-content-length': '10', 'x-upload-content-type': 'video/*' });
  expect(google.warnings).toHaveLength(2);
});

test.each([
  [{ ...video, snippet: { ...video.snippet, title: 'x'.repeat(101) } }, 'invalidTitle'],
  [{ ...video, snippet: { ...video.snippet, description: 'ä'.repeat(2_501) } }, 'invalidDescription'],
  [{ ...video, snippet: { ...video.snippet, tags: ['a b'.repeat(100), 'c d'.repeat(66)] } }, 'invalidTags'],
  [{ ...video, snippet: { ...video.snippet, categoryId: 22 } }, 'invalidCategoryId'],
  [{ ...video, status: { privacyStatus: 'public', publishAt: '2030-01-01T00:00:00Z' } }, 'invalidPublishAt'],
  [{ ...video, brandPartner: {} }, 'unexpectedPart'],
])('%o is refused as %s', async (body, reason) => {
  const answer = await start(body);
  expect([answer.status, await reasonOf(answer)]).toEqual([400, reason]);
});

test('a time to publish in the past publishes at once', async () => {
  const session =
    (await start({ ...video, status: { privacyStatus: 'private', publishAt: '2020-01-01T00:00:00Z' } })).headers.get('location') ?? '';
  await put(session, 'bytes 0-9/10', randomBytes(10));
  expect(google.published()).toMatchObject([{ visibility: 'public' }]);
});

test('a video without a privacy status is public, as since November 2026', async () => {
  const session = (await start({ ...video, status: {} })).headers.get('location') ?? '';
  await put(session, 'bytes 0-9/10', randomBytes(10));
  expect(google.published()).toMatchObject([{ visibility: 'public' }]);
});

test('without a token nothing is told', async () => {
  const answer = await fetch(`${google.origin}/youtube/v3/channels?part=snippet&mine=true`);
  expect([answer.status, await reasonOf(answer)]).toEqual([401, 'authError']);
});
