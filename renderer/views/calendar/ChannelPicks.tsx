import { MultiSelect } from '@mantine/core';
import { useStore } from 'zustand';
import { library } from '../../state/library.ts';
import { useChannelName } from '../../state/useChannelName.ts';

type Props = { label: string; description?: string; value: readonly string[]; onChange: (channelIds: string[]) => void };

/** Chooses channels by name. */
export function ChannelPicks({ label, description, value, onChange }: Props) {
  const channels = useStore(library, (state) => state.channels);
  const channelName = useChannelName();
  return (
    <MultiSelect
      label={label}
      {...(description !== undefined && { description })}
      data={[...channels.values()].map(({ id }) => ({ value: id, label: channelName(id) }))}
      placeholder={value.length === 0 ? 'Choose one or more' : ''}
      value={[...value]}
      onChange={onChange}
      comboboxProps={{ transitionProps: { duration: 80 } }}
    />
  );
}
