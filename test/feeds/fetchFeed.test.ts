import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { FeedTrouble } from '../../electron/feeds/feedTrouble.ts';
import { fetchFeed, type FetchedFeed, type FeedRequest } from '../../electron/feeds/fetchFeed.ts';
import { isLoopback, isPublicAddress } from '../../electron/feeds/isPublicAddress.ts';

const rss = (items = '<item><title>One</title><guid>1</guid></item>'): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items}</channel></rss>`;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server on this computer. Answers its address, with a slash at the end. */
async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port and not on a pipe
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
const answer = (body: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener => {
  return (_request, response) => response.writeHead(status, headers).end(body);
};

const now = (): Date => new Date('2026-11-20T12:00:00Z');
const fetchFrom = async (url: string, about: Partial<FeedRequest> = {}): Promise<FetchedFeed> =>
  fetchFeed(new URL(url), { signal: new AbortController().signal, mayReach: isLoopback, now, ...about });
const refusal = async (url: string, about: Partial<FeedRequest> = {}): Promise<FeedTrouble> => {
  const error: unknown = await fetchFrom(url, about).then(
    (feed) => new Error(`it was read: ${JSON.stringify(feed)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FeedTrouble)) throw error;
  return error;
};

describe('reading a feed', () => {
  test('plain, gzip and brotli are read, with what tells the next time whether it changed', async () => {
    const headers = { 'content-type': 'application/rss+xml', etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 10:00:00 GMT' };
    const expected = { kind: 'feed', title: 'News', etag: '"v1"', lastModified: 'Fri, 20 Nov 2026 10:00:00 GMT' };
    for (const [encoding, body] of [
      ['identity', Buffer.from(rss())],
      ['gzip', gzipSync(rss())],
      ['br', brotliCompressSync(rss())],
    ] as const) {
      // prettier-ignore
      const url = await serve(answer(body, { ...headers, 'content-encoding': encoding }));
      expect(await fetchFrom(url)).toMatchObject({ ...expected, items: [{ key: 'id:1', title: 'One' }] });
    }
  });

  test('what the server said last time is sent back, and “as before” is understood', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push([request.headers['if-none-match'], request.headers['if-modified-since']]);
      response.writeHead(304).end();
    });
    expect(await fetchFrom(url, { etag: '"v1"', lastModified: 'yesterday' })).toEqual({ kind: 'same' });
    expect(seen).toEqual([['"v1"', 'yesterday']]);
  });

  test('redirects are followed, five and no more', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return response.end(rss());
      return response.writeHead(left % 2 === 0 ? 301 : 307, { location: `/${left - 1}` }).end();
    });
    expect(await fetchFrom(`${url}5`)).toMatchObject({ title: 'News' });
    expect((await refusal(`${url}6`)).message).toMatch(/round in circles/);
  });

  test('a charset is taken from the header, from the first line, or from the bytes', async () => {
    const title = (encoding: string): string =>
      `<?xml version="1.0"${encoding}?><rss version="2.0"><channel><title>Caf\u00e9</title><item><title>x</title></item></channel></rss>`;
    const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
    const byHeader = await serve(answer(latin(title('')), { 'content-type': 'text/xml; charset=ISO-8859-1' }));
    const byLine = await serve(answer(latin(title(' encoding="iso-8859-1"')), { 'content-type': 'text/xml' }));
    const wide = await serve(answer(Buffer.from(`\uFEFF${title(' encoding="utf-16"')}`, 'utf16le'), { 'content-type': 'text/xml' }));
    for (const url of [byHeader, byLine, wide]) expect(await fetchFrom(url)).toMatchObject({ title: 'Café' });
  });
});

