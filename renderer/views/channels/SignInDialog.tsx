import { Alert, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { signInFlow } from '../../state/signInFlow.ts';
import { platformName } from '../../words/platformName.ts';
import { KeysGuide } from './KeysGuide.tsx';
import { PickPlatform } from './PickPlatform.tsx';
import { SignInWalk } from './SignInWalk.tsx';
import { TokenForm } from './TokenForm.tsx';

/** Adds an account: which platform, the creator's own keys where there are none yet, then the walk through its sign-in. */
export function SignInDialog() {
  const { opened, platform, stage, guide, busy, problem, close } = useStore(signInFlow);
  const title =
    platform === null ? 'Add an account' : stage === 'keys' ? `Set up ${platformName(platform)}` : `Sign in to ${platformName(platform)}`;
  return (
    <Modal
      opened={opened}
      onClose={() => void close()}
      title={title}
      size={stage === 'keys' && platform !== null ? 880 : 560}
      zIndex={220} // above drawers and the composer, which may ask for it
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        {problem !== null && (
          <Alert color="orange" icon={<IconAlertTriangle size={18} />} title={problem.message} role="alert">
            {problem.hint}
          </Alert>
        )}
        {stage === 'pick' && <PickPlatform />}
        {stage === 'keys' && guide !== null && <KeysGuide key={guide.platform} guide={guide} />}
        {stage === 'keys' && guide === null && busy && (
          <Text c="dimmed">
            <Loader size="xs" mr="xs" /> Reading the guide…
          </Text>
        )}
        {stage === 'sign-in' && platform !== null && <SignInWalk platform={platform} label={platformName(platform)} />}
        {stage === 'token' && platform !== null && <TokenForm label={platformName(platform)} />}
      </Stack>
    </Modal>
  );
}
