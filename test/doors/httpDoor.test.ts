import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createChangeBus } from '../../electron/changes.ts';
import { Failure } from '../../shared/errors.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { ask, mediaBytes, openTestDoor, type TestDoor } from './openTestDoor.ts';
import { practice, standInServices } from './standInServices.ts';

const clientOf = (door: TestDoor): ContractRouterClient<Contract> =>
  createORPCClient(new RPCLink({ url: `${door.origin}/rpc`, headers: door.key }));

const json = { 'content-type': 'application/json' };

describe('who may come in', () => {
  test('an address opens the door once, and leaves a cookie no script can read', async () => {
    await using door = await openTestDoor();
    const { pathname, search } = new URL(door.mintAddress());
    const first = await ask(door.port, pathname + search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']?.[0]).toMatch(new RegExp(`^tidereel-${door.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    const again = await ask(door.port, pathname + search);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('an address older than ten minutes opens nothing', async () => {
    await using door = await openTestDoor();
    const { pathname, search } = new URL(door.mintAddress());
    door.clock.now = new Date(door.clock.now.getTime() + 10 * 60_000 + 1);
    expect((await ask(door.port, pathname + search)).status).toBe(401);
  });

  test.each([
    '/',
    '/rpc/channels/list',
    '/api/channels',
    '/api/openapi.json',
    '/media/asset/a1/clip.mp4',
    '/practice/posts/p1',
    '/owner/alive',
    '/assets/main-abc123.js',
    '/nothing',
  ])('%s answers nobody without a cookie or key', async (path) => {
    await using door = await openTestDoor();
    expect((await ask(door.port, path)).status).toBe(401);
    const guessed = { cookie: `tidereel-${door.port}=${'A'.repeat(43)}`, authorization: `Bearer ${'x'.repeat(43)}` };
    expect((await ask(door.port, path, { headers: guessed })).status).toBe(401);
  });

  test('a browser session cannot mint addresses, however the path is spelled; the owner key can', async () => {
    await using door = await openTestDoor();
    const own = { cookie: door.cookie, origin: door.origin };
    expect((await ask(door.port, '/owner/token', { method: 'POST', headers: own })).status).toBe(401);
    expect((await ask(door.port, '/%6fwner/token', { method: 'POST', headers: own })).status).toBe(401);
    const minted = await ask(door.port, '/owner/token', { method: 'POST', headers: door.key });
    const { url } = JSON.parse(minted.text) as { url: string };
    expect((await ask(door.port, `/${new URL(url).search}`)).status).toBe(303);
  });
});

describe('foreign pages', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:80'])(
    'a request for the host "%s" is refused, also with the right cookie (DNS rebinding)',
    async (host) => {
      await using door = await openTestDoor();
      expect((await ask(door.port, '/', { headers: { host, cookie: door.cookie } })).status).toBe(421);
    },
  );

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('a request with %o is refused, also with the right cookie or key', async (headers) => {
    await using door = await openTestDoor();
    for (const right of [{ cookie: door.cookie }, door.key]) {
      const answer = await ask(door.port, '/rpc/channels/list', { method: 'POST', headers: { ...json, ...right, ...headers }, body: '{}' });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('FOREIGN_PAGE');
    }
  });

  test('a change asked for with a cookie must say that our page asked', async () => {
    await using door = await openTestDoor();
    const headers = { ...json, cookie: door.cookie };
    expect((await ask(door.port, '/rpc/channels/list', { method: 'POST', headers, body: '{}' })).status).toBe(403);
    const ours = { ...headers, origin: door.origin };
    expect((await ask(door.port, '/rpc/channels/list', { method: 'POST', headers: ours, body: '{}' })).status).toBe(200);
  });

  test('no answer ever invites other origins, not even to a preflight', async () => {
    await using door = await openTestDoor();
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await ask(door.port, '/api/channels', {
        method,
        headers: { ...door.key, 'access-control-request-method': 'PUT' },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('every answer carries the security headers, refusals too', async () => {
    await using door = await openTestDoor();
    for (const headers of [{}, door.key]) {
      const answer = await ask(door.port, '/api/channels', { headers });
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'permissions-policy': expect.stringContaining('camera=()'),
      });
    }
  });

  test('it listens on this computer only', async () => {
    await using door = await openTestDoor();
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((net) => net && !net.internal && net.family === 'IPv4');
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: outside?.address ?? '127.0.0.2', port: door.port });
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });
});

