import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../shared/contract/settings.ts';
import { SliderField } from '../../components/SliderField.tsx';
import { saveSettings } from '../../state/saveSettings.ts';
import { formatBytes } from '../../words/formatBytes.ts';

const GB = 1_000_000_000;

export function WorkCard({ settings, desktop }: { settings: Settings; desktop: boolean }) {
  const missed = (value: string | null): void => {
    const known = (['run-late', 'skip', 'ask'] as const).find((name) => name === value);
    if (known !== undefined) void saveSettings({ missedPosts: known });
  };
  return (
    <Stack gap="lg">
      <SimpleGrid cols={2}>
        <Select
          label="A post was missed while the computer slept"
          allowDeselect={false}
          value={settings.missedPosts}
          onChange={missed}
          data={[
            { value: 'run-late', label: 'Send it late' },
            { value: 'ask', label: 'Ask me' },
            { value: 'skip', label: 'Leave it out' },
          ]}
        />
        <NumberInput
          label="Send it late by at most"
          suffix=" minutes"
          min={1}
          max={10_080}
          value={settings.missedWithinMinutes}
          disabled={settings.missedPosts !== 'run-late'}
          onBlur={(event) => {
            const minutes = Number.parseInt(event.currentTarget.value, 10);
            if (Number.isInteger(minutes) && minutes !== settings.missedWithinMinutes)
              void saveSettings({ missedWithinMinutes: Math.min(10_080, Math.max(1, minutes)) });
          }}
        />
        <Select
          label="Parts of a film made at the same time"
          description="More is not always faster"
          allowDeselect={false}
          value={String(settings.renderProcesses ?? 'auto')}
          onChange={(value) => void saveSettings({ renderProcesses: value === null || value === 'auto' ? null : Number(value) })}
          data={[
            { value: 'auto', label: 'Chosen for this computer' },
            ...[1, 2, 3, 4, 6, 8].map((count) => ({ value: String(count), label: `${count} processes` })),
          ]}
        />
      </SimpleGrid>
      <SliderField
        label="Room for rendered parts and previews"
        value={settings.cacheBytes}
        min={GB}
        max={100 * GB}
        step={GB}
        format={formatBytes}
        onCommit={(cacheBytes) => void saveSettings({ cacheBytes })}
      />
      <WhisperForm key={JSON.stringify(settings.whisperCli)} settings={settings} />
      {desktop && (
        <Group>
          <Switch
            label="Tell me when something is done"
            checked={settings.notifications}
            onChange={(event) => void saveSettings({ notifications: event.currentTarget.checked })}
          />
          <Switch
            label="Keep working in the tray when the window is closed"
            checked={settings.keepInTray}
            onChange={(event) => void saveSettings({ keepInTray: event.currentTarget.checked })}
          />
        </Group>
      )}
    </Stack>
  );
}

function WhisperForm({ settings }: { settings: Settings }) {
  const [binary, setBinary] = useState(settings.whisperCli?.binary ?? '');
  const [model, setModel] = useState(settings.whisperCli?.model ?? '');
  const changed = binary !== (settings.whisperCli?.binary ?? '') || model !== (settings.whisperCli?.model ?? '');
  const complete = (binary.trim() === '') === (model.trim() === '');
  return (
    <Stack gap="xs" role="group" aria-label="Listening on this computer">
      <Text size="sm" fw={600}>
        Listening on this computer (whisper.cpp)
      </Text>
      <SimpleGrid cols={2}>
        <TextInput
          label="Path of whisper-cli"
          placeholder="/usr/local/bin/whisper-cli"
          value={binary}
          onChange={(event) => setBinary(event.currentTarget.value)}
        />
        <TextInput
          label="Path of the model"
          placeholder="/home/me/models/ggml-base.bin"
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
      </SimpleGrid>
      {changed && (
        <Button
          w="fit-content"
          size="xs"
          disabled={!complete}
          onClick={() => void saveSettings({ whisperCli: binary.trim() === '' ? null : { binary: binary.trim(), model: model.trim() } })}
        >
          Save paths
        </Button>
      )}
    </Stack>
  );
}
