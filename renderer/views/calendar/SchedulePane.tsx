import { useElementSize } from '@mantine/hooks';
import { DayView, MonthView, WeekView, type ScheduleEventData } from '@mantine/schedule';
import { useLayoutEffect, useMemo, type CSSProperties } from 'react';
import { useStore } from 'zustand';
import type { FreeSlot } from '../../../shared/contract/schedule.ts';
import { layOutEvents, type Entry } from '../../calendar/layOutEvents.ts';
import { isMovable } from '../../calendar/movable.ts';
import { dayOfInstant, visibleSpan } from '../../calendar/span.ts';
import { startHour } from '../../calendar/startHour.ts';
import { calendar, placePosts } from '../../state/calendar.ts';
import { calendarActions } from '../../state/calendarActions.ts';
import { openRoute } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useNow } from '../../state/useNow.ts';
import { useZone } from '../../state/useZone.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../words/wallTime.ts';
import { EntryButton, type MenuPlace } from './EntryButton.tsx';
import classes from './calendar.module.css';

type EventData = ScheduleEventData<{ entry: Entry }>;

/** Heights in the month's grid: the row of weekday names, the day's number, one entry. */
const WEEKDAYS_PX = 38;
const DAY_LABEL_PX = 30;
const ENTRY_PX = 23;
/** How long a post stands in a day, so that two lines of words fit. */
const BLOCK_MINUTES = 40;
/** More entries than this at once make the grid slow. */
const MOST_ENTRIES = 170;