describe('bodies', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'a call in %s is refused',
    async (type) => {
      await using door = await openTestDoor();
      for (const path of ['/rpc/channels/list', '/api/posts']) {
        const answer = await ask(door.port, path, { method: 'POST', headers: { ...door.key, 'content-type': type }, body: '{}' });
        expect(answer.status).toBe(415);
      }
    },
  );

  test('a call that says it is larger than allowed is refused before it is read', async () => {
    await using door = await openTestDoor();
    const headers = { ...door.key, ...json, 'content-length': 4_000_001, expect: '100-continue' };
    expect((await ask(door.port, '/rpc/posts/create', { method: 'POST', headers })).status).toBe(413);
  });

  test('a call of unknown length is refused', async () => {
    await using door = await openTestDoor();
    const headers = { ...door.key, ...json, 'transfer-encoding': 'chunked' };
    expect((await ask(door.port, '/rpc/posts/create', { method: 'POST', headers, body: '{}' })).status).toBe(411);
  });
});

describe('calls', () => {
  test('the same procedure answers over RPC and over REST', async () => {
    await using door = await openTestDoor();
    expect(await clientOf(door).channels.list()).toEqual([practice]);
    expect(JSON.parse((await ask(door.port, '/api/channels', { headers: door.key })).text)).toEqual([practice]);
  });

  test('a foreseen failure arrives with its code, status, words and hint', async () => {
    const cancel = (): never => {
      throw new Failure('CONFLICT', 'It is already live.', 'Delete it on the platform.');
    };
    await using door = await openTestDoor(standInServices({ posts: { cancel } }));
    const failure: unknown = await clientOf(door)
      .posts.cancel({ postId: 'p1' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ORPCError);
    expect(failure).toMatchObject({
      code: 'CONFLICT',
      status: 409,
      defined: true,
      message: 'It is already live.',
      data: { hint: 'Delete it on the platform.' },
    });
    const rest = await ask(door.port, '/api/posts/p1/cancel', { method: 'POST', headers: door.key });
    expect(rest.status).toBe(409);
    expect(JSON.parse(rest.text)).toMatchObject({ code: 'CONFLICT', data: { hint: 'Delete it on the platform.' } });
  });

  test('an unforeseen error is logged and shows none of its insides', async () => {
    const list = (): never => {
      throw new Error('SQLITE_CORRUPT in /home/someone/studio.db');
    };
    await using door = await openTestDoor(standInServices({ channels: { list } }));
    const failure: unknown = await clientOf(door)
      .channels.list()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500, data: { hint: expect.any(String) } });
    expect(JSON.stringify(failure)).not.toContain('someone');
    expect(door.logged).toMatchObject([
      { about: { err: { message: expect.stringContaining('SQLITE_CORRUPT') }, procedure: 'channels.list' } },
    ]);
  });

  test('input that does not fit is named by place', async () => {
    await using door = await openTestDoor();
    const body = JSON.stringify({ json: { states: ['nonsense'] } });
    const answer = await ask(door.port, '/rpc/posts/list', { method: 'POST', headers: { ...door.key, ...json }, body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ json: { code: 'BAD_INPUT', message: expect.stringContaining('states.0') } });
  });

  test('REST reads numbers and lists from the address', async () => {
    let seen: unknown;
    const list = (input: unknown): [] => {
      seen = input;
      return [];
    };
    await using door = await openTestDoor(standInServices({ jobs: { list } }));
    expect((await ask(door.port, '/api/jobs?finished=true&limit=7', { headers: door.key })).status).toBe(200);
    expect(seen).toEqual({ finished: true, limit: 7 });
  });

  test('the OpenAPI document names every call of the contract', async () => {
    await using door = await openTestDoor();
    const document = JSON.parse((await ask(door.port, '/api/openapi.json', { headers: door.key })).text) as {
      paths: Record<string, object>;
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/channels', '/posts/{postId}/approve', '/projects/{projectId}/edits', '/changes']),
    );
  });

  test('changes arrive as they happen, and leaving ends the listening', async () => {
    const bus = createChangeBus();
    const ended = Promise.withResolvers<void>();
    const follow = async function* (_input: unknown, { signal }: { signal: AbortSignal }): ReturnType<typeof bus.follow> {
      try {
        yield* bus.follow(signal);
      } finally {
        ended.resolve();
      }
    };
    await using door = await openTestDoor(standInServices({ changes: { follow } }, bus));
    const leave = new AbortController();
    const changes = await clientOf(door).changes.follow(undefined, { signal: leave.signal });
    const first = changes.next();
    await new Promise((resolve) => setTimeout(resolve, 50)); // the stream is open; a change before that is nobody's
    bus.publish({ topic: 'paused', value: { paused: true } });
    expect(await first).toEqual({ done: false, value: { topic: 'paused', value: { paused: true } } });
    leave.abort();
    await ended.promise;
  });

  test('the door closes while a window listens', async () => {
    const door = await openTestDoor();
    const changes = await clientOf(door).changes.follow();
    const next = changes.next().catch(() => 'cut');
    await door[Symbol.asyncDispose]();
    expect(await next).toBe('cut');
  });
});

