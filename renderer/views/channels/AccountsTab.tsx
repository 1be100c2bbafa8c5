import { Button, Stack } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { EmptyState } from '../../components/EmptyState.tsx';
import { library } from '../../state/library.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { ChannelCard } from './ChannelCard.tsx';

/** One card per account; practice comes last, it is not one. */
export function AccountsTab({ wantedId }: { wantedId: string | null }) {
  const channels = useStore(library, (state) => state.channels);
  const all = [...channels.values()];
  const accounts = all
    .filter(({ platform }) => platform !== 'practice')
    .sort((a, b) => a.platform.localeCompare(b.platform) || a.name.localeCompare(b.name));
  const practice = all.filter(({ platform }) => platform === 'practice');
  return (
    <Stack gap="md">
      {accounts.length === 0 && (
        <EmptyState
          icon={<IconBroadcast size={26} />}
          title="No account yet"
          text="Sign in to TikTok, YouTube, Instagram or X with keys of your own; films then go there straight from this computer. Until then, practise."
        >
          <Button onClick={() => signInFlow.getState().open()}>Add your first account</Button>
        </EmptyState>
      )}
      {[...accounts, ...practice].map((channel) => (
        <ChannelCard key={channel.id} channel={channel} wanted={channel.id === wantedId} />
      ))}
    </Stack>
  );
}
