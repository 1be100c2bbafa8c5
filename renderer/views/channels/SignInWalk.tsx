import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { SignIn } from '../../../shared/contract/channels.ts';
import type { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import { CopyLine } from '../../components/CopyLine.tsx';
import { library } from '../../state/library.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { useSecondsUntil } from '../../state/useSecondsUntil.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { ChooseAccounts } from './ChooseAccounts.tsx';
import { PasteAddress } from './PasteAddress.tsx';
import { SignedIn } from './SignedIn.tsx';

/** One walk through a sign-in, from the link that opens the platform's page to the accounts that came of it. */
export function SignInWalk({ platform, label }: { platform: RemotePlatform; label: string }) {
  const { signInId, busy } = useStore(signInFlow);
  const signIn = useStore(library, (state) => (signInId === null ? undefined : state.signIns.get(signInId)));
  if (signIn === undefined)
    return busy ? (
      <Group gap="xs">
        <Loader size="xs" />
        <Text c="dimmed">Getting ready…</Text>
      </Group>
    ) : (
      <Retry platform={platform} />
    );
  if (signIn.state === 'done') return <SignedIn channelIds={signIn.channelIds} label={label} />;
  if (signIn.state === 'choosing') return <ChooseAccounts signIn={signIn} label={label} />;
  if (signIn.state === 'failed')
    return (
      <Stack>
        <Alert
          color="orange"
          icon={<IconAlertTriangle size={18} />}
          title={signIn.problem?.message ?? 'The sign-in did not work.'}
          role="alert"
        >
          {signIn.problem?.hint ?? 'Nothing was changed. Try once more.'}
        </Alert>
        <Retry platform={platform} />
      </Stack>
    );
  return <Waiting key={signIn.id} signIn={signIn} label={label} />;
}

function Retry({ platform }: { platform: RemotePlatform }) {
  return (
    <Group>
      <Button onClick={() => void signInFlow.getState().begin()}>Try again</Button>
      <Button variant="default" onClick={() => signInFlow.getState().showKeys()}>
        Look at the keys
      </Button>
      {platform === 'instagram' && (
        <Button variant="subtle" onClick={() => signInFlow.getState().showToken()}>
          Paste a token instead
        </Button>
      )}
    </Group>
  );
}

function Waiting({ signIn, label }: { signIn: SignIn; label: string }) {
  const [openedPage, setOpenedPage] = useState(false);
  const seconds = useSecondsUntil(signIn.expiresAt);
  const pasting = signIn.route === 'paste';
  return (
    <Stack gap="md">
      <Text size="sm">
        {label} opens in your browser and asks whether Tidereel may post for you.{' '}
        {pasting ? 'It cannot come back here by itself, so you bring the address back.' : 'When you allowed it, it comes back by itself.'}
      </Text>
      <Group>
        {/* a real link: no browser takes it for a pop-up */}
        <Button
          component="a"
          href={signIn.authorizeUrl}
          target="_blank"
          rel="noreferrer"
          rightSection={<IconExternalLink size={16} />}
          variant={openedPage ? 'default' : 'filled'}
          onClick={() => setOpenedPage(true)}
        >
          {openedPage ? `Open ${label} again` : `Sign in to ${label}`}
        </Button>
        <Button variant="default" onClick={() => void signInFlow.getState().close()}>
          Cancel
        </Button>
      </Group>
      <Group gap="xs" role="status">
        {openedPage && seconds > 0 && <Loader size="xs" />}
        <Text size="sm" c="dimmed">
          {seconds === 0 ? 'The time for this sign-in is over.' : openedPage ? `Waiting for your word on ${label}` : 'Waits for you'}
        </Text>
        {/* not read out every second */}
        {seconds > 0 && (
          <Text size="sm" c="dimmed" aria-hidden>
            · {formatSeconds(seconds)} left
          </Text>
        )}
      </Group>
      <details>
        <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
          The page did not open?
        </Text>
        <Stack gap="xs" mt="xs">
          <CopyLine label={`Paste this into the browser in which you are signed in to ${label}`} value={signIn.authorizeUrl} />
        </Stack>
      </details>
      {pasting ? (
        <PasteAddress redirectUri={signIn.redirectUri} />
      ) : (
        <Text size="sm" c="dimmed">
          Signing in on another computer, or the browser cannot come back?{' '}
          <Anchor component="button" size="sm" underline="always" onClick={() => void signInFlow.getState().begin('paste')}>
            Paste the address instead
          </Anchor>
        </Text>
      )}
      <Group gap="lg">
        {signIn.platform === 'instagram' && (
          <Anchor component="button" size="sm" onClick={() => signInFlow.getState().showToken()}>
            I have a token from Meta’s dashboard
          </Anchor>
        )}
        <Anchor component="button" size="sm" onClick={() => signInFlow.getState().showKeys()}>
          Look at the keys again
        </Anchor>
      </Group>
    </Stack>
  );
}
