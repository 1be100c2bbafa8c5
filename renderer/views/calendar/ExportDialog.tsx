import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useState } from 'react';
import { useStore } from 'zustand';
import { visibleSpan } from '../../calendar/span.ts';
import { attempt, toast } from '../../components/toast.tsx';
import { downloadText } from '../../link/downloadText.ts';
import { studio } from '../../link/studioClient.ts';
import { calendar } from '../../state/calendar.ts';
import { useZone } from '../../state/useZone.ts';

/** Gives the plan to other programs, as a table or as JSON. */
export function ExportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export posts">
      {opened && <ExportForm onClose={onClose} />}
    </Modal>
  );
}

function ExportForm({ onClose }: { onClose: () => void }) {
  const zone = useZone();
  const channelIds = useStore(calendar, (state) => state.channelIds);
  const shown = visibleSpan(calendar.getState().mode === 'month' ? 'list' : calendar.getState().mode, calendar.getState().day, zone);
  const [from, setFrom] = useState<string | null>(shown.firstDay);
  const [to, setTo] = useState<string | null>(shown.lastDay);
  const [format, setFormat] = useState<'csv' | 'json'>('csv');
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (from === null || to === null) return;
    setBusy(true);
    const file = await attempt(
      studio.schedule.exportPlan({
        from: visibleSpan('day', from, zone).from,
        to: visibleSpan('day', to, zone).to,
        format,
        ...(channelIds.length > 0 && { channelIds: [...channelIds] }),
      }),
    );
    setBusy(false);
    if (file === null) return;
    downloadText(file.name, file.text);
    toast.done('The plan is saved', file.name);
    onClose();
  };
  const wrong = from === null || to === null || from > to;
  return (
    <Stack gap="md">
      <Group grow>
        <DateInput
          label="From"
          value={from}
          onChange={setFrom}
          valueFormat="D MMM YYYY"
          weekendDays={[]}
          popoverProps={{ withRoles: false }}
        />
        <DateInput
          label="To"
          value={to}
          onChange={setTo}
          valueFormat="D MMM YYYY"
          weekendDays={[]}
          popoverProps={{ withRoles: false }}
          error={wrong ? 'The end is before the beginning' : null}
        />
      </Group>
      <SegmentedControl
        aria-label="Kind of file"
        value={format}
        data={[
          { value: 'csv', label: 'Table (CSV)' },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={(value) => setFormat(value === 'json' ? 'json' : 'csv')}
      />
      {channelIds.length > 0 && (
        <Text size="sm" c="dimmed">
          Only the channels chosen in the calendar.
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button disabled={wrong} loading={busy} onClick={() => void save()}>
          Export
        </Button>
      </Group>
    </Stack>
  );
}
