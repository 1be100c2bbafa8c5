import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Channel, Choices } from '../../../shared/contract/channels.ts';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { OptionsForm } from '../composer/options/OptionsForm.tsx';

/** What a new post on this channel begins with. */
export function DefaultsDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const nameOf = useChannelName();
  const [options, setOptions] = useState(channel.defaults);
  const [busy, setBusy] = useState(false);
  const [choices, setChoices] = useState<Choices | null>(null);
  useEffect(() => {
    if (channel.standing !== 'ready') return undefined;
    const gone = new AbortController();
    // without an answer the form still takes everything; only names, as those of categories, are missing
    void studio.channels.choices({ channelId: channel.id }, { signal: gone.signal }).then(setChoices, () => undefined);
    return () => gone.abort();
  }, [channel.id, channel.standing]);
  const save = async (): Promise<void> => {
    setBusy(true);
    const before = channel.defaults;
    const saved = await attempt(studio.channels.setDefaults({ channelId: channel.id, options }));
    setBusy(false);
    if (saved === null) return;
    onClose();
    toast.done(`New posts on ${channel.name} begin with this`, 'Posts that exist already stay as they are.', {
      label: 'Undo',
      act: () => void attempt(studio.channels.setDefaults({ channelId: channel.id, options: before })),
    });
  };
  return (
    <Modal opened onClose={onClose} title={`What new posts on ${nameOf(channel.id)} begin with`} size="lg">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Every post can still differ.
        </Text>
        <OptionsForm options={options} onChange={setOptions} choices={choices} answers={null} onAnswers={() => undefined} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} onClick={() => void save()}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
