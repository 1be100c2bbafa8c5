import { Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useStore } from 'zustand';
import { composer } from '../../state/composer.ts';
import type { Chosen } from '../../state/useChosen.ts';
import { platformName } from '../../words/platformName.ts';
import { CaptionCount } from './CaptionCount.tsx';

/** The words for all channels, with a live count by each platform's own rule. */
export function WordsSection({ chosen }: { chosen: readonly Chosen[] }) {
  const draft = useStore(composer, (state) => state.draft);
  const { change } = composer.getState();
  const sharing = chosen.filter(({ channel }) => draft.own[channel.id] === undefined);
  const platforms = new Map(sharing.map(({ channel, captionMax }) => [channel.platform, captionMax]));
  const apart = chosen.length - sharing.length;
  return (
    <Stack gap="sm">
      {chosen.some(({ channel }) => channel.platform === 'youtube') && (
        <TextInput
          label="Title on YouTube"
          maxLength={100}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
      )}
      <Textarea
        label="Caption"
        description={`${apart === 0 ? 'For all channels' : `For all channels but ${apart}`}. #hashtags go in here too.`}
        autosize
        minRows={3}
        maxRows={8}
        dir="auto"
        value={draft.caption}
        onChange={(event) => change({ caption: event.currentTarget.value })}
        data-autofocus
      />
      <Group gap="md" mt={-4}>
        {[...platforms].map(([platform, max]) => (
          <CaptionCount key={platform} label={platformName(platform)} platform={platform} max={max} caption={draft.caption} />
        ))}
      </Group>
    </Stack>
  );
}
