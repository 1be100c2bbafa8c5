import { Checkbox, Radio, Select, Stack, Switch, Text } from '@mantine/core';
import { TiktokOptions } from '../../../../shared/publish/postOptions.ts';
import { CoverField } from './CoverField.tsx';
import type { OptionsProps } from './types.ts';

const audiences = [
  { value: 'PUBLIC_TO_EVERYONE', label: 'Everyone' },
  { value: 'MUTUAL_FOLLOW_FRIENDS', label: 'Friends' },
  { value: 'FOLLOWER_OF_CREATOR', label: 'Followers' },
  { value: 'SELF_ONLY', label: 'Only me' },
];
const interactions = [
  { name: 'allowComment', label: 'Comments' },
  { name: 'allowDuet', label: 'Duets' },
  { name: 'allowStitch', label: 'Stitches' },
] as const;

/** What TikTok's audit wants asked, in its order: whose account, who sees it, what others may do, what it promotes. */
export function TiktokForm({ options, onChange, choices, answers, onAnswers }: OptionsProps<'tiktok'>) {
  const set = (part: Partial<typeof options>): void => onChange({ ...options, ...part });
  const whyNot = (name: string): string | undefined => choices?.disabled.find(({ option }) => option === name)?.why;
  const disclosing = options.brandedContent || options.yourBrand || answers?.disclosing === true;
  const direct = options.mode === 'direct';
  const disclose = (on: boolean): void => {
    if (answers !== null) onAnswers({ ...answers, disclosing: on });
    if (!on) set({ brandedContent: false, yourBrand: false });
    else if (answers === null) set({ yourBrand: true });
  };
  return (
    <Stack gap="md">
      <Radio.Group label="How it gets there" value={options.mode} onChange={(mode) => set({ mode: TiktokOptions.shape.mode.parse(mode) })}>
        <Stack gap={8} mt={6}>
          <Radio value="direct" label="Publish it" description="Goes out at its time without another tap." />
          <Radio
            value="inbox"
            label="Send it to my TikTok inbox"
            description="You finish it in the TikTok app: words and audience are chosen there. The way to go while your TikTok app is not audited."
          />
        </Stack>
      </Radio.Group>
      {direct && (
        <>
          <Select
            label="Who may see it"
            placeholder="Choose…"
            clearable={answers === null}
            description={answers === null ? 'Asked anew for every post you write; this is for posts that plans and feeds make.' : undefined}
            data={(choices?.privacy ?? audiences).map((choice) => ({
              ...choice,
              disabled: choice.value === 'SELF_ONLY' && options.brandedContent,
            }))}
            value={options.privacy}
            onChange={(privacy) => set({ privacy: TiktokOptions.shape.privacy.parse(privacy) })}
            clearButtonProps={{ 'aria-label': 'Not decided beforehand' }}
          />
          {options.brandedContent && (
            <Text size="xs" c="dimmed" mt={-8}>
              “Only me” is not possible for a paid partnership.
            </Text>
          )}
          <Checkbox.Group
            label="What others may do"
            value={interactions.filter(({ name }) => options[name]).map(({ name }) => name)}
            onChange={(names) => set(Object.fromEntries(interactions.map(({ name }) => [name, names.includes(name)])))}
          >
            <Stack gap={8} mt={6}>
              {interactions.map(({ name, label }) => (
                <Checkbox key={name} value={name} label={label} disabled={whyNot(name) !== undefined} description={whyNot(name)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Switch
            label="This film promotes something"
            description="Turn on when you get something of value for it, or when it is about your own business."
            checked={disclosing}
            onChange={(event) => disclose(event.currentTarget.checked)}
          />
          {disclosing && (
            <Stack gap={8} pl="xl">
              <Checkbox
                label="Your brand"
                description="You or your own business. TikTok labels it “Promotional content”."
                checked={options.yourBrand}
                onChange={(event) => set({ yourBrand: event.currentTarget.checked })}
              />
              <Checkbox
                label="Branded content"
                description={
                  whyNot('brandedContent') ??
                  (options.privacy === 'SELF_ONLY'
                    ? 'Not possible while only you may see it.'
                    : 'Another brand or a third party. TikTok labels it “Paid partnership”.')
                }
                disabled={options.privacy === 'SELF_ONLY' || whyNot('brandedContent') !== undefined}
                checked={options.brandedContent}
                onChange={(event) => set({ brandedContent: event.currentTarget.checked })}
              />
            </Stack>
          )}
          <Switch
            label="Made with AI"
            description="TikTok labels it “AI-generated”."
            checked={options.aiGenerated}
            onChange={(event) => set({ aiGenerated: event.currentTarget.checked })}
          />
          <CoverField value={options.coverSeconds} onChange={(coverSeconds) => set({ coverSeconds })} />
        </>
      )}
    </Stack>
  );
}
