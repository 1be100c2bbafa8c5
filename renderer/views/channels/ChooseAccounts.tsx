import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { SignIn } from '../../../shared/contract/channels.ts';
import { signInFlow } from '../../state/signInFlow.ts';

/** Several accounts were granted: which of them become channels. */
export function ChooseAccounts({ signIn, label }: { signIn: SignIn; label: string }) {
  const busy = useStore(signInFlow, (state) => state.busy);
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <Stack gap="md">
      <Checkbox.Group label={`${label} gave access to several accounts. Which do you want to post to?`} value={chosen} onChange={setChosen}>
        <Stack gap="sm" mt="sm">
          {signIn.accounts.map(({ remoteAccount, name, handle, note }) => (
            <Checkbox
              key={remoteAccount}
              value={remoteAccount}
              label={handle === '' ? name : `${name} (${handle})`}
              description={note ?? undefined}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group>
        <Button loading={busy} disabled={chosen.length === 0} onClick={() => void signInFlow.getState().chooseAccounts(chosen)}>
          {chosen.length === 0 ? 'Add the accounts' : chosen.length === 1 ? 'Add this account' : `Add ${chosen.length} accounts`}
        </Button>
        <Button variant="default" onClick={() => void signInFlow.getState().close()}>
          Cancel
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        Each becomes a channel with its own words, times and limits.
      </Text>
    </Stack>
  );
}