/** The grid of a month, a week or a day. Posts can be dragged; everything is also a button. */
export function SchedulePane({ onMenu, onSlot }: { onMenu: (place: MenuPlace) => void; onSlot: (slot: FreeSlot) => void }) {
  const { ref, width, height } = useElementSize();
  const mode = useStore(calendar, (state) => state.mode);
  const day = useStore(calendar, (state) => state.day);
  const posts = useStore(calendar, (state) => state.posts);
  const slots = useStore(calendar, (state) => state.slots);
  const moving = useStore(calendar, (state) => state.moving);
  const selected = useStore(calendar, (state) => state.selected);
  const zone = useZone();
  const now = useNow();
  const channelName = useChannelName();

  useLayoutEffect(() => {
    // The grid names these buttons by the date alone; a name must hold the words that are seen, as “Mon 16”.
    for (const label of document.querySelectorAll('[data-calendar-grid] [aria-label^="Weekday "]')) label.removeAttribute('aria-label');
  });

  const weeks = mode === 'month' ? countWeeks(day, zone) : 1;
  const cellPx = Math.max(DAY_LABEL_PX + 2 * ENTRY_PX, Math.floor((height - WEEKDAYS_PX - 4) / weeks));
  const rows = Math.max(2, Math.min(10, Math.floor((cellPx - DAY_LABEL_PX - 2) / ENTRY_PX)));
  const tall = mode !== 'month';
  const events = useMemo((): EventData[] => {
    const placed = placePosts({ posts, moving });
    const future = slots.filter(({ slotAt }) => Date.parse(slotAt) > now.getTime());
    const entries = fit(tall ? (mode === 'week' ? [3, 2, 1] : [8, 5, 3]) : [rows], (most) =>
      layOutEvents(placed, future, { zone, letters: tall ? 13 : 10, most }),
    );
    return entries.map((entry) => ({
      id: entry.id,
      title: entry.id,
      start: entry.start,
      end: endOf(entry.start, tall ? BLOCK_MINUTES : 1),
      color: 'gray',
      payload: { entry },
    }));
  }, [posts, moving, slots, now, mode, tall, rows, zone]);

  const shared = {
    date: day,
    events,
    withHeader: false as const,
    firstDayOfWeek: 1 as const,
    withEventsDragAndDrop: true,
    className: classes.schedule ?? '',
    canDragEvent: (event: ScheduleEventData) => {
      const entry = entryOf(event);
      return entry?.kind === 'post' && isMovable(entry.post);
    },
    onEventDrop: ({ event, newStart }: { event: ScheduleEventData; newStart: string }) => {
      const entry = entryOf(event);
      if (entry?.kind === 'post') void calendarActions.move(entry.post, instantOfWallTime(newStart, zone));
    },
    onEventClick: (event: ScheduleEventData) => {
      const entry = entryOf(event);
      if (entry?.kind === 'post') openRoute({ view: 'calendar', postId: entry.post.id });
      if (entry?.kind === 'slot') onSlot(entry.slot);
      if (entry?.kind === 'more') calendar.getState().show({ mode: mode === 'day' ? 'list' : 'day', day: entry.start.slice(0, 10) });
    },
    renderEvent: (event: ScheduleEventData, given: React.ComponentPropsWithoutRef<'button'>) => {
      const entry = entryOf(event);
      return entry === null ? (
        <span />
      ) : (
        <EntryButton
          entry={entry}
          tall={tall}
          selected={entry.kind === 'post' && selected.has(entry.post.id)}
          channelName={channelName}
          onMenu={onMenu}
          given={given}
        />
      );
    },
  };
  const hour = startHour(
    events.map(({ start }) => String(start)),
    visibleSpan(mode, day, zone),
  );
  const timed = {
    ...shared,
    eventDragInterval: 15,
    intervalMinutes: 60,
    slotHeight: 62,
    startScrollTime: `${String(Math.max(0, mode === 'week' ? hour - 1 : hour)).padStart(2, '0')}:00:00`, // the week’s heading covers the first hour
    withCurrentTimeIndicator: true,
    getCurrentTime: () => wallTimeOfInstant(new Date().toISOString(), zone),
    scrollAreaProps: { mah: height, type: 'auto' as const },
  };
  const today = dayOfInstant(now.toISOString(), zone);
  return (
    <div
      ref={ref}
      data-calendar-grid
      className={classes.grid}
      style={
        {
          '--cell-height': `${cellPx}px`,
          '--events-height': `${rows * ENTRY_PX}px`,
        } as CSSProperties /* React's types know no custom properties */
      }
    >
      {width > 0 && mode === 'month' && (
        <MonthView
          {...shared}
          consistentWeeks={false}
          highlightToday={false}
          weekendDays={[]}
          maxEventsPerDay={rows}
          classNames={{ monthViewDay: classes.day ?? '', monthViewEvents: classes.events ?? '' }}
          scrollAreaProps={{ h: height }}
          getDayProps={(date) => (date === today ? { className: classes.today, 'aria-current': 'date' } : {})}
          onDayClick={(date) => calendar.getState().show({ mode: 'day', day: date })}
        />
      )}
      {width > 0 && mode === 'week' && (
        <WeekView
          {...timed}
          highlightToday
          weekendDays={[]}
          withAllDaySlots={false}
          withWeekNumber={false}
          onDateChange={(date) => calendar.getState().show({ mode: 'day', day: date.slice(0, 10) })}
        />
      )}
      {width > 0 && mode === 'day' && <DayView {...timed} withAllDaySlot={false} />}
    </div>
  );
}

const entryOf = (event: ScheduleEventData): Entry | null => (event as EventData).payload?.entry ?? null; // only we make events

/** The fullest layout that keeps the grid quick; the last one if none does. */
function fit(mosts: readonly number[], layOut: (most: number) => Entry[]): Entry[] {
  let entries: Entry[] = [];
  for (const most of mosts) {
    entries = layOut(most);
    if (entries.length <= MOST_ENTRIES) break;
  }
  return entries;
}

function countWeeks(day: string, zone: string): number {
  const { firstDay, lastDay } = visibleSpan('month', day, zone);
  return Math.round((Date.parse(lastDay) - Date.parse(firstDay) + 86_400_000) / (7 * 86_400_000));
}

/** The end of a block, on the same day: the grid would draw a longer one over two days. */
function endOf(start: string, minutes: number): string {
  const end = new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  return end.slice(0, 10) === start.slice(0, 10) ? end : `${start.slice(0, 10)} 23:59:59`;
}
