import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { signInFlow } from '../../state/signInFlow.ts';

/** For a browser that cannot come back: the creator brings the address it ended at. */
export function PasteAddress({ redirectUri }: { redirectUri: string }) {
  const busy = useStore(signInFlow, (state) => state.busy);
  const [address, setAddress] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void signInFlow.getState().finish(address);
      }}
    >
      <Stack gap="xs">
        <TextInput
          label="The address you ended at"
          description={`After you allowed it, the browser goes to ${redirectUri}, where a page may be missing; that is fine. Copy the whole address from its address bar at once: it holds a code that soon expires.`}
          placeholder={`${redirectUri}?code=…`}
          autoComplete="off"
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={address.trim() === ''}>
            Finish the sign-in
          </Button>
          <Text size="xs" c="dimmed">
            Never give this address to anybody.
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
