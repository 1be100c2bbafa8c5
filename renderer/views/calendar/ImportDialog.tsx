import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Table, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { dayOfInstant, stepDay } from '../../calendar/span.ts';
import { PickFile } from '../../components/PickFile.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { downloadText } from '../../link/downloadText.ts';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { calendar } from '../../state/calendar.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useNow } from '../../state/useNow.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';
import { library } from '../../state/library.ts';
import { planTemplate } from '../../words/planTemplate.ts';
import classes from './calendar.module.css';

type Format = 'csv' | 'json';
type Preview = Awaited<ReturnType<StudioClient['schedule']['importPlan']>>;

/** The studio reads at most this much at once. */
const MOST_BYTES = 20_000_000;
/** More lines than this are counted, not shown. */
const MOST_LINES = 300;

/** Brings in a plan made elsewhere. Nothing is made before the creator has seen every line. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import posts" size={860}>
      {opened && <ImportForm onClose={onClose} />}
    </Modal>
  );
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [fileName, setFileName] = useState<string | null>(null);
  const [format, setFormat] = useState<Format>('csv');
  const [preview, setPreview] = useState<Preview | null>(null);
  const [approve, setApprove] = useState(false);
  const [busy, setBusy] = useState<'reading' | 'making' | null>(null);
  const zone = useZone();
  const nextWeek = stepDay('week', dayOfInstant(useNow().toISOString(), zone), 1);
  const good = preview?.rows.filter(({ problem }) => problem === null).length ?? 0;

  const look = async (source: string, kind: Format): Promise<void> => {
    setBusy('reading');
    setPreview(await attempt(studio.schedule.importPlan({ text: source, format: kind, apply: false, approve: false })));
    setBusy(null);
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      toast.problem(`“${file.name}” is too large`, 'A plan may have 20 MB. Cut it into parts and import them one after another.');
      return;
    }
    const source = await file.text();
    const kind = file.name.toLowerCase().endsWith('.json') ? 'json' : 'csv';
    setText(source);
    setFileName(file.name);
    setFormat(kind);
    await look(source, kind);
  };
  const make = async (): Promise<void> => {
    setBusy('making');
    const done = await attempt(studio.schedule.importPlan({ text, format, apply: true, approve }));
    setBusy(null);
    if (done === null) return;
    toast.done(
      done.made === 1 ? '1 post is made' : `${done.made.toLocaleString('en')} posts are made`,
      approve ? '' : 'Those without a film are drafts; the others wait for your approval.',
    );
    onClose();
    await calendar.getState().refetch();
  };
  const template = (): void => {
    const [first] = library.getState().channels.values();
    downloadText(`tidereel-plan.${format}`, planTemplate(format, first?.id ?? 'practice', nextWeek));
  };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group gap="xs">
          <PickFile accept=".csv,.json,text/csv,application/json" label="Plan to import" onPick={(files) => void take(files[0])}>
            {(open) => (
              <Button
                leftSection={<IconFileUpload size={16} aria-hidden />}
                onClick={open}
                loading={busy === 'reading'}
                disabled={busy === 'making'}
              >
                Choose a file…
              </Button>
            )}
          </PickFile>
          <Text size="sm" c="dimmed">
            {fileName ?? 'or paste below'}
          </Text>
        </Group>
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Kind of text"
            value={format}
            data={[
              { value: 'csv', label: 'CSV' },
              { value: 'json', label: 'JSON' },
            ]}
            onChange={(value) => {
              setFormat(value === 'json' ? 'json' : 'csv');
              setPreview(null);
            }}
          />
          <Button size="xs" variant="subtle" onClick={template}>
            Download a template
          </Button>
        </Group>
      </Group>
      {preview === null && (
        <Text size="sm" c="dimmed">
          One post to a line, in the columns <b>channel, at, film, title, caption, options</b>. An empty time takes the channel’s next free
          slot, “draft” takes none; a line without a film becomes a draft.
        </Text>
      )}
      {fileName === null && (
        <Textarea
          aria-label="Plan as text"
          placeholder={planTemplate(format, 'practice', nextWeek)}
          autosize
          minRows={4}
          maxRows={8}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPreview(null);
          }}
        />
      )}
      {preview === null && fileName === null && (
        <Button
          variant="default"
          w="fit-content"
          disabled={text.trim() === ''}
          loading={busy === 'reading'}
          onClick={() => void look(text, format)}
        >
          Look at it
        </Button>
      )}
      {preview !== null && <Lines preview={preview} good={good} />}
      {preview !== null && (
        <>
          <Checkbox
            label="I have read these posts and approve them"
            description="Otherwise each waits for your approval."
            checked={approve}
            disabled={good === 0}
            onChange={(event) => setApprove(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={busy === 'making'}>
              Close
            </Button>
            <Button disabled={good === 0} loading={busy === 'making'} onClick={() => void make()}>
              {good === 1 ? 'Make 1 post' : `Make ${good.toLocaleString('en')} posts`}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

/** What each line would become; lines with a problem first. */
function Lines({ preview, good }: { preview: Preview; good: number }) {
  const timeOf = useTimes();
  const channelName = useChannelName();
  const bad = preview.rows.length - good;
  const rows = [...preview.rows].sort((a, b) => Number(a.problem === null) - Number(b.problem === null) || a.line - b.line);
  const nameOf = (channelId: string): string => (library.getState().channels.has(channelId) ? channelName(channelId) : channelId);
  if (preview.rows.length === 0)
    return <Alert color="yellow">There are no posts in it. The first line names the columns; each further line is a post.</Alert>;
  return (
    <div>
      <Text size="sm" mb={6} aria-live="polite">
        <b>{good.toLocaleString('en')}</b> {good === 1 ? 'post' : 'posts'} can be made
        {bad > 0 && `; ${bad.toLocaleString('en')} ${bad === 1 ? 'line is' : 'lines are'} left out`}.
      </Text>
      <div className={classes.lines} tabIndex={0} role="region" aria-label="Lines of the plan">
        <Table stickyHeader verticalSpacing={5} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>Title</Table.Th>
              <Table.Th>Channel</Table.Th>
              <Table.Th>Goes out</Table.Th>
              <Table.Th>What comes of it</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, MOST_LINES).map((row) => (
              <Table.Tr key={row.line}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td maw={220}>
                  <Text size="sm" truncate>
                    {row.title}
                  </Text>
                </Table.Td>
                <Table.Td>{nameOf(row.channelId)}</Table.Td>
                <Table.Td>{row.at === null ? '–' : timeOf(row.at)}</Table.Td>
                <Table.Td>
                  {row.problem === null ? (
                    <Text size="sm" span c="dimmed">
                      <IconCheck size={14} aria-hidden style={{ verticalAlign: -2 }} /> A post
                    </Text>
                  ) : (
                    <Text size="sm" span c="orange">
                      <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2 }} /> {row.problem}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {rows.length > MOST_LINES && (
        <Text size="xs" c="dimmed" mt={4}>
          and {(rows.length - MOST_LINES).toLocaleString('en')} more lines, all of which{' '}
          {bad > MOST_LINES ? 'are like these or good' : 'are good'}
        </Text>
      )}
    </div>
  );
}
