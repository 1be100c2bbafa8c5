import { Tabs, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { composer } from '../../state/composer.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { isReady, type Chosen } from '../../state/useChosen.ts';
import { ChannelPanel } from './ChannelPanel.tsx';

type Props = { chosen: readonly Chosen[]; shown: Chosen | undefined; onShow: (channelId: string | null) => void };

/** What differs from channel to channel: own words, options, what was found. */
export function ChannelTabs({ chosen, shown, onShow }: Props) {
  const outcomes = useStore(composer, (state) => state.outcomes);
  const nameOf = useChannelName();
  const isOpen = (one: Chosen): boolean => !isReady(one) || outcomes[one.channel.id]?.state === 'refused';
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
            aria-label={`${nameOf(one.channel.id)}${isOpen(one) ? ', needs you' : ''}`}
            leftSection={<PlatformIcon platform={one.channel.platform} size={16} />}
            rightSection={isOpen(one) ? <IconAlertTriangle size={15} aria-hidden color="var(--mantine-color-orange-text)" /> : null}
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
