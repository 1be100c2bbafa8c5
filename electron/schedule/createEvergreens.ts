import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Evergreen } from '../../shared/contract/schedule.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import { runSoon } from '../jobs/runSoon.ts';
import type { Jobs, NewJob } from '../jobs/types.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import { readChannel, requireChannels } from '../publish/readChannels.ts';
import { readPost } from '../publish/readPosts.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { evergreens as table } from '../store/schema.ts';
import type { Times } from './createTimes.ts';
import { asEvergreen, listEvergreens, nextCopy, readEvergreen } from './readEvergreens.ts';
import { makerOf } from './readUses.ts';

/*
Words: an evergreen is a post whose film is used again; a copy is a post it made. Between two copies on a channel lies the
cool-down.
*/

type Needs = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly times: Times;
  readonly maker: PostMaker;
  /** Runs `work` as one transaction of the ledger, so that posts are told of once they stand. */
  readonly together: <T>(work: () => T) => T;
};

const HOUR_MS = 3_600_000;
const job: NewJob<object> = { kind: 'evergreen', data: {}, title: 'Post evergreens again', uniqueKey: 'evergreen', priority: -5 };

/** Registers its job, so call it before `jobs.start()`; then `start` once. */
export function createEvergreens(needs: Needs): { readonly service: Service<'evergreens'>; readonly start: () => void } {
  const { read, write, jobs, changes, now, newId, times, maker, together } = needs;

  const tell = (evergreenId: string): Evergreen => {
    const row = readEvergreen(read, evergreenId);
    const value = asEvergreen(read, row);
    changes.publish({ topic: 'evergreen', value, removed: row.removedAt !== null });
    return value;
  };

  /**
   * Makes the copy for a channel if it is due. All of it is one transaction over what the posts say at that moment: however
   * often it is asked, and wherever it is killed, a cool-down has one copy.
   */
  const copyIfDue = (evergreenId: string, channelId: string): boolean =>
    together(() => {
      const evergreen = readEvergreen(read, evergreenId);
      if (evergreen.paused || evergreen.removedAt !== null || readChannel(read, channelId).paused) return false;
      const next = nextCopy(read, evergreen, channelId);
      if (next === null || next.underWay || next.dueMs > now().getTime()) return false;
      const time = times.nextTime(channelId);
      if (time === null) return false;
      const { postId, approved: approve } = evergreen;
      maker.copy({ postId, channelId, caption: next.caption, time, approve, madeBy: makerOf(evergreenId) });
      const use = { uses: sql`${table.uses} + 1`, lastUsedAt: time.at.getTime() };
      write.update(table).set(use).where(eq(table.id, evergreenId)).run();
      return true;
    });

  jobs.handle({
    kind: 'evergreen',
    data: z.object({}),
    attempts: 3,
    missed: 'run-late',
    missedAfterMs: 24 * HOUR_MS,
    repeats: (after) => new Date(after.getTime() + HOUR_MS),
    async run(_data, { signal }) {
      let made = 0;
      const problems: string[] = [];
      for (const { id, channelIds } of listEvergreens(read)) {
        for (const channelId of channelIds) {
          if (signal.aborted) return { made, problems };
          try {
            if (!copyIfDue(id, channelId)) continue;
            made += 1;
            tell(id);
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            problems.push(`${channelId}: ${error.message}`); // one channel never holds up another
          }
        }
      }
      return { made, problems };
    },
  });

  const set = (evergreenId: string, fields: Partial<typeof table.$inferInsert>): Evergreen => {
    write.update(table).set(fields).where(eq(table.id, evergreenId)).run();
    if (fields.removedAt === undefined || fields.removedAt === null) runSoon(jobs, job, now());
    return tell(evergreenId);
  };
  const mustStand = (evergreenId: string) => {
    const row = readEvergreen(read, evergreenId);
    if (row.removedAt === null) return row;
    throw new Failure('NOT_FOUND', 'This evergreen was removed. Nothing was changed.', 'Put it back first.');
  };

  const service: Service<'evergreens'> = {
    list: () => listEvergreens(read).map((row) => asEvergreen(read, row)),
    add({ postId, channelIds, captions, ...choice }) {
      if (!readPost(read, postId).hasFilm) {
        throw new Failure('BAD_INPUT', 'This post has no film that could be used again. Nothing was made.', 'Choose a post with a film.');
      }
      requireChannels(read, channelIds);
      const id = newId();
      const lists = { channelIds: JSON.stringify([...new Set(channelIds)]), captions: JSON.stringify(captions) };
      write
        .insert(table)
        .values({ id, postId, ...lists, ...choice, createdAt: now().getTime() })
        .run();
      runSoon(jobs, job, now());
      return tell(id);
    },
    set({ evergreenId, channelIds, captions, cooldownDays, approved, paused }) {
      const row = mustStand(evergreenId);
      if (channelIds !== undefined) requireChannels(read, channelIds);
      const newWords = captions !== undefined && captions.some((caption) => !row.captions.includes(caption));
      return set(evergreenId, {
        ...(channelIds === undefined ? {} : { channelIds: JSON.stringify([...new Set(channelIds)]) }),
        ...(captions === undefined ? {} : { captions: JSON.stringify(captions) }),
        cooldownDays: cooldownDays ?? row.cooldownDays,
        approved: approved ?? (row.approved && !newWords), // the yes was to the words as they were
        paused: paused ?? row.paused,
      });
    },
    remove({ evergreenId }) {
      mustStand(evergreenId);
      set(evergreenId, { removedAt: now().getTime() });
      return {};
    },
    restore: ({ evergreenId }) => {
      readEvergreen(read, evergreenId);
      return set(evergreenId, { removedAt: null });
    },
  };
  return { service, start: () => void jobs.add({ ...job, runAt: new Date(now().getTime() + 60_000) }) };
}
