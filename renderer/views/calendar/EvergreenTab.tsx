import { ActionIcon, Badge, Button, Group, Menu, Stack, Switch, Text, Title } from '@mantine/core';
import { IconDots, IconPlant2, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Post } from '../../../shared/contract/posts.ts';
import type { Evergreen } from '../../../shared/contract/schedule.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { openRoute } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { inSentence } from '../../words/inSentence.ts';
import { EvergreenDialog } from './EvergreenDialog.tsx';
import { LivePostPicker } from './LivePostPicker.tsx';
import classes from './calendar.module.css';

export type EvergreenSubject = { readonly kind: 'new'; readonly post: Post } | { readonly kind: 'known'; readonly evergreen: Evergreen };

/** Posts that went well and go out again after a while, with other words. */
export function EvergreenTab() {
  const evergreens = useStore(library, (state) => state.evergreens);
  const [picking, setPicking] = useState(false);
  const [subject, setSubject] = useState<EvergreenSubject | null>(null);
  const list = [...evergreens.values()].sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setPicking(true)}>
      Add a post
    </Button>
  );
  return (
    <div className={classes.narrow}>
      {list.length === 0 ? (
        <EmptyState
          icon={<IconPlant2 size={26} />}
          title="Nothing is used again yet"
          text="Choose a post that did well. After a pause it goes out again into a free slot, each time with the next of the captions you write for it."
        >
          {add}
        </EmptyState>
      ) : (
        <>
          <Group justify="space-between" mb="lg">
            <div>
              <Title order={2}>Evergreen</Title>
              <Text c="dimmed" size="sm">
                These go out again after their pause, into free slots, with the next caption each time.
              </Text>
            </div>
            {add}
          </Group>
          <Stack gap="sm">
            {list.map((evergreen) => (
              <EvergreenCard key={evergreen.id} evergreen={evergreen} onEdit={() => setSubject({ kind: 'known', evergreen })} />
            ))}
          </Stack>
        </>
      )}
      <LivePostPicker
        opened={picking}
        onClose={() => setPicking(false)}
        onPick={(post) => {
          setPicking(false);
          setSubject({ kind: 'new', post });
        }}
      />
      <EvergreenDialog subject={subject} onClose={() => setSubject(null)} />
    </div>
  );
}

/** Keeps an answer at once; the same value is pushed again a moment later. */
export function keepEvergreen(evergreen: Evergreen): void {
  library.setState((state) => ({ evergreens: new Map(state.evergreens).set(evergreen.id, evergreen) }));
}

async function pause(evergreen: Evergreen, paused: boolean): Promise<void> {
  keepEvergreen({ ...evergreen, paused });
  keepEvergreen((await attempt(studio.evergreens.set({ evergreenId: evergreen.id, paused }))) ?? evergreen);
}

async function remove(evergreen: Evergreen): Promise<void> {
  if ((await attempt(studio.evergreens.remove({ evergreenId: evergreen.id }))) === null) return;
  library.setState((state) => ({ evergreens: new Map([...state.evergreens].filter(([id]) => id !== evergreen.id)) }));
  const restore = async (): Promise<void> => {
    const back = await attempt(studio.evergreens.restore({ evergreenId: evergreen.id }));
    if (back !== null) keepEvergreen(back);
  };
  toast.done(`“${evergreen.title}” is not used again`, 'Posts already made from it stay.', { label: 'Undo', act: () => void restore() });
}

function EvergreenCard({ evergreen, onEdit }: { evergreen: Evergreen; onEdit: () => void }) {
  const timeOf = useTimes();
  const channelName = useChannelName();
  const { title, captions, channelIds, cooldownDays, approved, paused, nextAt, lastUsedAt, uses } = evergreen;
  const next = paused ? 'Paused' : nextAt === null ? 'Waits for a free slot' : `Next ${inSentence(timeOf(nextAt))}`;
  return (
    <article className={classes.card} aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="sm">
            <Text fw={600} truncate>
              {title}
            </Text>
            <Badge variant="light" color={approved ? 'tide' : 'yellow'} tt="none">
              {approved ? 'Captions approved' : 'Each post waits for approval'}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {channelIds.map(channelName).join(', ')} · every {cooldownDays === 1 ? 'day' : `${cooldownDays} days`} at the soonest ·{' '}
            {captions.length === 1 ? '1 caption' : `${captions.length} captions`}
          </Text>
          <Text size="sm" mt={4}>
            {next}
            <Text span c="dimmed" size="sm">
              {uses > 0 && ` · used ${uses === 1 ? 'once' : `${uses} times`}`}
              {lastUsedAt !== null && `, last ${inSentence(timeOf(lastUsedAt))}`}
            </Text>
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Switch
            size="sm"
            label="On"
            aria-label={`On: ${title}`}
            checked={!paused}
            onChange={(event) => void pause(evergreen, !event.currentTarget.checked)}
          />
          <Button size="xs" variant="default" onClick={onEdit} aria-label={`Edit… ${title}`}>
            Edit…
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${title}`}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => openRoute({ view: 'calendar', postId: evergreen.postId })}>Show the first post</Menu.Item>
              <Menu.Item onClick={() => void remove(evergreen)}>Use it no longer</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
    </article>
  );
}
