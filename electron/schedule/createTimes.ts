import type { Channel } from '../../shared/contract/channels.ts';
import { openCalendar, type Calendar } from '../../shared/schedule/calendar.ts';
import { chooseSlots, listFreeSlots, type Choice, type Chosen } from '../../shared/schedule/chooseSlots.ts';
import { drawTime } from '../../shared/schedule/drawTime.ts';
import { judgeTime, type Breach } from '../../shared/schedule/judgeTime.ts';
import type { Occurrence } from '../../shared/schedule/listOccurrences.ts';
import type { PostTime } from '../publish/postMaker.ts';
import { planOf, readChannel } from '../publish/readChannels.ts';
import type { ReadDb } from '../store/handles.ts';
import { readBusy } from './readBusy.ts';

type Needs = {
  readonly read: ReadDb;
  readonly now: () => Date;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** The studio's IANA zone, for plans that name none. */
  readonly zone: () => string;
};

/** Where posts of a channel stand and may stand. All throw NOT_FOUND for a channel that does not exist. */
export type Times = {
  /** The next free slot, its time moved by chance; null when the plan has none. `without`: posts that are about to move. */
  readonly nextTime: (channelId: string, without?: ReadonlySet<string>) => PostTime | null;
  /** A time in exactly this slot, moved by chance; null when it is not free, or no slot. */
  readonly timeIn: (channelId: string, slotMs: number, without: ReadonlySet<string>) => PostTime | null;
  readonly next: (channelId: string, wish: { readonly count: number; readonly best: boolean }) => Chosen[];
  readonly judge: (channelId: string, atMs: number, postId?: string) => Breach[];
  readonly free: (channel: Pick<Channel, 'id' | 'plan'>, span: { readonly fromMs: number; readonly toMs: number }) => Occurrence[];
  readonly calendarOf: (plan: { readonly zone: string | null }) => Calendar;
};

const DAY_MS = 86_400_000;
const BEST_WITHIN_MS = 14 * DAY_MS;
const WINDOW_MS = 28 * DAY_MS; // a crowded queue is walked through month by month, and an empty one costs one look
const LONGEST_AHEAD_MS = 5 * 366 * DAY_MS;

export function createTimes({ read, now, random, zone }: Needs): Times {
  const calendars = new Map<string, Calendar>();
  const calendarOf: Times['calendarOf'] = (plan) => {
    const name = plan.zone ?? zone();
    const calendar = calendars.get(name) ?? openCalendar(name);
    calendars.set(name, calendar);
    return calendar;
  };

  const look = (
    { id, plan }: Pick<Channel, 'id' | 'plan'>,
    { fromMs, toMs, without }: { fromMs: number; toMs: number; without?: ReadonlySet<string> | undefined },
  ): Choice => {
    const reachMs = (plan.minGapMinutes + plan.jitterMinutes) * 60_000 + 2 * DAY_MS; // the gap and the whole day around each edge
    const around = { fromMs: fromMs - reachMs, toMs: toMs + reachMs };
    const busy = readBusy(read, { channelId: id, ...around, ...(without === undefined ? {} : { without }) });
    return { plan, calendar: calendarOf(plan), nowMs: now().getTime(), fromMs, toMs, ...busy };
  };
  const channelOf = (channelId: string): Pick<Channel, 'id' | 'plan'> => ({ id: channelId, plan: planOf(readChannel(read, channelId)) });

  /** From now on, until `visit` has what it wants. */
  const walkAhead = (
    channel: Pick<Channel, 'id' | 'plan'>,
    without: ReadonlySet<string> | undefined,
    visit: (choice: Choice) => boolean,
  ) => {
    const start = now().getTime();
    if (channel.plan.slots.length === 0) return;
    for (let fromMs = start; fromMs < start + LONGEST_AHEAD_MS; fromMs += WINDOW_MS) {
      if (visit(look(channel, { fromMs, toMs: fromMs + WINDOW_MS, without }))) return;
    }
  };

  return {
    calendarOf,
    nextTime(channelId, without) {
      let time: PostTime | null = null;
      walkAhead(channelOf(channelId), without, (choice) => {
        const [slot] = chooseSlots(choice, { count: 1 });
        if (slot === undefined) return false;
        const atMs = drawTime(slot.slotMs, choice, random()) ?? slot.atMs;
        time = { at: new Date(atMs), slotAt: new Date(slot.slotMs) };
        return true;
      });
      return time;
    },
    timeIn(channelId, slotMs, without) {
      const choice = look(channelOf(channelId), { fromMs: slotMs, toMs: slotMs + 1, without });
      if (!listFreeSlots(choice).some((free) => free.slotMs === slotMs)) return null;
      const atMs = drawTime(slotMs, choice, random());
      return atMs === null ? null : { at: new Date(atMs), slotAt: new Date(slotMs) };
    },
    next(channelId, { count, best }) {
      const channel = channelOf(channelId);
      if (best) {
        const fromMs = now().getTime();
        return chooseSlots(look(channel, { fromMs, toMs: fromMs + BEST_WITHIN_MS }), { count, best });
      }
      const found: Chosen[] = [];
      walkAhead(channel, undefined, (choice) => {
        const times = [...choice.times, ...found.map(({ atMs }) => atMs)].sort((one, other) => one - other);
        found.push(...chooseSlots({ ...choice, times }, { count: count - found.length }));
        return found.length === count;
      });
      return found;
    },
    judge(channelId, atMs, postId) {
      const without = postId === undefined ? undefined : new Set([postId]);
      return judgeTime(atMs, look(channelOf(channelId), { fromMs: atMs, toMs: atMs + 1, without }));
    },
    free: (channel, span) => (channel.plan.slots.length === 0 ? [] : listFreeSlots(look(channel, span))),
  };
}
