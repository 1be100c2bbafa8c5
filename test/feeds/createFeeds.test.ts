import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFeeds } from '../../electron/feeds/createFeeds.ts';
import { parseFeed } from '../../electron/feeds/parseFeed.ts';
import { plainText } from '../../electron/feeds/plainText.ts';
import type { PostMaker } from '../../electron/publish/postMaker.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { fillTemplate } from '../../shared/schedule/fillTemplate.ts';
import { captureHandlers } from '../schedule/support/captureHandlers.ts';
import { call, openPlanner, type Planner } from '../schedule/support/openPlanner.ts';

const HOUR_MS = 3_600_000;
const item = (name: string, more = ''): string =>
  `<item><title>${name}</title><guid>${name}</guid><link>https://news.example/${name}</link>${more}</item>`;
const rss = (...items: string[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`;

let planner: Planner;
let site: { url: string; say: { status: number; body: string; headers: Record<string, string> }; asked: number; close: () => void };
beforeEach(async () => {
  planner = openPlanner();
  planner.addChannel('a', {});
  planner.addChannel('b', {});
  const server = createServer((_request, response) => {
    site.asked += 1;
    response.writeHead(site.say.status, site.say.headers).end(site.say.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port and not on a pipe
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  site = { url: `http://127.0.0.1:${port}/feed`, say: { status: 200, body: rss(item('old')), headers: {} }, asked: 0, close };
});
afterEach(() => {
  site.close();
  planner[Symbol.dispose]();
});

/** The room on the planner's store; a second call is the studio started again. */
function openFeeds({ maker = {}, allowLoopback = true }: { maker?: Partial<PostMaker>; allowLoopback?: boolean } = {}) {
  let repeats: ((after: Date) => Date) | undefined;
  const aJob = { id: 1, kind: 'feed', state: 'running', title: '', subject: null, priority: 0, group: null, attempts: 1, attemptsAllowed: 1, runAt: '', createdAt: '', finishedAt: null, progress: null, error: null, late: false } as const; // prettier-ignore
  const quiet = {
    ...planner.jobs,
    handle: (handler: { repeats?: (after: Date) => Date }) => void (repeats = handler.repeats),
    add: () => aJob,
  };
  const { jobs, run } = captureHandlers(quiet, planner.clock);
  const { store, bus, newId, ledger } = planner;
  const now = (): Date => new Date(planner.clock.ms);
  const needs = { read: store.read, write: store.write, jobs, changes: bus, now, newId, together: ledger.together, allowLoopback };
  const { service } = createFeeds({ ...needs, maker: { ...planner.maker, ...maker } });
  return { service, run: async () => run('feed'), nextRun: () => repeats?.(now()).toISOString() };
}
const choice = { template: '{title}\n{link}', everyMinutes: 60, paused: false };
const add = async (feeds: ReturnType<typeof openFeeds>, more: object = {}) =>
  feeds.service.add({ url: site.url, channelIds: ['a'], ...choice, ...more }, call);
const drafts = async (): Promise<Post[]> => (await planner.posts.list({ limit: 200, states: ['draft'] }, call)).toReversed();
const say = (...items: string[]): void => void (site.say = { status: 200, body: rss(...items), headers: {} });

