import { Button, Group, Tabs, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { openRoute } from '../../state/route.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { AccountsTab } from './AccountsTab.tsx';
import { LimitsTab } from './LimitsTab.tsx';
import classes from './channels.module.css';

/** The address of the second tab stands where a channel's id stands otherwise; ids are longer. */
const LIMITS = 'limits';

/** The accounts the studio posts to, and what their platforms still allow. */
export function ChannelsView({ channelId }: { channelId: string | null }) {
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="md">
        <Title order={1}>Channels</Title>
        <Button leftSection={<IconPlus size={16} />} onClick={() => signInFlow.getState().open()}>
          Add an account
        </Button>
      </Group>
      <Tabs
        value={channelId === LIMITS ? LIMITS : 'accounts'}
        onChange={(tab) => openRoute({ view: 'channels', channelId: tab === LIMITS ? LIMITS : null })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="accounts">Accounts</Tabs.Tab>
          <Tabs.Tab value={LIMITS}>Limits and costs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <AccountsTab wantedId={channelId} />
        </Tabs.Panel>
        <Tabs.Panel value={LIMITS}>
          <LimitsTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