describe('a hostile server', () => {
  test('a small packet that swells to gigabytes is stopped at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, 0x20));
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const url = await serve(answer(bomb, { 'content-encoding': 'gzip' }));
    expect((await refusal(url)).message).toMatch(/larger than 5 MB/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
    const twice = await serve(answer(gzipSync(bomb), { 'content-encoding': 'gzip, gzip' }));
    expect((await refusal(twice)).message).toMatch(/not known here/);
  });

  test('a body without end is stopped at the limit, and one that trickles at the deadline', async () => {
    let sent = 0;
    const endless = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(100_000, 0x20))) sent += 100_000;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect((await refusal(endless)).message).toMatch(/larger than 5 MB/);
    expect(sent).toBeLessThan(50_000_000);
    const silent = await serve((_request, response) => void response.writeHead(200).write('<rss'));
    expect((await refusal(silent, { withinMs: 200 })).message).toMatch(/within 1 seconds?/);
    const mute = await serve(() => undefined);
    expect((await refusal(mute, { withinMs: 200 })).message).toMatch(/within 1 seconds?/);
  });

  test('a redirect into this computer or its network is not followed, by number or by name', async () => {
    const asked: string[] = [];
    const inside = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end(rss());
    }, '127.0.0.2');
    const port = new URL(inside).port;
    const onlyFirst = (address: string): boolean => address === '127.0.0.1' || isPublicAddress(address);
    for (const target of [
      inside,
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'http://[::1]/',
      `http://[::ffff:127.0.0.2]:${port}/`,
      `http://2130706434:${port}/`,
      'file:///etc/passwd',
      'ftp://example.com/',
    ]) {
      // prettier-ignore
      const url = await serve((_request, response) => response.writeHead(302, { location: target }).end());
      expect((await refusal(url, { mayReach: onlyFirst })).message, target).toMatch(/your own computer or network|begins with https/);
    }
    expect(asked).toEqual([]);
  });

  test('a name is looked at when it is connected to, so one that leads here is refused', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end(rss());
    });
    const named = url.replace('127.0.0.1', 'localhost');
    expect((await refusal(named, { mayReach: isPublicAddress })).message).toMatch(/your own computer or network/);
    const looked: string[] = [];
    const watch = (address: string): boolean => {
      looked.push(address);
      return isLoopback(address);
    };
    expect(await fetchFrom(named, { mayReach: watch })).toMatchObject({ title: 'News' });
    expect(looked).toContain('127.0.0.1'); // asked of the resolver's answer, not of the name
    expect(asked).toHaveLength(1);
  });

  test('entities that swell, and document types at all, are refused; the same words inside of a text are not', async () => {
    const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">${laughs}]>${rss('<item><title>&l9;</title></item>').slice(21)}`;
    const outside = `<?xml version="1.0"?><!doctype rss SYSTEM "file:///etc/passwd">${rss().slice(21)}`;
    for (const body of [bomb, outside]) expect((await refusal(await serve(answer(body)))).message).toMatch(/document type/);
    const inText = rss(
      '<item><title>One</title><guid>1</guid><description><![CDATA[<!DOCTYPE html><p>Hi</p>]]></description></item><!-- <!ENTITY -->',
    );
    expect(await fetchFrom(await serve(answer(inText)))).toMatchObject({ items: [{ summary: expect.stringContaining('Hi') }] });
  });

  test('marks without end, and tags without end, are told quickly', async () => {
    for (const body of [
      '<![CDATA['.repeat(400_000),
      '<!--'.repeat(1_000_000),
      '<a>'.repeat(1_000_000),
      `<rss version="2.0"><channel><item><description>${'<'.repeat(1_000_000)}`,
      `{${'"a":{'.repeat(500_000)}`,
    ]) {
      // prettier-ignore
      expect((await refusal(await serve(answer(body)))).message).toMatch(/no feed|document type/);
    }
  });

  test('what is no feed is told as what it is', async () => {
    const page = '<!DOCTYPE html><html><head><title>Blog</title></head><body></body></html>';
    expect((await refusal(await serve(answer(page, { 'content-type': 'text/html' })))).message).toMatch(/web page/);
    expect((await refusal(await serve(answer('PNG', { 'content-type': 'image/png' })))).message).toMatch(/no feed \(image\/png\)/);
    for (const body of ['', 'hello', '{"a":1}', '<rss version="2.0"><channel><item>', '\u0000\u0001'])
      expect((await refusal(await serve(answer(body)))).message).toMatch(/no feed/);
    expect((await refusal(await serve(answer('not gzip', { 'content-encoding': 'gzip' })))).message).toMatch(/unpacked/);
  });

  test('the server’s own trouble is told, with the patience it asks for, but never more than a week', async () => {
    const told = async (status: number, headers: Record<string, string> = {}) => refusal(await serve(answer('', headers, status)));
    expect(await told(500)).toMatchObject({ message: expect.stringMatching(/trouble of its own \(500\)/), notBefore: null });
    expect(await told(503, { 'retry-after': '3600' })).toMatchObject({ notBefore: new Date('2026-11-20T13:00:00Z') });
    expect(await told(429, { 'retry-after': 'Fri, 20 Nov 2026 15:00:00 GMT' })).toMatchObject({
      notBefore: new Date('2026-11-20T15:00:00Z'),
    });
    expect(await told(429, { 'retry-after': '99999999999' })).toMatchObject({ notBefore: new Date('2026-11-27T12:00:00Z') });
    expect(await told(410)).toMatchObject({ gone: true });
    expect((await told(404)).message).toMatch(/nothing at this address/);
    expect((await told(302)).message).toMatch(/does not say where to/);
  });

  test('a connection that breaks, a server that is not there and a name that does not exist are told', async () => {
    const breaks = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('<rss>');
      setImmediate(() => response.destroy());
    });
    expect((await refusal(breaks)).message).toMatch(/connection to the server broke/);
    const gone = await serve(answer(''));
    for (const close of closers.splice(-1)) close();
    expect((await refusal(gone)).message).toMatch(/does not answer/);
    expect((await refusal('http://name:secret@127.0.0.1/')).message).toMatch(/name or password/);
  });

  test('whoever called it off hears that, and not of a trouble', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    await expect(fetchFrom(url, { signal: stop.signal })).rejects.not.toBeInstanceOf(FeedTrouble);
  });
});

test('only public addresses are public', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450:4001::5'])
    expect(isPublicAddress(address), address).toBe(true);
  for (const address of ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '192.0.2.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '239.255.255.250', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '', 'localhost', '127.1']) expect(isPublicAddress(address), address).toBe(false); // prettier-ignore
});
