import { Select, Stack, Switch } from '@mantine/core';
import { XOptions } from '../../../../shared/publish/postOptions.ts';
import type { OptionsProps } from './types.ts';

const repliers = [
  { value: 'everyone', label: 'Everyone' },
  { value: 'following', label: 'Accounts I follow' },
  { value: 'mentionedUsers', label: 'Only accounts I mention' },
  { value: 'subscribers', label: 'My subscribers' },
  { value: 'verified', label: 'Verified accounts' },
];

/** What X lets a creator choose for a post. */
export function XForm({ options, onChange }: OptionsProps<'x'>) {
  const set = (part: Partial<typeof options>): void => onChange({ ...options, ...part });
  return (
    <Stack gap="md">
      <Select
        label="Who may reply"
        allowDeselect={false}
        data={repliers}
        value={options.replies}
        onChange={(replies) => set({ replies: XOptions.shape.replies.parse(replies) })}
      />
      <Switch
        label="Made with AI"
        description="X labels it."
        checked={options.madeWithAi}
        onChange={(event) => set({ madeWithAi: event.currentTarget.checked })}
      />
      <Switch
        label="Paid partnership"
        description="X labels it. Turn on when you get something of value for it."
        checked={options.paidPartnership}
        onChange={(event) => set({ paidPartnership: event.currentTarget.checked })}
      />
    </Stack>
  );
}
