import { Alert, Button, Group, Loader, Stack, Switch, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconUser } from '@tabler/icons-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import { hasUrl } from '../../../shared/publish/countX.ts';
import { FindingList, type Fix } from '../../components/FindingList.tsx';
import { composer } from '../../state/composer.ts';
import { answersOf, captionOf, optionsOf } from '../../state/composerDraft.ts';
import { openRoute } from '../../state/route.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import type { Chosen } from '../../state/useChosen.ts';
import { platformName } from '../../words/platformName.ts';
import { formatUsd } from '../../words/formatUsd.ts';
import { sayLength } from '../../words/sayLength.ts';
import { CaptionCount } from './CaptionCount.tsx';
import { OptionsForm } from './options/OptionsForm.tsx';

/** Findings that the open questions say already, and sooner. */
const ASKED_HERE: ReadonlySet<string> = new Set(['caption-long', 'youtube-title-missing', 'branded-private', 'privacy-open']);

/** One channel of the draft. */
export function ChannelPanel({ chosen }: { chosen: Chosen }) {
  const { channel, report, asked, choices, captionMax, questions } = chosen;
  const draft = useStore(composer, (state) => state.draft);
  const outcome = useStore(composer, (state) => state.outcomes[channel.id]);
  const words = useRef<HTMLTextAreaElement>(null);
  const options = useRef<HTMLDivElement>(null);
  const { change } = composer.getState();
  const remote = RemotePlatform.safeParse(channel.platform).data;
  const own = draft.own[channel.id];
  const setOwn = (caption: string | undefined): void => {
    const { [channel.id]: _, ...rest } = draft.own;
    change({ own: caption === undefined ? rest : { ...rest, [channel.id]: caption } });
  };
  const fixFor = (fix: Fix): (() => void) | null => {
    if (fix === 'sign-in') return remote === undefined ? null : () => void signInFlow.getState().choose(remote);
    if (fix === 'keys') return remote === undefined ? null : () => void signInFlow.getState().choose(remote);
    if (fix === 'edit-words')
      return () => {
        if (own === undefined) setOwn(draft.caption);
        requestAnimationFrame(() => words.current?.focus());
      };
    if (fix === 'edit-options') return () => options.current?.scrollIntoView({ block: 'start' });
    if (fix === 'move') return () => change({ when: 'slot' });
    if (fix === 'choose-film') return () => change({ film: null });
    if (fix === 'render-again' && draft.film?.from === 'render') {
      const { projectId } = draft.film;
      return () => {
        composer.getState().close();
        openRoute({ view: 'studio', projectId });
      };
    }
    return null;
  };
  return (
    <Stack gap="md">
      {outcome?.state === 'refused' && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} />} title={outcome.message} role="alert">
          {outcome.hint}
        </Alert>
      )}
      {questions.length > 0 && (
        <Alert color="orange" py="xs" icon={<IconAlertTriangle size={18} />}>
          {questions.map((question) => (
            <Text key={question} size="sm">
              {question}
            </Text>
          ))}
        </Alert>
      )}
      {report?.state === 'known' && (
        <FindingList findings={report.value.findings.filter(({ code }) => !ASKED_HERE.has(code))} fixFor={fixFor} />
      )}
      {report?.state === 'failed' && (
        <Alert color="orange" py="xs" title={report.message}>
          {report.hint}
        </Alert>
      )}
      {channel.platform === 'x' && report?.state === 'known' && report.value.costUsd > 0 && (
        <Text size="sm">
          X charges {formatUsd(report.value.costUsd)} for this post.
          {hasUrl(captionOf(draft, channel.id)) &&
            ' A link in the words makes X charge 13 times as much; leave it out to pay the plain price.'}
        </Text>
      )}
      {asked?.state === 'asking' && (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm" c="dimmed">
            Asking {platformName(channel.platform)} what this account may choose…
          </Text>
        </Group>
      )}
      {asked?.state === 'failed' && (
        <Alert color="orange" title={asked.message}>
          <Group justify="space-between">
            <Text size="sm">{asked.hint}</Text>
            <Button size="compact-sm" variant="default" onClick={() => void composer.getState().askChoices(channel.id)}>
              Ask again
            </Button>
          </Group>
        </Alert>
      )}
      {choices !== null && (
        <Group gap={6}>
          <IconUser size={16} aria-hidden />
          <Text size="sm">
            Posts as <b>{choices.account}</b>
            {choices.postsLeft !== null && ` · ${choices.postsLeft} more today`}
            {choices.maxSeconds !== null && ` · films up to ${sayLength(choices.maxSeconds)}`}
          </Text>
        </Group>
      )}
      {choices?.notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
      <Switch
        label="Same words as all"
        checked={own === undefined}
        onChange={(event) => setOwn(event.currentTarget.checked ? undefined : draft.caption)}
      />
      {own !== undefined && (
        <div>
          <Textarea
            ref={words}
            label={`Words for ${channel.name} only`}
            autosize
            minRows={3}
            maxRows={8}
            dir="auto"
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <CaptionCount
            label={platformName(channel.platform)}
            platform={channel.platform}
            max={captionMax}
            caption={captionOf(draft, channel.id)}
          />
        </div>
      )}
      <div ref={options}>
        <OptionsForm
          options={optionsOf(draft, channel)}
          choices={choices}
          answers={answersOf(draft, channel.id)}
          onChange={(next) => change({ options: { ...composer.getState().draft.options, [channel.id]: next } })}
          onAnswers={(next) => change({ answers: { ...composer.getState().draft.answers, [channel.id]: next } })}
        />
      </div>
    </Stack>
  );
}
