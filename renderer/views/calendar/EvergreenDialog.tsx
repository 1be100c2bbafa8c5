import { ActionIcon, Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { WholeNumberField } from '../../components/WholeNumberField.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { ChannelPicks } from './ChannelPicks.tsx';
import { keepEvergreen, type EvergreenSubject } from './EvergreenTab.tsx';

/** How a post is used again: where, how often, and with which words. */
export function EvergreenDialog({ subject, onClose }: { subject: EvergreenSubject | null; onClose: () => void }) {
  const title = subject === null ? '' : subject.kind === 'new' ? subject.post.title : subject.evergreen.title;
  return (
    <Modal opened={subject !== null} onClose={onClose} title={`Use “${title}” again`} size="lg">
      {subject !== null && <EvergreenForm subject={subject} onClose={onClose} />}
    </Modal>
  );
}

function EvergreenForm({ subject, onClose }: { subject: EvergreenSubject; onClose: () => void }) {
  const known = subject.kind === 'known' ? subject.evergreen : null;
  const [channelIds, setChannelIds] = useState<readonly string[]>(
    subject.kind === 'new' ? [subject.post.channelId] : subject.evergreen.channelIds,
  );
  const [cooldownDays, setCooldownDays] = useState(known?.cooldownDays ?? 30);
  const [captions, setCaptions] = useState<readonly string[]>(subject.kind === 'new' ? [subject.post.caption] : subject.evergreen.captions);
  const [approved, setApproved] = useState(known?.approved ?? false);
  const [busy, setBusy] = useState(false);
  const written = captions.map((caption) => caption.trim()).filter((caption) => caption !== '');
  /** Whoever changes the words has not approved these words yet. */
  const write = (next: readonly string[]): void => {
    setCaptions(next);
    setApproved(false);
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    const choice = { channelIds: [...channelIds], cooldownDays, captions: written, approved };
    const kept = await attempt(
      subject.kind === 'new'
        ? studio.evergreens.add({ postId: subject.post.id, ...choice })
        : studio.evergreens.set({ evergreenId: subject.evergreen.id, ...choice }),
    );
    setBusy(false);
    if (kept === null) return;
    keepEvergreen(kept);
    toast.done(known === null ? `“${kept.title}” will be used again` : 'Saved');
    onClose();
  };
  return (
    <Stack gap="md">
      <ChannelPicks label="Goes out on" value={channelIds} onChange={setChannelIds} />
      <WholeNumberField
        label="Pause between two uses"
        description="On each of these channels; long enough that your viewers do not see it twice in a row."
        suffix={cooldownDays === 1 ? ' day' : ' days'}
        min={1}
        max={3650}
        value={cooldownDays}
        onChange={setCooldownDays}
      />
      <Stack gap="xs" role="group" aria-label="Captions">
        <Text size="sm" fw={600}>
          Captions, used in turn
        </Text>
        {captions.map((caption, index) => (
          <Group key={index} wrap="nowrap" align="flex-start" gap="xs">
            <Textarea
              flex={1}
              aria-label={`Caption ${index + 1}`}
              placeholder="What it says this time"
              autosize
              minRows={2}
              maxRows={6}
              value={caption}
              onChange={(event) => write(captions.map((one, at) => (at === index ? event.currentTarget.value : one)))}
            />
            {captions.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                mt={6}
                aria-label={`Take caption ${index + 1} away`}
                onClick={() => write(captions.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Button
          size="xs"
          variant="subtle"
          w="fit-content"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={captions.length >= 100}
          onClick={() => write([...captions, ''])}
        >
          Add a caption
        </Button>
        {written.length < 2 && (
          <Text size="xs" c="dimmed">
            With one caption only, every use says the same; platforms like new words better.
          </Text>
        )}
      </Stack>
      <Checkbox
        label="I have read all of these captions and approve them"
        description="Then it goes out by itself. Otherwise each use waits for your approval. A change to the words takes the approval back."
        checked={approved}
        disabled={written.length === 0}
        onChange={(event) => setApproved(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button disabled={written.length === 0 || channelIds.length === 0} loading={busy} onClick={() => void save()}>
          {known === null ? 'Use it again' : 'Save'}
        </Button>
      </Group>
    </Stack>
  );
}
