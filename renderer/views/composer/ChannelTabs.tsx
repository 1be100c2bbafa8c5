import { Tabs, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { composer } from '../../state/composer.ts';
import { isReady, type Chosen } from '../../state/useChosen.ts';
import { ChannelPanel } from './ChannelPanel.tsx';

type Props = { chosen: readonly Chosen[]; shown: Chosen | undefined; onShow: (channelId: string | null) => void };

/** What differs from channel to channel: own words, options, what was found. */
export function ChannelTabs({ chosen, shown, onShow }: Props) {
  const outcomes = useStore(composer, (state) => state.outcomes);
  if (shown === undefined)
    return (
      <Text size="sm" c="dimmed">
        Choose at least one channel.
      </Text>
    );
  return (
    <Tabs value={shown.channel.id} onChange={onShow} keepMounted={false}>
      <Tabs.List aria-label="Channels this goes to">
        {chosen.map((one) => (
          <Tabs.Tab
            key={one.channel.id}
            value={one.channel.id}
            leftSection={<PlatformIcon platform={one.channel.platform} size={16} />}
            rightSection={
              isReady(one) && outcomes[one.channel.id]?.state !== 'refused' ? null : (
                <IconAlertTriangle size={15} role="img" aria-label="needs you" color="var(--mantine-color-orange-text)" />
              )
            }
          >
            {one.channel.name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown.channel.id} pt="md">
        <ChannelPanel key={shown.channel.id} chosen={shown} />
      </Tabs.Panel>
    </Tabs>
  );
}