describe('media', () => {
  const file = '/media/asset/a1/clip.mp4';
  test.each([
    { range: undefined, status: 200, from: 0, to: 999 },
    { range: 'bytes=0-', status: 206, from: 0, to: 999 },
    { range: 'bytes=100-199', status: 206, from: 100, to: 199 },
    { range: 'bytes=990-5000', status: 206, from: 990, to: 999 },
    { range: 'bytes=-10', status: 206, from: 990, to: 999 },
    { range: 'bytes=0-1,5-6', status: 200, from: 0, to: 999 },
    { range: 'lines=1-2', status: 200, from: 0, to: 999 },
  ])('answers $range with $status and exactly these bytes', async ({ range, status, from, to }) => {
    await using door = await openTestDoor();
    const headers = { ...door.key, ...(range === undefined ? {} : { range }) };
    const answer = await ask(door.port, file, { headers });
    expect(answer.status).toBe(status);
    expect(answer.body.equals(mediaBytes.subarray(from, to + 1))).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-length': String(to - from + 1),
      'accept-ranges': 'bytes',
      'content-type': 'video/mp4',
    });
    expect(answer.headers['content-range']).toBe(status === 206 ? `bytes ${from}-${to}/1000` : undefined);
    const head = await ask(door.port, file, { method: 'HEAD', headers });
    expect({ status: head.status, length: head.headers['content-length'], body: head.body.length }).toEqual({
      status,
      length: String(to - from + 1),
      body: 0,
    });
  });

  test('a range beyond the end is 416 with the size', async () => {
    await using door = await openTestDoor();
    const answer = await ask(door.port, file, { headers: { ...door.key, range: 'bytes=1000-' } });
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */1000');
  });

  test('an unchanged file is not sent again, and a range of an older version is not mixed in', async () => {
    await using door = await openTestDoor();
    const { headers } = await ask(door.port, file, { headers: door.key });
    expect((await ask(door.port, file, { headers: { ...door.key, 'if-none-match': headers.etag } })).status).toBe(304);
    expect((await ask(door.port, file, { headers: { ...door.key, range: 'bytes=5-', 'if-range': '"old"' } })).status).toBe(200);
    expect((await ask(door.port, file, { headers: { ...door.key, range: 'bytes=5-', 'if-range': headers.etag } })).status).toBe(206);
  });

  test.each([
    '/media/studio.db',
    '/media/../studio.db',
    '/media/%2e%2e%2fstudio.db',
    '/media/asset/a1/clip.mp4/..',
    '/../studio.db',
    '/..%2fstudio.db',
    '/assets/..%2f..%2fstudio.db',
    '/media/%ff',
  ])('%s shows nothing of the data folder', async (path) => {
    await using door = await openTestDoor();
    const answer = await ask(door.port, path, { headers: door.key });
    expect(answer.text).not.toContain('private');
    expect([400, 403, 404]).toContain(answer.status);
  });
});

