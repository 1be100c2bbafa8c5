import { Alert, Button, Group } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CalendarPost, FreeSlot } from '../../../shared/contract/schedule.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { calendar } from '../../state/calendar.ts';
import { openRoute } from '../../state/route.ts';
import { BulkBar } from './BulkBar.tsx';
import { DoubtDialog } from './DoubtDialog.tsx';
import type { MenuPlace } from './EntryButton.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { ListPane } from './ListPane.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { PostMenu } from './PostMenu.tsx';
import { SchedulePane } from './SchedulePane.tsx';
import { SlotDialog } from './SlotDialog.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useCalendarKeys } from './useCalendarKeys.ts';
import classes from './calendar.module.css';

/** The posts of a month, week or day, or one to a line. */
export function CalendarTab({ onTimes }: { onTimes: () => void }) {
  const mode = useStore(calendar, (state) => state.mode);
  const reading = useStore(calendar, (state) => state.reading);
  const problem = useStore(calendar, (state) => state.problem);
  const nothing = useStore(calendar, (state) => state.posts.length === 0 && state.reading === 'no');
  const noSlots = useStore(calendar, (state) => state.slots.length === 0);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [moved, setMoved] = useState<CalendarPost | null>(null);
  const [slot, setSlot] = useState<FreeSlot | null>(null);
  const [dialog, setDialog] = useState<'import' | 'export' | null>(null);
  useEffect(() => calendar.getState().open(), []);
  useCalendarKeys(menu === null && moved === null && slot === null && dialog === null);
  const importButton = (
    <Button variant="default" onClick={() => setDialog('import')}>
      Import a plan…
    </Button>
  );
  return (
    <>
      <div className={classes.head}>
        <Toolbar onImport={() => setDialog('import')} onExport={() => setDialog('export')} />
        {problem !== null && (
          <Alert color="orange" mt="sm" py="xs">
            <Group justify="space-between">
              {problem.message} {problem.hint}
              <Button size="compact-sm" variant="default" onClick={() => void calendar.getState().refetch()}>
                Read again
              </Button>
            </Group>
          </Alert>
        )}
        {nothing && noSlots && mode !== 'list' && (
          <Alert variant="default" mt="sm" py="xs" icon={<IconCalendarPlus size={18} />}>
            <Group justify="space-between">
              Nothing is planned here. Give your channels posting times, and free slots appear; then post a video into the next one.
              <Group gap="xs">
                <Button size="compact-sm" onClick={onTimes}>
                  Set posting times
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setDialog('import')}>
                  Import a plan…
                </Button>
              </Group>
            </Group>
          </Alert>
        )}
      </div>
      <div className={classes.pane} style={{ display: 'flex', flexDirection: 'column' }}>
        {mode === 'list' && !nothing && <BulkBar />}
        <div className={classes.grid} style={{ flex: 1 }} aria-busy={reading !== 'no'}>
          {reading === 'first' && <div className={classes.reading} role="progressbar" aria-label="Reading the calendar" />}
          {mode !== 'list' && <SchedulePane key={mode} onMenu={setMenu} onSlot={setSlot} />}
          {mode === 'list' && !nothing && <ListPane onMenu={setMenu} />}
          {mode === 'list' && nothing && (
            <EmptyState
              icon={<IconCalendarPlus size={26} />}
              title="No posts in this month"
              text="Render a project in the Studio and choose “Post…”, or bring in a plan made elsewhere as CSV or JSON."
            >
              <Group>
                <Button onClick={() => openRoute({ view: 'make', assetId: null })}>Go to Make</Button>
                {importButton}
              </Group>
            </EmptyState>
          )}
        </div>
      </div>
      <PostMenu place={menu} onClose={() => setMenu(null)} onMove={setMoved} />
      <MoveDialog post={moved} onClose={() => setMoved(null)} />
      <SlotDialog slot={slot} onClose={() => setSlot(null)} />
      <DoubtDialog />
      <ImportDialog opened={dialog === 'import'} onClose={() => setDialog(null)} />
      <ExportDialog opened={dialog === 'export'} onClose={() => setDialog(null)} />
    </>
  );
}
