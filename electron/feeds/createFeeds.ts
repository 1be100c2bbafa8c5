import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Feed } from '../../shared/contract/schedule.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import { runSoon } from '../jobs/runSoon.ts';
import type { Jobs, NewJob } from '../jobs/types.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import { requireChannels } from '../publish/readChannels.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { feedItems, feeds as table } from '../store/schema.ts';
import { FeedTrouble } from './feedTrouble.ts';
import { fetchFeed, type FetchedFeed } from './fetchFeed.ts';
import { isLoopback, isPublicAddress } from './isPublicAddress.ts';
import { keepFeed, keepTrouble } from './keepFeed.ts';
import type { MayReach } from './openGuard.ts';
import { asFeed, listFeeds, readFeed, type FeedRow } from './readFeeds.ts';

/* Words: an entry is one piece of news in a feed; a feed is checked when it is due; what is new in it becomes drafts. */

type Needs = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly maker: PostMaker;
  /** Runs `work` as one transaction of the ledger, so that posts are told of once they stand. */
  readonly together: <T>(work: () => T) => T;
  /** Lets feeds be read from this computer itself, for tests. */
  readonly allowLoopback: boolean;
};

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS; // no feed is checked more often than this, so none is much late
const job: NewJob<object> = { kind: 'feed', data: {}, title: 'Look into feeds', uniqueKey: 'feed', priority: -5 };
const KEPT = 'Nothing was kept.';

