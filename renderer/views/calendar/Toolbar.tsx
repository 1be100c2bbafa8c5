import { ActionIcon, Button, Menu, MultiSelect, SegmentedControl, Title, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDots, IconDownload, IconUpload } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { calendarModes, nameSpan } from '../../calendar/span.ts';
import { calendar } from '../../state/calendar.ts';
import { library } from '../../state/library.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useZone } from '../../state/useZone.ts';
import classes from './calendar.module.css';

const modeLabels = { month: 'Month', week: 'Week', day: 'Day', list: 'List' } as const;
const stepLabels = { month: 'month', week: 'week', day: 'day', list: 'month' } as const;

/** Where in time one is, and what is shown. */
export function Toolbar({ onImport, onExport }: { onImport: () => void; onExport: () => void }) {
  const { mode, day, channelIds, show, step, today } = useStore(calendar);
  const channels = useStore(library, (state) => state.channels);
  const channelName = useChannelName();
  const zone = useZone();
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        size="xs"
        aria-label="Show as"
        value={mode}
        transitionDuration={100}
        data={calendarModes.map((value) => ({ value, label: modeLabels[value] }))}
        onChange={(value) => {
          const known = calendarModes.find((name) => name === value);
          if (known !== undefined) show({ mode: known });
        }}
      />
      <Button size="xs" variant="default" onClick={today} aria-keyshortcuts="t">
        Today
      </Button>
      <ActionIcon.Group>
        <Tooltip label={`Previous ${stepLabels[mode]} (←)`}>
          <ActionIcon variant="default" size={30} aria-label={`Previous ${stepLabels[mode]}`} onClick={() => step(-1)}>
            <IconChevronLeft size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`Next ${stepLabels[mode]} (→)`}>
          <ActionIcon variant="default" size={30} aria-label={`Next ${stepLabels[mode]}`} onClick={() => step(1)}>
            <IconChevronRight size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </ActionIcon.Group>
      <Title order={2} className={classes.span ?? ''} aria-live="polite">
        {nameSpan(mode, day)}
      </Title>
      <span style={{ flex: 1 }} />
      <span style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>{zone.replaceAll('_', ' ')}</span>
      <MultiSelect
        size="xs"
        w={220}
        aria-label="Channels"
        placeholder={channelIds.length === 0 ? 'All channels' : ''}
        data={[...channels.values()].map(({ id }) => ({ value: id, label: channelName(id) }))}
        value={[...channelIds]}
        onChange={(ids) => show({ channelIds: ids })}
        clearable
        clearButtonProps={{ 'aria-label': 'Show all channels' }}
        comboboxProps={{ transitionProps: { duration: 80 } }}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="Import and export">
            <IconDots size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={15} aria-hidden />} onClick={onImport}>
            Import posts…
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={onExport}>
            Export posts…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
