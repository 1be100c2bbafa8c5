import type { FreeSlot } from '../../shared/contract/schedule.ts';
import { Failure } from '../../shared/errors.ts';
import type { Occurrence } from '../../shared/schedule/listOccurrences.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import { asChannel, readChannel } from '../publish/readChannels.ts';
import { readPost } from '../publish/readPosts.ts';
import type { Service } from '../services.ts';
import type { ReadDb } from '../store/handles.ts';
import { channels as channelTable } from '../store/schema.ts';
import type { Times } from './createTimes.ts';
import { exportPlan } from './exportPlan.ts';
import { importPlan, type MakePosts } from './importPlan.ts';
import { queuePosts } from './queuePosts.ts';
import { readCalendar } from './readCalendar.ts';
import { warnOfPlan } from './warnOfPlan.ts';

type Needs = {
  readonly read: ReadDb;
  readonly now: () => Date;
  readonly times: Times;
  readonly maker: PostMaker;
  /** Runs `work` as one transaction of the ledger, so that posts are told of once they stand. */
  readonly together: <T>(work: () => T) => T;
  readonly posts: MakePosts;
};

const SLOTS_WITHIN_MS = 400 * 86_400_000;
const SLOTS_AT_MOST = 5_000;

const asSlot = (channelId: string, { slotMs, score }: Occurrence): FreeSlot => ({
  channelId,
  slotAt: new Date(slotMs).toISOString(),
  score,
});

/** The calendar: what stands in it, what is free, and plans that come and go as files. */
export function createSchedule({ read, now, times, maker, together, posts }: Needs): Service<'schedule'> {
  const listChannels = () => read.select().from(channelTable).orderBy(channelTable.createdAt, channelTable.id).all().map(asChannel);

  return {
    range({ from, to, channelIds }) {
      const [fromMs, toMs] = spanOf(from, to);
      const all = listChannels();
      const byId = new Map(all.map((channel) => [channel.id, channel]));
      const { posts: shown, more } = readCalendar(read, { fromMs, toMs, channelIds });
      const rulesOf = (channelId: string) => {
        const plan = byId.get(channelId)?.plan ?? asChannel(readChannel(read, channelId)).plan;
        return { plan, calendar: times.calendarOf(plan) };
      };
      const asked = all.filter(({ id, standing }) => standing !== 'signed-out' && (channelIds?.includes(id) ?? true));
      const nowMs = now().getTime();
      const span = { fromMs: Math.max(fromMs, nowMs), toMs: Math.min(toMs, nowMs + SLOTS_WITHIN_MS) };
      const slots =
        span.toMs <= span.fromMs ? [] : asked.flatMap((channel) => times.free(channel, span).map((free) => asSlot(channel.id, free)));
      return {
        posts: warnOfPlan(shown, nowMs, rulesOf),
        slots: slots.sort((one, other) => Date.parse(one.slotAt) - Date.parse(other.slotAt)).slice(0, SLOTS_AT_MOST),
        more,
      };
    },
    next: ({ channelId, count, best }) => times.next(channelId, { count, best }).map((slot) => asSlot(channelId, slot)),
    judge: ({ channelId, at, postId }) => times.judge(channelId, Date.parse(at), postId),
    queue: ({ postIds }) => queuePosts({ read, times, maker, together }, postIds),
    take({ postId, slotAt }) {
      const { channelId } = readPost(read, postId);
      const time = times.timeIn(channelId, Date.parse(slotAt), new Set([postId]));
      if (time !== null) return maker.setTime(postId, time);
      throw new Failure('CONFLICT', 'That slot is not free any more. The post was left as it is.', 'Choose another slot.');
    },
    importPlan: (wish, { signal }) => importPlan({ read, now, times, maker, posts, channels: listChannels() }, wish, signal),
    exportPlan({ from, to, channelIds, format }) {
      const [fromMs, toMs] = spanOf(from, to);
      return exportPlan(read, { fromMs, toMs, channelIds, format });
    },
  };
}

function spanOf(from: string, to: string): [fromMs: number, toMs: number] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs < toMs) return [fromMs, toMs];
  throw new Failure('BAD_INPUT', 'The end of this span is not after its beginning.', 'Choose a later end.');
}
