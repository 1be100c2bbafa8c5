import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callPlatform } from '../../../electron/publish/http/callPlatform.ts';
import { LostAnswer } from '../../../electron/publish/http/lostAnswer.ts';
import { parseJson } from '../../../electron/publish/http/parseJson.ts';
import { redact } from '../../../electron/publish/http/redact.ts';

let server: Server;
let folder: string;
let url: string;
let answer: RequestListener;
const { signal } = new AbortController();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidereel-http-'));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('what is sent', () => {
  test('a piece of a file goes out as exactly those bytes, with their length', async () => {
    const path = join(folder, 'film');
    const film = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    writeFileSync(path, film);
    const hash = createHash('sha256');
    let length: string | undefined;
    answer = (request, response) => {
      length = request.headers['content-length'];
      request.on('data', (part: Buffer) => hash.update(part)).on('end', () => response.end('{}'));
    };
    const seen: number[] = [];
    await callPlatform({ url, method: 'PUT', file: { path, start: 100, end: 2_500_099 }, onSent: (bytes) => seen.push(bytes), signal });
    expect(length).toBe('2500000');
    expect(hash.digest('hex')).toBe(createHash('sha256').update(film.subarray(100, 2_500_100)).digest('hex'));
    expect(seen.at(-1)).toBe(2_500_000);
  });

  test('no byte is lost while the connection is still being made', async () => {
    const path = join(folder, 'film');
    const film = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    writeFileSync(path, film);
    answer = (request, response) => {
      const hash = createHash('sha256');
      request.on('data', (part: Buffer) => hash.update(part)).on('end', () => response.end(hash.digest('hex')));
    };
    // a name has to be looked up first, which takes longer than opening the file
    const byName = url.replace('127.0.0.1', 'localhost');
    const file = { path, start: 0, end: film.length - 1 };
    const { text } = await callPlatform({ url: byName, method: 'PUT', file, onSent: () => undefined, signal });
    expect(text).toBe(createHash('sha256').update(film).digest('hex'));
  });

  test('whoever counts the bytes may give up, and the question ends with that', async () => {
    const path = join(folder, 'film');
    writeFileSync(path, Buffer.alloc(3_000_000));
    answer = (request, response) =>
      void request
        .on('error', () => undefined)
        .resume()
        .on('end', () => response.end());
    const onSent = (): void => {
      throw new Error('the lease is lost');
    };
    const asked = callPlatform({ url, method: 'PUT', file: { path, start: 0, end: 2_999_999 }, onSent, signal });
    await expect(asked).rejects.toThrow('the lease is lost');
  });

  test('a connection that breaks under a file is a lost answer, not a trouble of the file', async () => {
    const path = join(folder, 'film');
    writeFileSync(path, Buffer.alloc(30_000_000));
    answer = (request) => void request.once('data', () => request.socket.destroy());
    const asked = callPlatform({ url, method: 'PUT', file: { path, start: 0, end: 29_999_999 }, signal });
    await expect(asked).rejects.toBeInstanceOf(LostAnswer);
  });

  test('nothing of a file is a question with length 0', async () => {
    answer = (request, response) => response.end(JSON.stringify({ length: request.headers['content-length'] }));
    const { json } = await callPlatform({ url, method: 'PUT', file: { path: join(folder, 'none'), start: 0, end: -1 }, signal });
    expect(json).toEqual({ length: '0' });
  });

  test('a file that vanished is the trouble of the file, not of the platform', async () => {
    answer = (request, response) => void request.resume().on('end', () => response.end());
    const asked = callPlatform({ url, method: 'PUT', file: { path: join(folder, 'gone'), start: 0, end: 9 }, signal });
    await expect(asked).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what comes back', () => {
  test('any status is an answer, redirects included', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere', 'x-rate-limit-remaining': '7' }).end('moved');
    const { status, text, json, header } = await callPlatform({ url, signal });
    expect({ status, text, json, left: header('X-Rate-Limit-Remaining') }).toEqual({
      status: 302,
      text: 'moved',
      json: undefined,
      left: '7',
    });
  });

  test('a connection that dies before the answer may have been heard', async () => {
    answer = (request) => request.socket.destroy();
    await expect(callPlatform({ url, method: 'POST', json: {}, signal })).rejects.toMatchObject({
      name: 'LostAnswer',
      question: 'unknown',
    });
  });

  test('half an answer is no answer', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id"');
      setTimeout(() => response.destroy(), 5);
    };
    await expect(callPlatform({ url, signal })).rejects.toBeInstanceOf(LostAnswer);
  });

  test('silence ends', async () => {
    answer = () => undefined;
    await expect(callPlatform({ url, signal, silenceMs: 30 })).rejects.toMatchObject({ question: 'unknown' });
  });

  test('a door that is closed never heard the question', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(callPlatform({ url: `http://127.0.0.1:${port}/`, method: 'POST', json: {}, signal })).rejects.toMatchObject({
      question: 'never-arrived',
    });
  });

  test('an answer without end is cut off', async () => {
    answer = (_request, response) => {
      const more = (): void => void (response.write(Buffer.alloc(1_000_000)) ? setImmediate(more) : response.once('drain', more));
      more();
    };
    await expect(callPlatform({ url, signal })).rejects.toBeInstanceOf(LostAnswer);
  });

  test('stopping is not a lost answer', async () => {
    const stop = new AbortController();
    answer = () => stop.abort(new Error('called off'));
    await expect(callPlatform({ url, signal: stop.signal })).rejects.toThrow('called off');
  });
});

test('ids beyond 2^53 keep their digits', () => {
  expect(parseJson('{"id": 7512345678901234567, "n": 12, "list": [9007199254740993], "half": 0.5, "big": 1e30}')).toEqual({
    id: '7512345678901234567',
    n: 12,
    list: ['9007199254740993'],
    half: 0.5,
    big: 1e30,
  });
  expect(parseJson('<html>')).toBeUndefined();
});

test.each([
  'access_token=EAAB1&x=1',
  '{"refresh_token":"EAAB1","a":1}',
  'Authorization: Bearer EAAB1',
  'https://upload.example/?upload_id=EAAB1&upload_token=EAAB1',
  "{ authorization: 'OAuth EAAB1' }",
  'http://127.0.0.1:4/?code=EAAB1&state=2',
])('no token stays in what is kept of an answer: %s', (text) => {
  expect(redact(text)).not.toContain('EAAB1');
});

test('the codes of a platform stay, for the fold in the ledger', () => {
  expect(redact(`{ code: 'rate_limit_exceeded', status: 429 }`)).toBe(`{ code: 'rate_limit_exceeded', status: 429 }`);
});
