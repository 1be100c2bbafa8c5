import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import { composer } from '../../state/composer.ts';
import { library } from '../../state/library.ts';
import { signInFlow } from '../../state/signInFlow.ts';

/** It worked: which accounts there are now, what to know of them, and what comes next. */
export function SignedIn({ channelIds, label }: { channelIds: readonly string[]; label: string }) {
  const channels = useStore(
    library,
    useShallow((state) => channelIds.flatMap((id) => state.channels.get(id) ?? [])),
  );
  const { close } = signInFlow.getState();
  return (
    <Stack gap="md">
      <Alert color="tide" icon={<IconCircleCheck size={18} />} title={`You are signed in to ${label}`} role="status">
        {channels.map(({ id, name, handle }) => (
          <Text key={id} size="sm">
            {name} {handle}
          </Text>
        ))}
      </Alert>
      {channels.flatMap(({ id, notes }) =>
        notes.map((note) => (
          <Alert key={`${id}-${note}`} color="yellow" py="xs">
            {note}
          </Alert>
        )),
      )}
      <Group>
        <Button
          onClick={() => {
            void close();
            composer.getState().open({ film: null, channelIds });
          }}
        >
          Make your first post
        </Button>
        <Button variant="default" onClick={() => void close()}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
