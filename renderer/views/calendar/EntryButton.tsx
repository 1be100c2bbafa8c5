import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import type { ComponentPropsWithoutRef, CSSProperties, KeyboardEvent, MouseEvent } from 'react';
import { useStore } from 'zustand';
import type { CalendarPost } from '../../../shared/contract/schedule.ts';
import type { Entry } from '../../calendar/layOutEvents.ts';
import { isMovable } from '../../calendar/movable.ts';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { StateIcon } from '../../components/StateIcon.tsx';
import { library } from '../../state/library.ts';
import { postStates } from '../../words/postStates.ts';
import classes from './calendar.module.css';

export type MenuPlace = { readonly post: CalendarPost; readonly x: number; readonly y: number; readonly from: HTMLElement };

type Props = {
  entry: Entry;
  /** Two lines: there is room for the channel. */
  tall: boolean;
  selected: boolean;
  channelName: (channelId: string) => string;
  onMenu: (place: MenuPlace) => void;
  /** What the grid puts on its buttons. */
  given: ComponentPropsWithoutRef<'button'>;
};

/** One thing in a cell: a post with its state, a free slot, or how many more there are. */
export function EntryButton({ entry, tall, selected, channelName, onMenu, given }: Props) {
  const time = entry.start.slice(11, 16);
  const { children: _, title: __, className, ...rest } = given;
  const root = { ...rest, className: `${className ?? ''} ${classes.entry}` };
  if (entry.kind === 'more') {
    const words = entry.beside === 0 ? `${entry.count} posts` : `+${entry.count} more`;
    return (
      <UnstyledButton {...root} aria-label={`${words} on ${entry.start.slice(0, 10)}`}>
        <span className={`${classes.body} ${classes.more}`}>{words}</span>
      </UnstyledButton>
    );
  }
  if (entry.kind === 'slot') {
    const name = channelName(entry.slot.channelId);
    const percent = entry.slot.score === null ? null : Math.round(entry.slot.score * 100);
    return (
      <UnstyledButton {...root} title={`Free slot ${time} · ${name}${percent === null ? '' : ` · posts do ${percent} of 100 then`}`}>
        <span className={`${classes.body} ${classes.free}`} data-tall={tall || undefined}>
          <IconPlus size={12} aria-hidden style={{ flex: 'none' }} />
          {!tall && <VisuallyHidden>Free slot </VisuallyHidden>}
          <span className={classes.time}>{time}</span>
          <span className={classes.title}>{tall ? 'Free slot' : name}</span>
          {percent !== null && (
            <span className={classes.score}>
              <i style={{ width: `${percent}%` }} />
              <VisuallyHidden>, score {percent} of 100</VisuallyHidden>
            </span>
          )}
          {tall && <span className={classes.where}>{name}</span>}
        </span>
      </UnstyledButton>
    );
  }
  const { post } = entry;
  const { label, colour } = postStates[post.state];
  const where = channelName(post.channelId);
  const openMenu = (event: KeyboardEvent<HTMLElement> | MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    const pointed = 'clientX' in event && event.clientX > 0;
    onMenu({ post, x: pointed ? event.clientX : box.left + 12, y: pointed ? event.clientY : box.bottom, from: event.currentTarget });
  };
  return (
    <UnstyledButton
      {...root}
      aria-keyshortcuts="m"
      title={`${time} ${post.title}\n${where} · ${label}${post.warning === null ? '' : `\n${post.warning}`}`}
      onContextMenu={openMenu}
      onKeyDown={(event: KeyboardEvent<HTMLButtonElement>) => {
        if ((event.key === 'm' || event.key === 'M') && !event.ctrlKey && !event.metaKey && !event.altKey) openMenu(event);
      }}
    >
      <span
        className={classes.body}
        data-tall={tall || undefined}
        data-gone={!isMovable(post) || undefined}
        data-struck={post.state === 'cancelled' || undefined}
        data-selected={selected || undefined}
        style={{ '--state': `var(--mantine-color-${colour}-6)` } as CSSProperties} // React's types know no custom properties
      >
        <StateIcon state={post.state} />
        <span className={classes.time}>{time}</span>
        {!tall && <Mark channelId={post.channelId} />}
        {post.warning !== null && <IconAlertTriangle size={13} aria-hidden className={classes.warning} style={{ flex: 'none' }} />}
        <span className={classes.title}>{post.title}</span>
        {tall && <span className={classes.where}>{where}</span>}
        <VisuallyHidden>
          , {tall ? '' : `${where}, `}
          {label}
          {post.warning !== null && `. ${post.warning}`}
        </VisuallyHidden>
      </span>
    </UnstyledButton>
  );
}

/** Where several channels post the same film, this is what tells its posts apart. */
function Mark({ channelId }: { channelId: string }) {
  const platform = useStore(library, (state) => state.channels.get(channelId)?.platform);
  return platform === undefined ? null : <PlatformIcon platform={platform} size={13} />;
}
