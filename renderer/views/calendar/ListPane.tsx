import { ActionIcon, Checkbox } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconAlertTriangle, IconDots } from '@tabler/icons-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CalendarPost } from '../../../shared/contract/schedule.ts';
import { between, listRows } from '../../calendar/listRows.ts';
import { nameSpan } from '../../calendar/span.ts';
import { windowRows } from '../../calendar/windowRows.ts';
import { StateBadge } from '../../components/StateBadge.tsx';
import { calendar, placePosts } from '../../state/calendar.ts';
import { openRoute } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useZone } from '../../state/useZone.ts';
import { wallTimeOfInstant } from '../../words/wallTime.ts';
import type { MenuPlace } from './EntryButton.tsx';
import classes from './calendar.module.css';

const ROW_PX = 46;

/** The posts of a month, one to a line. Only the lines in sight are drawn, so that ten thousand are as quick as ten. */
export function ListPane({ onMenu }: { onMenu: (place: MenuPlace) => void }) {
  const posts = useStore(calendar, (state) => state.posts);
  const moving = useStore(calendar, (state) => state.moving);
  const selected = useStore(calendar, (state) => state.selected);
  const day = useStore(calendar, (state) => state.day);
  const zone = useZone();
  const channelName = useChannelName();
  const { ref, height } = useElementSize();
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const lastPicked = useRef<string | null>(null);
  const rows = useMemo(() => listRows(placePosts({ posts, moving }), zone), [posts, moving, zone]);
  const { first, end } = windowRows({ top, height, rowHeight: ROW_PX, count: rows.length });

  const known = rows.length > 0;
  useLayoutEffect(() => {
    const at = rows.findIndex((row) => row.kind === 'day' && row.day >= day);
    if (list.current !== null && at > 0) list.current.scrollTop = at * ROW_PX;
    // Only when another day is chosen or the first rows arrive: not while the creator scrolls and rows change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [day, known]);

  const pick = (post: CalendarPost, on: boolean, withShift: boolean): void => {
    const ids = withShift && lastPicked.current !== null ? between(rows, lastPicked.current, post.id) : [post.id];
    lastPicked.current = post.id;
    calendar.getState().select(ids, on);
  };
  return (
    <div
      ref={(node) => {
        ref(node);
        list.current = node;
      }}
      className={classes.list}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      role="list"
      aria-label={`Posts of ${nameSpan('list', day)}`}
    >
      <div style={{ height: first * ROW_PX }} role="presentation" />
      {rows.slice(first, end).map((row) =>
        row.kind === 'day' ? (
          <div key={row.day} className={classes.dayRow} role="listitem" style={{ height: ROW_PX }}>
            {nameSpan('day', row.day)}
            <span style={{ fontWeight: 400, color: 'var(--mantine-color-dimmed)' }}>
              {row.count === 1 ? '1 post' : `${row.count.toLocaleString('en')} posts`}
            </span>
          </div>
        ) : (
          <PostLine
            key={row.post.id}
            post={row.post}
            time={wallTimeOfInstant(row.post.at, zone).slice(11, 16)}
            channel={channelName(row.post.channelId)}
            selected={selected.has(row.post.id)}
            onPick={pick}
            onMenu={onMenu}
          />
        ),
      )}
      <div style={{ height: (rows.length - end) * ROW_PX }} role="presentation" />
    </div>
  );
}

type LineProps = {
  post: CalendarPost;
  time: string;
  channel: string;
  selected: boolean;
  onPick: (post: CalendarPost, on: boolean, withShift: boolean) => void;
  onMenu: (place: MenuPlace) => void;
};

function PostLine({ post, time, channel, selected, onPick, onMenu }: LineProps) {
  const openMenu = (from: HTMLElement, x?: number, y?: number): void => {
    const box = from.getBoundingClientRect();
    onMenu({ post, x: x ?? box.left, y: y ?? box.bottom, from });
  };
  return (
    <div
      className={classes.row}
      role="listitem"
      data-selected={selected || undefined}
      style={{ height: ROW_PX }}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.currentTarget.querySelector('button') ?? event.currentTarget, event.clientX, event.clientY);
      }}
    >
      <Checkbox
        size="xs"
        aria-label={`Select ${post.title} at ${time}`}
        checked={selected}
        onChange={() => undefined} // the click below knows whether Shift is held
        onClick={(event) => onPick(post, !selected, event.shiftKey)}
      />
      <span>{time}</span>
      <StateBadge state={post.state} />
      <span style={{ minWidth: 0, display: 'flex', alignItems: 'center', gap: 8 }}>
        <button
          type="button"
          className={classes.open}
          aria-keyshortcuts="m"
          onClick={() => openRoute({ view: 'calendar', postId: post.id })}
          onKeyDown={(event) => {
            if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey) return;
            event.stopPropagation();
            openMenu(event.currentTarget);
          }}
        >
          {post.title}
        </button>
        {post.warning !== null && (
          <span className={classes.cut} style={{ color: 'var(--mantine-color-orange-text)', fontSize: 13 }} title={post.warning}>
            <IconAlertTriangle size={13} aria-hidden style={{ verticalAlign: -2 }} /> {post.warning}
          </span>
        )}
      </span>
      <span className={classes.cut} style={{ color: 'var(--mantine-color-dimmed)', fontSize: 13 }}>
        {channel}
      </span>
      <ActionIcon variant="subtle" color="gray" aria-label={`More for ${post.title}`} onClick={(event) => openMenu(event.currentTarget)}>
        <IconDots size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
