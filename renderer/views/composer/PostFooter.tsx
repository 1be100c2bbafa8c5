import { Alert, Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { toast } from '../../components/toast.tsx';
import { composer } from '../../state/composer.ts';
import { filmOf, optionsOf } from '../../state/composerDraft.ts';
import { library } from '../../state/library.ts';
import { openRoute } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { isReady, type Chosen } from '../../state/useChosen.ts';
import { formatUsd } from '../../words/formatUsd.ts';
import { postStates } from '../../words/postStates.ts';
import { TiktokDeclaration } from './TiktokDeclaration.tsx';
import classes from './composer.module.css';

type Props = { chosen: readonly Chosen[]; onShow: (channelId: string) => void };

/** What is agreed to, a person's yes, and the button. */
export function PostFooter({ chosen, onShow }: Props) {
  const { draft, sending } = useStore(composer);
  const ready = chosen.filter(isReady);
  const costUsd = ready.reduce((sum, { report }) => sum + (report?.state === 'known' ? report.value.costUsd : 0), 0);
  const timed = draft.when !== 'later' || draft.wallTime !== null;
  const { film, approved, when } = draft;
  const post = async (): Promise<void> => {
    const [first, ...more] = await composer.getState().send(ready.map(({ channel }) => channel.id));
    if (first === undefined) return;
    const title = approved ? (when === 'now' ? 'It is in the queue' : 'It is scheduled') : 'It waits for your approval';
    toast.done(more.length === 0 ? title : `${title} on ${more.length + 1} channels`, 'Watch it in Queue.', {
      label: 'Open Queue',
      act: () => {
        composer.getState().close();
        openRoute({ view: 'queue', postId: first.id });
      },
    });
  };
  const verb = approved ? (when === 'now' ? 'Post now' : 'Schedule') : 'Put in the queue';
  const partly = ready.length > 0 && ready.length < chosen.length;
  const tiktok = ready.flatMap(({ channel, choices }) => {
    const options = optionsOf(draft, channel);
    return options.platform === 'tiktok' ? [{ options, account: choices?.account ?? channel.name }] : [];
  });
  return (
    <div className={classes.footer}>
      <Stack gap={6} flex={1} miw={320}>
        {film !== null && <PostedBefore film={filmOf(film)} chosen={chosen} />}
        {tiktok.map(({ options, account }) => (
          <TiktokDeclaration key={account} options={options} account={account} />
        ))}
        <Checkbox
          label="I have watched this and approve it"
          description="Without this, it waits in Queue until you approve it there."
          checked={approved}
          onChange={(event) => composer.getState().change({ approved: event.currentTarget.checked })}
        />
      </Stack>
      <Stack gap={6} align="flex-end">
        <Open chosen={chosen} onShow={onShow} />
        {costUsd > 0 && (
          <Text size="sm" c="dimmed">
            Costs {formatUsd(costUsd)}
          </Text>
        )}
        <Group>
          <Anchor component="button" size="sm" c="dimmed" onClick={() => composer.getState().close()}>
            Close; it is kept
          </Anchor>
          <Button loading={sending} disabled={ready.length === 0 || !timed} onClick={() => void post()}>
            {partly ? `${verb} (${ready.length} of ${chosen.length})` : verb}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

/** The channels that cannot be posted to as it is, and those that refused: each leads to its own part. */
function Open({ chosen, onShow }: Props) {
  const outcomes = useStore(composer, (state) => state.outcomes);
  const nameOf = useChannelName();
  const refused = chosen.filter(({ channel }) => outcomes[channel.id]?.state === 'refused');
  const open = chosen.filter((one) => !isReady(one) && !refused.includes(one));
  const lines = [
    { what: 'Still open:', who: open },
    { what: 'Not posted:', who: refused },
  ].filter(({ who }) => who.length > 0);
  return lines.map(({ what, who }) => (
    <Text key={what} size="sm" c="orange" role="status">
      {what}{' '}
      {who.map(({ channel }) => (
        <Anchor key={channel.id} component="button" size="sm" c="orange" underline="always" mr={8} onClick={() => onShow(channel.id)}>
          {nameOf(channel.id)}
        </Anchor>
      ))}
    </Text>
  ));
}

function PostedBefore({ film, chosen }: { film: string; chosen: readonly Chosen[] }) {
  const posts = useStore(library, (state) => state.posts);
  const before = [...posts.values()].filter(
    ({ renderId, channelId, state }) =>
      renderId === film && chosen.some(({ channel }) => channel.id === channelId) && state !== 'cancelled' && state !== 'failed',
  );
  if (before.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" py="xs">
      This film was posted there before: {[...new Set(before.map(({ state }) => postStates[state].label.toLowerCase()))].join(', ')}.
    </Alert>
  );
}
