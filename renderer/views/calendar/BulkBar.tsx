import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { calendar } from '../../state/calendar.ts';
import { calendarActions } from '../../state/calendarActions.ts';
import classes from './calendar.module.css';

/** What can be done to all selected posts at once. */
export function BulkBar() {
  const selected = useStore(calendar, (state) => state.selected);
  const posts = useStore(calendar, (state) => state.posts);
  const [busy, setBusy] = useState(false);
  const { select } = calendar.getState();
  const ids = posts
    .filter(({ id }) => selected.has(id))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ id }) => id);
  const run = async (act: Promise<void>): Promise<void> => {
    setBusy(true);
    await act;
    setBusy(false);
  };
  const everything = posts.length > 0 && ids.length === posts.length;
  return (
    <div className={classes.bulk} role="group" aria-label="Selected posts" data-some={ids.length > 0 || undefined}>
      <Text size="sm" fw={600} miw={90} aria-live="polite">
        {ids.length.toLocaleString('en')} selected
      </Text>
      <Button size="xs" variant="subtle" onClick={() => select(everything ? ids : posts.map(({ id }) => id), !everything)}>
        {everything ? 'Select none' : `Select all ${posts.length.toLocaleString('en')}`}
      </Button>
      {ids.length > 0 && (
        <>
          <Button size="xs" disabled={busy} onClick={() => void run(calendarActions.many(ids, 'approve'))}>
            Approve
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={() => void run(calendarActions.queue(ids))}>
            Give each its next free slot
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={() => void run(calendarActions.many(ids, 'cancel'))}>
            Call off
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={() => void run(calendarActions.many(ids, 'restore'))}>
            Bring back
          </Button>
        </>
      )}
    </div>
  );
}