describe('uploads', () => {
  test.each([
    ['あ'.repeat(150) + '.mp4', /^あ{60,}\.mp4$/],
    ['😀'.repeat(100) + '.mp4', /^(?:😀){40,}\.mp4$/u],
    ['con.mp4', /^_con\.mp4$/],
    ['../..', /^recording$/],
  ])('a name that some system would not take is made one: %s', async (name, expected) => {
    await using door = await openTestDoor();
    const answer = await ask(door.port, `/upload?name=${encodeURIComponent(name)}`, { method: 'PUT', headers: door.key, body: mediaBytes });
    const { path } = JSON.parse(answer.text) as { path: string }; // the answer of our own route
    expect(basename(path)).toMatch(expected);
    expect(await readFile(path)).toEqual(mediaBytes);
  });

  test('a dropped file lands whole in the uploads folder under a safe name', async () => {
    await using door = await openTestDoor();
    const headers = { ...door.key, 'content-type': 'video/mp4' };
    const name = encodeURIComponent('../../My "clip":\u0007 1.mp4');
    const answer = await ask(door.port, `/upload?name=${name}`, { method: 'PUT', headers, body: mediaBytes });
    const { path } = JSON.parse(answer.text) as { path: string };
    expect(path).toMatch(/uploads[\\/][0-9a-f]{12}[\\/]My _clip___ 1\.mp4$/);
    expect((await readFile(path)).equals(mediaBytes)).toBe(true);
    expect(await readdir(join(door.home, 'uploads'))).toHaveLength(1);
  });

  test('a file cut off on its way leaves nothing behind', async () => {
    await using door = await openTestDoor();
    await new Promise<void>((resolve) => {
      const socket = connect(door.port, '127.0.0.1', () => {
        const head = `PUT /upload?name=a.mp4 HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nAuthorization: ${door.key.authorization}\r\nContent-Length: 5000\r\n\r\n`;
        socket.write(head);
        socket.write(mediaBytes, () => setTimeout(() => socket.destroy(), 100));
      });
      socket.on('close', () => resolve());
    });
    await expect.poll(() => readdir(join(door.home, 'uploads'))).toEqual([]);
  });

  test('a file larger than the disk is refused before it is sent', async () => {
    await using door = await openTestDoor();
    const headers = { ...door.key, 'content-length': 2 ** 52, expect: '100-continue' };
    const answer = await ask(door.port, '/upload?name=a.mp4', { method: 'PUT', headers, body: 'x' }).catch((error: unknown) => error);
    expect(answer).toMatchObject({ status: 507, text: expect.stringContaining('DISK_FULL') });
  });
});

describe('the window', () => {
  test('its page has a fresh nonce each time, the same in the policy and in the page', async () => {
    await using door = await openTestDoor();
    const nonces = await Promise.all(
      ['/', '/queue'].map(async (path) => {
        const { headers, text } = await ask(door.port, path, { headers: { cookie: door.cookie } });
        const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
        expect(text).toContain(`nonce="${nonce}"`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  test('its files are sent with their type, and a missing one is not the page', async () => {
    await using door = await openTestDoor();
    const script = await ask(door.port, '/assets/main-abc123.js', { headers: { cookie: door.cookie } });
    expect(script.headers['content-type']).toContain('javascript');
    expect((await ask(door.port, '/assets/gone.js', { headers: { cookie: door.cookie } })).status).toBe(404);
  });

  test('a practice post shows its page, which may run nothing', async () => {
    await using door = await openTestDoor();
    const page = await ask(door.port, '/practice/posts/p1', { headers: { cookie: door.cookie } });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).not.toContain('script-src');
    expect((await ask(door.port, '/practice/posts/p2', { headers: { cookie: door.cookie } })).status).toBe(404);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['is not JSON', '{"json":'],
    ['is nested without end', '['.repeat(500_000)],
    ['names places that are not there', '{"json":{},"meta":[[3,"__proto__","polluted"]]}'],
  ])('a call that %s is the fault of the caller, and is not logged as ours', async (_what, body) => {
    await using door = await openTestDoor();
    const headers = { ...door.key, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const answer = await ask(door.port, '/rpc/projects/create', { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ json: { code: 'BAD_INPUT', data: { hint: expect.any(String) } } });
    expect(door.logged).toEqual([]);
  });

  test('an address that cannot be decoded gets the same kind of no', async () => {
    await using door = await openTestDoor();
    const answer = await ask(door.port, '/media/%E0%A4%A');
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'BAD_INPUT' });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});
