import { Anchor, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { signInFlow } from '../../state/signInFlow.ts';
import { SignedIn } from './SignedIn.tsx';

/** Takes a token that the platform's own dashboard made. */
export function TokenForm({ label }: { label: string }) {
  const { busy, tokenChannelId } = useStore(signInFlow);
  const [token, setToken] = useState('');
  if (tokenChannelId !== null) return <SignedIn channelIds={[tokenChannelId]} label={label} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setToken('');
        void signInFlow.getState().pasteToken(token);
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          In Meta’s app dashboard, under Instagram → API setup with Instagram login, “Generate token” makes one for an account of yours. It
          lasts 60 days, is renewed by itself, and goes with keys of the Instagram Login.
        </Text>
        <PasswordInput
          label="Token"
          description="It goes into this computer’s secret store and is never shown again."
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the token' }}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={token.trim().length < 10}>
            Sign in with this token
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => void signInFlow.getState().begin()}>
            Sign in through the browser instead
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
