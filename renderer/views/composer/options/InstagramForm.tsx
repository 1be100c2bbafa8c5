import { Radio, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { InstagramOptions } from '../../../../shared/publish/postOptions.ts';
import { CoverField } from './CoverField.tsx';
import { DraftText } from './DraftText.tsx';
import type { OptionsProps } from './types.ts';

const trials = [
  { value: 'off', label: 'No, for everyone', description: 'Followers see it at once.' },
  {
    value: 'SS_PERFORMANCE',
    label: 'Yes, and Instagram decides',
    description: 'Shown to non-followers first; shared with followers if it does well.',
  },
  { value: 'MANUAL', label: 'Yes, and I decide', description: 'Shown to non-followers; you share it with followers in the app.' },
];
const isAccount = (name: string): boolean => /^[\w.]{1,30}$/.test(name);
const isWebAddress = (value: string): boolean => URL.canParse(value) && new URL(value).protocol === 'https:';

/** What Instagram lets a creator choose for a reel. */
export function InstagramForm({ options, onChange }: OptionsProps<'instagram'>) {
  const set = (part: Partial<typeof options>): void => onChange({ ...options, ...part });
  return (
    <Stack gap="md">
      <Radio.Group label="Trial reel" value={options.trial} onChange={(trial) => set({ trial: InstagramOptions.shape.trial.parse(trial) })}>
        <Stack gap={8} mt={6}>
          {trials.map((trial) => (
            <Radio key={trial.value} {...trial} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label="Show it on my profile and in the feed too"
        description={options.trial === 'off' ? 'Off: only in the Reels tab.' : 'Trial reels stay off the profile until they are shared.'}
        checked={options.shareToFeed && options.trial === 'off'}
        disabled={options.trial !== 'off'}
        onChange={(event) => set({ shareToFeed: event.currentTarget.checked })}
      />
      <Switch
        label="Made with AI"
        description="Instagram labels it “AI info”."
        checked={options.aiGenerated}
        onChange={(event) => set({ aiGenerated: event.currentTarget.checked })}
      />
      <Switch
        label="Paid partnership"
        description="Instagram labels it. Turn on when you get something of value for it."
        checked={options.paidPartnership}
        onChange={(event) => set({ paidPartnership: event.currentTarget.checked })}
      />
      <TagsInput
        label="Collaborators"
        description="Up to three accounts that are invited to show it as theirs too."
        placeholder="Account name, then Enter"
        maxTags={3}
        value={options.collaborators}
        onChange={(names) => set({ collaborators: names.map((name) => name.trim().replace(/^@/, '')).filter(isAccount) })}
      />
      <CoverField value={options.coverSeconds} onChange={(coverSeconds) => set({ coverSeconds })} />
      <TextInput
        label="Name of its sound"
        description="What others see when they use your sound. It can be changed once."
        placeholder="Original audio"
        maxLength={100}
        value={options.audioName ?? ''}
        onChange={(event) => set({ audioName: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <DraftText
        label="Place"
        description="The number of a Facebook Page that stands for the place."
        placeholder="None"
        value={options.locationId}
        isRight={(value) => /^\d+$/.test(value)}
        complaint="It is a number, for example 106377336067638."
        onChange={(locationId) => set({ locationId })}
      />
      <DraftText
        label="Public address of the film"
        description="Only when you signed in with Instagram itself, which fetches films from the web and takes no local files. Sign in through Facebook to do without."
        placeholder="https://…"
        value={options.publicVideoUrl}
        isRight={isWebAddress}
        complaint="It must be a whole address that begins with https://."
        onChange={(publicVideoUrl) => set({ publicVideoUrl })}
      />
    </Stack>
  );
}
