import { Radio, Select, SimpleGrid, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { YoutubeOptions } from '../../../../shared/publish/postOptions.ts';
import { PathField } from '../../../components/PathField.tsx';
import type { OptionsProps } from './types.ts';

const audiences = [
  { value: 'public', label: 'Everyone' },
  { value: 'unlisted', label: 'Whoever has the link' },
  { value: 'private', label: 'Only me' },
];

/** A language by its short code, as YouTube lists them. */
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** What YouTube asks of an upload. Being made for kids is asked anew for every post. */
export function YoutubeForm({ options, onChange, choices, answers, onAnswers }: OptionsProps<'youtube'>) {
  const set = (part: Partial<typeof options>): void => onChange({ ...options, ...part });
  const kids = answers === null || answers.kids ? (options.madeForKids ? 'yes' : 'no') : null;
  const categories = choices?.categories ?? [];
  return (
    <Stack gap="md">
      <SimpleGrid cols={2}>
        <Select
          label="Who may see it"
          allowDeselect={false}
          data={audiences}
          value={options.privacy}
          onChange={(privacy) => set({ privacy: YoutubeOptions.shape.privacy.parse(privacy) })}
        />
        <Select
          label="Category"
          allowDeselect={false}
          searchable={categories.length > 0}
          data={
            categories.some(({ value }) => value === options.categoryId)
              ? categories
              : [...categories, { value: options.categoryId, label: `Category ${options.categoryId}` }]
          }
          value={options.categoryId}
          onChange={(categoryId) => categoryId !== null && set({ categoryId })}
        />
      </SimpleGrid>
      <Radio.Group
        label="Is it made for kids?"
        withAsterisk={answers !== null}
        description="Films made for kids get no comments and no personalised adverts; the law (COPPA) wants an answer."
        value={kids}
        onChange={(value) => {
          set({ madeForKids: value === 'yes' });
          if (answers !== null) onAnswers({ ...answers, kids: true });
        }}
      >
        <SimpleGrid cols={2} mt={6} spacing="xs">
          <Radio value="no" label="No, it is not" />
          <Radio value="yes" label="Yes, it is made for kids" />
        </SimpleGrid>
      </Radio.Group>
      <Switch
        label="It shows realistic altered or synthetic content"
        description="A real person, place or event that looks real but is made or changed, for example by AI. YouTube labels it."
        checked={options.syntheticMedia}
        onChange={(event) => set({ syntheticMedia: event.currentTarget.checked })}
      />
      <Switch
        label="It contains paid promotion"
        checked={options.paidPlacement}
        onChange={(event) => set({ paidPlacement: event.currentTarget.checked })}
      />
      <TagsInput
        label="Tags"
        description="At most 500 characters in all. They matter little; the title matters more."
        placeholder="Type and press Enter"
        value={options.tags}
        onChange={(tags) => set({ tags: tags.map((tag) => tag.trim()).filter((tag) => tag !== '') })}
        maxTags={100}
      />
      <PathField
        label="Thumbnail"
        description="A JPEG or PNG. YouTube takes it from channels with a verified phone number."
        accept="image/jpeg,image/png"
        value={options.thumbnailPath}
        onChange={(thumbnailPath) => set({ thumbnailPath })}
      />
      <Switch
        label="Hand it over to YouTube at once"
        description="YouTube keeps it private and publishes it at its time, even when this computer is off then."
        checked={options.handOver}
        onChange={(event) => set({ handOver: event.currentTarget.checked })}
      />
      <SimpleGrid cols={2}>
        <Switch
          label="Tell subscribers"
          checked={options.notifySubscribers}
          onChange={(event) => set({ notifySubscribers: event.currentTarget.checked })}
        />
        <Switch
          label="Others may embed it"
          checked={options.embeddable}
          onChange={(event) => set({ embeddable: event.currentTarget.checked })}
        />
        <Switch
          label="Everyone sees its numbers"
          checked={options.publicStats}
          onChange={(event) => set({ publicStats: event.currentTarget.checked })}
        />
        <Switch
          label="Others may reuse it (Creative Commons)"
          checked={options.license === 'creativeCommon'}
          onChange={(event) => set({ license: event.currentTarget.checked ? 'creativeCommon' : 'youtube' })}
        />
      </SimpleGrid>
      <TextInput
        label="Language of title and description"
        placeholder="As YouTube guesses; or en, de, pt-BR…"
        maxLength={20}
        value={options.language ?? ''}
        error={options.language === null || LANGUAGE.test(options.language) ? undefined : 'Its short code, please: en, de or pt-BR.'}
        onChange={(event) => set({ language: event.currentTarget.value.trim() === '' ? null : event.currentTarget.value.trim() })}
      />
    </Stack>
  );
}