describe('a feed', () => {
  test('what is in it when it is added makes no drafts; what comes later makes one for each channel', async () => {
    const feeds = openFeeds();
    const feed = await add(feeds, { channelIds: ['a', 'b', 'a'] });
    expect(feed).toMatchObject({ title: 'News', channelIds: ['a', 'b'], drafts: 0, nextAt: '2026-11-20T13:00:00.000Z', problem: null });
    await feeds.run();
    expect(site.asked).toBe(1); // it is not due yet
    say(item('new', '<description>&lt;p&gt;Some &lt;b&gt;bold&lt;/b&gt; words&lt;/p&gt;</description>'), item('old'));
    planner.clock.ms += HOUR_MS;
    expect(await feeds.run()).toEqual({ drafts: 2 });
    expect((await drafts()).map(({ channelId, title, caption, hasFilm }) => [channelId, title, caption, hasFilm])).toEqual([
      ['a', 'new', 'new\nhttps://news.example/new', false],
      ['b', 'new', 'new\nhttps://news.example/new', false],
    ]);
    planner.clock.ms += HOUR_MS;
    expect(await feeds.run()).toEqual({ drafts: 0 });
    expect((await feeds.service.list(undefined, call))[0]).toMatchObject({ drafts: 2, checkedAt: '2026-11-20T14:00:00.000Z' });
    expect(planner.changes.filter(({ topic }) => topic === 'feed').at(-1)).toMatchObject({ value: { drafts: 2 }, removed: false });
  });

  test('a crash in the middle drafts nothing twice and forgets nothing', async () => {
    let left = 1;
    const dying: Partial<PostMaker> = {
      draft: (wish) => {
        const post = planner.maker.draft(wish);
        if (left === 0) throw new Error('killed');
        left -= 1;
        return post;
      },
    };
    await add(openFeeds());
    say(item('c'), item('b'), item('old'));
    planner.clock.ms += HOUR_MS;
    await expect(openFeeds({ maker: dying }).run()).rejects.toThrow('killed');
    expect(await drafts()).toEqual([]);
    await openFeeds().run();
    await openFeeds().run();
    expect((await drafts()).map(({ title }) => title).toSorted()).toEqual(['b', 'c']);
  });

  test('two checks at once draft each entry once', async () => {
    const feeds = openFeeds();
    const { id: feedId } = await add(feeds);
    say(item('new'), item('old'));
    await Promise.all([
      feeds.service.refresh({ feedId }, call),
      feeds.service.refresh({ feedId }, call),
      feeds.service.refresh({ feedId }, call),
    ]);
    expect(await drafts()).toHaveLength(1);
  });

  test('trouble is told and asked about later and later, and one good answer mends it', async () => {
    const feeds = openFeeds();
    await add(feeds);
    site.say = { status: 500, body: '', headers: {} };
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const [before] = await feeds.service.list(undefined, call);
      planner.clock.ms = Date.parse(before?.nextAt ?? '');
      await feeds.run();
      const [after] = await feeds.service.list(undefined, call);
      expect(after?.problem).toMatch(/trouble of its own/);
      waits.push((Date.parse(after?.nextAt ?? '') - planner.clock.ms) / HOUR_MS);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24, 24]);
    say(item('new'), item('old'));
    planner.clock.ms += 24 * HOUR_MS;
    await feeds.run();
    expect((await feeds.service.list(undefined, call))[0]).toMatchObject({ problem: null, drafts: 1 });
  });

  test('the server’s wish to be left alone is kept, and a feed that is gone for good is paused', async () => {
    const feeds = openFeeds();
    const { id: feedId } = await add(feeds);
    site.say = { status: 429, body: '', headers: { 'retry-after': '18000' } };
    expect(await feeds.service.refresh({ feedId }, call)).toMatchObject({
      nextAt: '2026-11-20T17:00:00.000Z',
      problem: expect.any(String),
    });
    site.say = { status: 304, body: '', headers: {} };
    expect(await feeds.service.refresh({ feedId }, call)).toMatchObject({ nextAt: '2026-11-20T13:00:00.000Z', problem: null });
    site.say = { status: 410, body: '', headers: {} };
    expect(await feeds.service.refresh({ feedId }, call)).toMatchObject({
      paused: true,
      nextAt: null,
      problem: expect.stringMatching(/gone/),
    });
  });

  test('looking first keeps nothing, and what cannot be read is not added', async () => {
    const feeds = openFeeds();
    expect(await feeds.service.test({ url: site.url }, call)).toEqual({
      title: 'News',
      items: [{ title: 'old', link: 'https://news.example/old', published: null }],
    });
    site.say = { status: 200, body: 'nonsense', headers: {} };
    await expect(add(feeds)).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    await expect(add(feeds, { url: 'not an address' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(add(feeds, { channelIds: ['nowhere'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(feeds.service.test({ url: 'file:///etc/passwd' }, call)).rejects.toMatchObject({ code: 'PROVIDER_FAILED' });
    expect(await feeds.service.list(undefined, call)).toEqual([]);
  });

  test('this computer itself is not read, except where a test allows it', async () => {
    await expect(add(openFeeds({ allowLoopback: false }))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringMatching(/your own computer/),
    });
    expect(site.asked).toBe(0);
  });

  test('the same feed is not added twice, and one that was removed comes back with what it has seen', async () => {
    const feeds = openFeeds();
    const { id: feedId } = await add(feeds);
    await expect(add(feeds)).rejects.toMatchObject({ code: 'CONFLICT' });
    await feeds.service.remove({ feedId }, call);
    expect(await feeds.service.list(undefined, call)).toEqual([]);
    await expect(async () => feeds.service.set({ feedId, paused: true }, call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await feeds.service.restore({ feedId }, call);
    await feeds.service.refresh({ feedId }, call);
    expect(await drafts()).toEqual([]);
  });

  test('a paused one is left alone, and looked into as soon as it goes on', async () => {
    const feeds = openFeeds();
    const { id: feedId } = await add(feeds, { paused: true });
    say(item('new'), item('old'));
    planner.clock.ms += 5 * HOUR_MS;
    await feeds.run();
    expect(site.asked).toBe(1);
    await feeds.service.set({ feedId, paused: false }, call);
    await feeds.run();
    expect(await drafts()).toHaveLength(1);
  });

  test('hundreds of new entries at once make fifty drafts, and never the others', async () => {
    const feeds = openFeeds();
    const { id: feedId } = await add(feeds);
    say(...Array.from({ length: 300 }, (_, index) => item(`n${index}`)));
    await feeds.service.refresh({ feedId }, call);
    await feeds.service.refresh({ feedId }, call);
    const titles = (await drafts()).map(({ title }) => title);
    expect(titles).toHaveLength(50);
    expect(titles).toContain('n0'); // the newest stands first in a feed
    expect(titles).not.toContain('n50');
  });
});

describe('the words of a feed', () => {
  test('what it writes is plain text, without scripts, and without signs that turn or hide it', () => {
    expect(plainText('<p>One &amp; <b>two</b></p><script>alert(1)</script><p>three&#33;&nbsp;&hellip;</p>', 100)).toBe(
      'One & two\nthree! …',
    );
    expect(plainText('a\u0000b\u202Ec\u2066d\u200Be\u0007', 100)).toBe('abcde');
    expect(plainText('👩‍👩‍👧 family', 100)).toBe('👩‍👩‍👧 family');
    expect(plainText('1 < 2 and 3 > 2', 100)).toBe('1 < 2 and 3 > 2');
    expect(plainText('🎬🎬🎬', 4)).toBe('🎬…');
    expect(plainText('&#xD800;&#0;&#99999999;&unknown;', 100)).toBe('&unknown;');
  });

  test('placeholders are filled once: what a feed writes is never taken for one', () => {
    expect(fillTemplate('{title}: {link} {title}', { title: '{link}$&', summary: '', link: 'L' }, 100)).toBe('{link}$&: L {link}$&');
    expect(fillTemplate('{summary}\n{link}', { title: '', summary: 'x'.repeat(50), link: 'https://a' }, 20)).toBe(
      `${'x'.repeat(10)}\nhttps://a`,
    );
  });

  test('a link is one of the web, made whole, and everything else is none', () => {
    const linkOf = (link: string) =>
      parseFeed(rss(`<item><title>x</title><link>${link}</link></item>`), 'https://site.example/feed').items[0]?.link;
    expect(linkOf('/a?b=1&amp;c')).toBe('https://site.example/a?b=1&c');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) expect(linkOf(bad)).toBeNull();
  });

  test('entries are told apart by id, else link, else title and date', () => {
    const keys = parseFeed(
      rss(
        '<item><guid isPermaLink="false">7</guid><title>A</title></item>',
        '<item><link>https://a/1</link></item>',
        '<item><title>B</title></item>',
        '<item><title>B</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>',
        '<item><title>B</title></item>',
      ),
      'https://a/',
    ).items.map(({ key }) => key.slice(0, 9));
    expect(keys.slice(0, 2)).toEqual(['id:7', 'link:http']);
    expect(keys).toHaveLength(4);
  });

  const samples = join(import.meta.dirname, '../../../shared/samples/payloads/rss/input');
  const known: Record<string, string> = existsSync(samples)
    ? Object.fromEntries(readdirSync(samples).map((name) => [name, readFileSync(join(samples, name), 'utf8')]))
    : {
        'own.rss': rss(item('one'), item('two')),
        'own.atom': '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>x</title></entry></feed>',
        'own.rdf':
          '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel><item rdf:about="1"><title>x</title></item></rdf:RDF>',
      };
  test.each(Object.keys(known))('%s is read, each of its entries with a key of its own, or told as no feed', (name) => {
    const text = known[name] ?? '';
    if (name.startsWith('unrecognized')) {
      expect(() => parseFeed(text, 'https://a/')).toThrow(/feed/);
      return;
    }
    const { items } = parseFeed(text, 'https://a/');
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    if (/<(item|entry)[\s>]/.test(text) && !name.startsWith('incomplete')) expect(items.length).toBeGreaterThan(0);
    for (const { title, summary, link } of items) {
      expect(title.length).toBeLessThanOrEqual(200);
      expect(`${title}${summary}`).not.toMatch(/<\/?(p|div|a|img|br)\b/i);
      expect(link ?? 'https:').toMatch(/^https?:/);
    }
  });

  test('a JSON feed is read too', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [{ id: '1', url: 'https://a/1', title: 'T', content_html: '<p>x</p>' }],
    };
    expect(parseFeed(JSON.stringify(feed), 'https://a/')).toMatchObject({
      title: 'J',
      items: [{ key: 'id:1', summary: 'x', link: 'https://a/1' }],
    });
  });
});
