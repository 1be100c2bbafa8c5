import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Channel } from '../../../shared/contract/channels.ts';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';

type Props = { channel: Channel; label: string; waiting: string | null; onClose: () => void };

/** Says what signing out does before it is done, since it cannot be undone from here. */
export function SignOutDialog({ channel, label, waiting, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const signOut = async (): Promise<void> => {
    setBusy(true);
    const out = await attempt(studio.channels.signOut({ channelId: channel.id }));
    setBusy(false);
    if (out === null) return;
    onClose();
    toast.done(`Signed out of ${channel.name}`, 'Its posts wait until you sign in again.');
  };
  return (
    <Modal opened onClose={onClose} title={`Sign out of ${channel.name} on ${label}?`}>
      <Stack gap="sm">
        <Text size="sm">
          Tidereel gives its permission back at {label} and forgets the sign-in on this computer. What is already public stays public.
        </Text>
        <Text size="sm">{waiting !== null && `${waiting}. `}Posts stay in the queue, and go out after you signed in again.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Stay signed in
          </Button>
          <Button variant="light" color="orange" loading={busy} onClick={() => void signOut()}>
            Sign out
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
