import { expect, test } from 'vitest';
import { simulateX } from '../../platforms/x/simulateX.ts';

/** Speaks to the simulator by plain requests, not through our adapter. */
async function openPlain() {
  const simulator = await simulateX();
  const { accessToken } = simulator.grantFor('mia');
  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; text: string; headers: Headers }> => {
    const isForm = body instanceof FormData;
    const answer = await fetch(simulator.origin + path, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const begin = async (bytes: number): Promise<string> => {
    const video = { media_type: 'video/mp4', media_category: 'tweet_video', total_bytes: bytes };
    const { text } = await ask('POST', '/2/media/upload/initialize', video);
    return String(JSON.parse(text).data.id);
  };
  const append = (id: string, index: number | string, bytes: number, more: Record<string, string> = {}) => {
    const form = new FormData();
    form.set('segment_index', String(index));
    form.set('media', new Blob([new Uint8Array(bytes)]));
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    return ask('POST', `/2/media/upload/${id}/append`, form);
  };
  return { simulator, ask, begin, append, [Symbol.asyncDispose]: () => simulator.close() };
}

test('unknown keys are refused in an upload and in a post', async () => {
  await using x = await openPlain();
  const video = { media_type: 'video/mp4', media_category: 'tweet_video', total_bytes: 1 };
  expect((await x.ask('POST', '/2/media/upload/initialize', { ...video, chunk: 1 })).status).toBe(400);
  expect((await x.ask('POST', '/2/tweets', { text: 'hi', visibility: 'public' })).status).toBe(400);
  expect((await x.ask('POST', '/2/tweets', { text: 'hi', reply_settings: 'everyone' })).status).toBe(400);
  expect((await x.ask('POST', '/2/tweets', { text: 'hi' })).status).toBe(201);
  expect((await x.ask('POST', '/2/tweets', { text: 'hi' })).status).toBe(403);
});

test('segments have numbers from 0 to 999, both fields, and nothing else', async () => {
  await using x = await openPlain();
  const id = await x.begin(10);
  expect((await x.append(id, 1_000, 1)).status).toBe(400);
  expect((await x.append(id, -1, 1)).status).toBe(400);
  expect((await x.append(id, 0, 1, { command: 'APPEND' })).status).toBe(400);
  expect((await x.append(id, 0, 10)).status).toBe(200);
  expect((await x.append('123', 0, 10)).status).toBe(404);
});

test('a request above 5 MiB, with what surrounds the film, gets an empty 413', async () => {
  await using x = await openPlain();
  const id = await x.begin(5 * 1024 * 1024);
  const { status, text } = await x.append(id, 0, 5 * 1024 * 1024);
  expect([status, text]).toEqual([413, '']);
});

test('finalize wants a JSON object and every byte', async () => {
  await using x = await openPlain();
  const id = await x.begin(20);
  await x.append(id, 0, 10);
  expect((await x.ask('POST', `/2/media/upload/${id}/finalize`)).text).toContain('Request body must be a JSON object.');
  expect((await x.ask('POST', `/2/media/upload/${id}/finalize`, {})).text).toContain('do not add up');
  await x.append(id, 1, 10);
  expect((await x.ask('POST', `/2/media/upload/${id}/finalize`, {})).status).toBe(200);
});

test('the withdrawn form of uploading is refused', async () => {
  await using x = await openPlain();
  const form = new FormData();
  form.set('command', 'INIT');
  expect((await x.ask('POST', '/2/media/upload', form)).status).toBe(400);
});

test('rate headers come with every answer, also a refusal', async () => {
  await using x = await openPlain();
  for (const { headers } of [await x.ask('GET', '/2/users/me'), await x.ask('POST', '/2/tweets', {}), await x.ask('GET', '/2/tweets')]) {
    for (const name of ['limit', 'remaining', 'reset']) expect(headers.get(`x-rate-limit-${name}`)).toMatch(/^\d+$/);
  }
});

test('a film that is not ready cannot be posted, nor somebody else’s', async () => {
  await using x = await openPlain();
  const id = await x.begin(10);
  expect((await x.ask('POST', '/2/tweets', { text: 'hi', media: { media_ids: [id] } })).text).toContain('media IDs are invalid');
  expect((await x.ask('POST', '/2/tweets', { text: 'hi', media: { media_ids: ['42'] } })).status).toBe(400);
});

test('a post that was removed is gone for everybody', async () => {
  await using x = await openPlain();
  const { id } = JSON.parse((await x.ask('POST', '/2/tweets', { text: 'soon gone' })).text).data;
  expect((await x.ask('DELETE', `/2/tweets/${id}`)).status).toBe(200);
  expect((await x.ask('GET', `/2/tweets?ids=${id}`)).text).toContain('resource-not-found');
});
