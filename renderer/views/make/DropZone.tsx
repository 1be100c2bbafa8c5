import { ActionIcon, Alert, Button, Group, Progress, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconMoodSmile, IconUpload, IconX } from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';
import { useStore } from 'zustand';
import { PickFile } from '../../components/PickFile.tsx';
import { attempt } from '../../components/toast.tsx';
import { desktop } from '../../link/desktop.ts';
import { studio } from '../../link/studioClient.ts';
import { dismissImport, importFiles, imports, type ImportState } from '../../state/imports.ts';
import { openRoute } from '../../state/route.ts';
import classes from './make.module.css';

const MEDIA = 'video/*,audio/*,image/png,image/jpeg,.mkv,.mov,.mp4,.webm,.m4a,.wav,.mp3';

/** Where a recording is dropped or picked, and the files on their way. */
export function DropZone({ empty }: { empty: boolean }) {
  const [over, setOver] = useState(false);
  const items = useStore(imports, (state) => state.items);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void importFiles([...event.dataTransfer.files]);
  };
  return (
    <Stack gap="sm">
      <section
        aria-label="Add recordings"
        className={classes.drop}
        data-over={over}
        data-empty={empty}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <ThemeIcon size={empty ? 64 : 44} radius="xl" variant="light">
          <IconDownload size={empty ? 30 : 22} />
        </ThemeIcon>
        <div style={{ flex: 1 }}>
          <Title order={2}>{empty ? 'Drop a recording here to begin' : 'Drop another recording'}</Title>
          <Text c="dimmed" size="sm" mt={4}>
            A talk, a stream, a walk with the phone: video, sound or pictures.{' '}
            {desktop === null
              ? 'Tidereel works on a copy; your file is never changed.'
              : 'The file stays where it is and is never changed.'}
          </Text>
        </div>
        <Group gap="sm" justify="center">
          <PickFile accept={MEDIA} label="Recording to add" multiple onPick={(files) => void importFiles(files)}>
            {(open) => (
              <Button leftSection={<IconUpload size={16} />} onClick={open} variant={empty ? 'filled' : 'light'}>
                Choose files…
              </Button>
            )}
          </PickFile>
          {empty && <SampleButton />}
        </Group>
      </section>
      {items.map((item) => (
        <ImportRow key={item.id} item={item} />
      ))}
    </Stack>
  );
}

function SampleButton() {
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    setBusy(true);
    const added = await attempt(studio.system.sample());
    setBusy(false);
    if (added !== null) openRoute({ view: 'make', assetId: added.assetId });
  };
  return (
    <Button variant="default" leftSection={<IconMoodSmile size={16} />} loading={busy} onClick={() => void add()}>
      Try it with the sample recording
    </Button>
  );
}

function ImportRow({ item }: { item: ImportState }) {
  if (item.state === 'failed')
    return (
      <Alert
        color="orange"
        icon={<IconAlertTriangle size={18} />}
        title={item.message}
        withCloseButton
        closeButtonLabel="Dismiss"
        onClose={() => dismissImport(item.id)}
      >
        {item.name}
        {item.hint !== '' && ` · ${item.hint}`}
      </Alert>
    );
  const share = item.state === 'copying' ? Math.round(item.share * 100) : 100;
  return (
    <Group gap="sm" wrap="nowrap" role="status">
      <Text size="sm" truncate flex={1}>
        {item.state === 'copying' ? `Copying “${item.name}” to the studio` : `Reading “${item.name}”`}
      </Text>
      <Progress value={share} w={180} size="sm" animated={item.state === 'reading'} aria-label={`Adding ${item.name}`} />
      <ActionIcon variant="subtle" color="gray" aria-label={`Cancel adding ${item.name}`} onClick={() => dismissImport(item.id)}>
        <IconX size={15} />
      </ActionIcon>
    </Group>
  );
}
