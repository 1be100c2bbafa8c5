import { Title } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { EmptyState } from '../../components/EmptyState.tsx';

/** The accounts the studio posts to. */
export function ChannelsView(_: { channelId: string | null }) {
  return (
    <>
      <Title order={1}>Channels</Title>
      <EmptyState icon={<IconBroadcast size={26} />} title="No account yet" text="Accounts you sign in to are listed here." />
    </>
  );
}
