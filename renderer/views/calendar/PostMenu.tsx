import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconCalendarTime, IconClockPlus, IconExternalLink } from '@tabler/icons-react';
import type { CalendarPost } from '../../../shared/contract/schedule.ts';
import { isMovable } from '../../calendar/movable.ts';
import { calendarActions } from '../../state/calendarActions.ts';
import { openRoute } from '../../state/route.ts';
import type { MenuPlace } from './EntryButton.tsx';
import classes from './calendar.module.css';

type Props = { place: MenuPlace | null; onClose: () => void; onMove: (post: CalendarPost) => void };

/** What can be done to a post without opening it. Reached by the right mouse button, by M or by the context-menu key. */
export function PostMenu({ place, onClose, onMove }: Props) {
  const close = (): void => {
    onClose();
    place?.from.focus();
  };
  const post = place?.post;
  return (
    <Menu
      key={post?.id}
      opened={place !== null}
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      returnFocus={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label="Where the menu opens"
          className={classes.anchor}
          style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
        />
      </Menu.Target>
      {post !== undefined && (
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconExternalLink size={15} aria-hidden />}
            onClick={() => openRoute({ view: 'calendar', postId: post.id })}
          >
            Open
          </Menu.Item>
          {isMovable(post) && (
            <>
              <Menu.Item leftSection={<IconCalendarTime size={15} aria-hidden />} onClick={() => onMove(post)}>
                Move to…
              </Menu.Item>
              <Menu.Item leftSection={<IconClockPlus size={15} aria-hidden />} onClick={() => void calendarActions.queue([post.id])}>
                Move to the next free slot
              </Menu.Item>
              <Menu.Item leftSection={<IconBan size={15} aria-hidden />} onClick={() => void calendarActions.many([post.id], 'cancel')}>
                Call off
              </Menu.Item>
            </>
          )}
          {(post.state === 'cancelled' || post.state === 'failed') && (
            <Menu.Item
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={() => void calendarActions.many([post.id], 'restore')}
            >
              {post.state === 'failed' ? 'Try again' : 'Bring back'}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      )}
    </Menu>
  );
}