/** A web address as people write it: without a scheme, or as feed://, it is meant as https. @throws Failure BAD_INPUT */
function readAddress(text: string): URL {
  const given = text
    .trim()
    .replace(/^feed:(\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://');
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(given) ? given : `https://${given}`;
  if (URL.canParse(whole)) return new URL(whole);
  throw new Failure(
    'BAD_INPUT',
    `“${text.slice(0, 100)}” is not a web address. ${KEPT}`,
    'Copy the address of the feed, like https://example.com/feed.',
  );
}

/** Registers its job, so call it before `jobs.start()`; then `start` once. */
export function createFeeds(needs: Needs): { readonly service: Service<'feeds'>; readonly start: () => void } {
  const { read, write, jobs, changes, now, newId, allowLoopback } = needs;
  const mayReach: MayReach = (address) => isPublicAddress(address) || (allowLoopback && isLoopback(address));

  const tell = (feedId: string): Feed => {
    const row = readFeed(read, feedId);
    const value = asFeed(read, row);
    changes.publish({ topic: 'feed', value, removed: row.removedAt !== null });
    return value;
  };

  const check = async ({ id, url, etag, lastModified }: FeedRow, signal: AbortSignal): Promise<number> => {
    let made = 0;
    try {
      made = keepFeed(needs, id, await fetchFeed(new URL(url), { etag, lastModified, signal, mayReach, now }));
    } catch (error) {
      if (!(error instanceof FeedTrouble)) throw error;
      keepTrouble(needs, id, error);
    }
    tell(id);
    return made;
  };

  /** Reads a feed for somebody who waits for it. */
  const look = async (url: URL, signal: AbortSignal): Promise<Extract<FetchedFeed, { kind: 'feed' }>> => {
    try {
      const found = await fetchFeed(url, { signal, mayReach, now });
      if (found.kind === 'feed') return found;
      throw new FeedTrouble('The server says “as before” although we were never there.');
    } catch (error) {
      if (!(error instanceof FeedTrouble)) throw error;
      throw new Failure('PROVIDER_FAILED', `${error.message} ${KEPT}`, 'Check the address, or try again later.', { cause: error });
    }
  };

  jobs.handle({
    kind: 'feed',
    data: z.object({}),
    attempts: 3,
    missed: 'run-late',
    missedAfterMs: 24 * 60 * MINUTE_MS,
    repeats(after) {
      const due = listFeeds(read).flatMap(({ paused, nextAt }) => (paused || nextAt === null ? [] : [nextAt]));
      const next = Math.min(...due, after.getTime() + LONGEST_PAUSE_MS);
      return new Date(Math.max(next, after.getTime() + MINUTE_MS));
    },
    async run(_data, { signal }) {
      let made = 0;
      for (const feed of listFeeds(read)) {
        if (signal.aborted) break;
        if (!feed.paused && (feed.nextAt === null || feed.nextAt <= now().getTime())) made += await check(feed, signal);
      }
      return { drafts: made };
    },
  });

  const set = (feedId: string, fields: Partial<typeof table.$inferInsert>): Feed => {
    write.update(table).set(fields).where(eq(table.id, feedId)).run();
    return tell(feedId);
  };
  const mustStand = (feedId: string): FeedRow => {
    const row = readFeed(read, feedId);
    if (row.removedAt === null) return row;
    throw new Failure('NOT_FOUND', 'This feed was removed. Nothing was changed.', 'Put it back first.');
  };
  const mustBeNew = (url: string): void => {
    const [twin] = read
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.url, url), isNull(table.removedAt)))
      .all();
    if (twin === undefined) return;
    throw new Failure('CONFLICT', 'This feed is in the list already. It was not added again.', 'Change the one that is there.');
  };

  const service: Service<'feeds'> = {
    list: () => listFeeds(read).map((row) => asFeed(read, row)),
    async test({ url }, { signal }) {
      const { title, items } = await look(readAddress(url), signal);
      return { title, items: items.slice(0, 50).map((item) => ({ title: item.title, link: item.link, published: item.published })) };
    },
    async add({ url, channelIds, template, everyMinutes, paused }, { signal }) {
      requireChannels(read, channelIds);
      const address = readAddress(url);
      mustBeNew(address.href);
      const found = await look(address, signal);
      const id = newId();
      const at = now().getTime();
      needs.together(() => {
        mustBeNew(address.href); // somebody may have added it while we looked
        const heads = { title: found.title === '' ? address.hostname : found.title, etag: found.etag, lastModified: found.lastModified };
        const times = { checkedAt: at, nextAt: at + everyMinutes * MINUTE_MS, createdAt: at };
        const lists = { channelIds: JSON.stringify([...new Set(channelIds)]) };
        write
          .insert(table)
          .values({ id, url: address.href, template, everyMinutes, paused, ...lists, ...heads, ...times })
          .run();
        for (const { key, title } of found.items) write.insert(feedItems).values({ feedId: id, itemKey: key, title, seenAt: at }).run();
      });
      return tell(id);
    },
    set({ feedId, channelIds, template, everyMinutes, paused }) {
      const row = mustStand(feedId);
      if (channelIds !== undefined) requireChannels(read, channelIds);
      const every = everyMinutes ?? row.everyMinutes;
      const goesOn = row.paused && paused === false;
      const value = set(feedId, {
        ...(channelIds === undefined ? {} : { channelIds: JSON.stringify([...new Set(channelIds)]) }),
        template: template ?? row.template,
        everyMinutes: every,
        paused: paused ?? row.paused,
        nextAt: goesOn ? now().getTime() : everyMinutes === undefined ? row.nextAt : (row.checkedAt ?? now().getTime()) + every * MINUTE_MS,
      });
      runSoon(jobs, job, now());
      return value;
    },
    async refresh({ feedId }, { signal }) {
      await check(mustStand(feedId), signal);
      return asFeed(read, readFeed(read, feedId));
    },
    remove({ feedId }) {
      mustStand(feedId);
      set(feedId, { removedAt: now().getTime() });
      return {};
    },
    restore({ feedId }) {
      const row = readFeed(read, feedId);
      if (row.removedAt !== null) mustBeNew(row.url);
      return set(feedId, { removedAt: null });
    },
  };
  return { service, start: () => void jobs.add({ ...job, runAt: new Date(now().getTime() + MINUTE_MS) }) };
}
