import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useState } from 'react';
import { attempt, toast } from '../../components/toast.tsx';
import { desktop } from '../../link/desktop.ts';
import { studio } from '../../link/studioClient.ts';
import type { StudioInfo } from '../../state/library.ts';

export function DataCard({ info }: { info: StudioInfo }) {
  const [busy, setBusy] = useState(false);
  const backUp = async (): Promise<void> => {
    setBusy(true);
    const made = await attempt(studio.system.backupNow());
    setBusy(false);
    if (made !== null) toast.done('Backed up', made.path);
  };
  const showFile = desktop?.showFile;
  return (
    <Stack gap="md">
      <Text size="sm">
        Everything lies in <Code>{info.home}</Code> on this computer. Your recordings stay where they are and are never changed.
      </Text>
      <Group>
        <Button variant="default" leftSection={<IconDatabaseExport size={16} />} loading={busy} onClick={() => void backUp()}>
          Back up now
        </Button>
        {showFile !== undefined && (
          <Button variant="subtle" onClick={() => showFile(info.home)}>
            Open the folder
          </Button>
        )}
        <Text size="sm" c="dimmed">
          A backup is also made every day; seven are kept.
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        Tidereel {info.version}
      </Text>
    </Stack>
  );
}
