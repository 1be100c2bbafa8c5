import { ActionIcon, Alert, Button, Group, Menu, Stack, Switch, Text, Title } from '@mantine/core';
import { IconDots, IconPlus, IconRss } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Feed } from '../../../shared/contract/schedule.ts';
import { sayMinutes } from '../../calendar/editPlan.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { inSentence } from '../../words/inSentence.ts';
import { FeedDialog } from './FeedDialog.tsx';
import classes from './calendar.module.css';

/** Feeds whose news become drafts. */
export function FeedsTab() {
  const feeds = useStore(library, (state) => state.feeds);
  const [edited, setEdited] = useState<Feed | 'new' | null>(null);
  const list = [...feeds.values()].sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      Add a feed
    </Button>
  );
  return (
    <div className={classes.narrow}>
      {list.length === 0 ? (
        <EmptyState
          icon={<IconRss size={26} />}
          title="No feed is followed"
          text="Follow your blog, podcast or a news page by its RSS, Atom or JSON feed. Every new item becomes a draft; you give it a film and approve it."
        >
          {add}
        </EmptyState>
      ) : (
        <>
          <Group justify="space-between" mb="lg">
            <div>
              <Title order={2}>Feeds</Title>
              <Text c="dimmed" size="sm">
                What appears in these becomes drafts. Nothing goes out before you gave it a film and approved it.
              </Text>
            </div>
            {add}
          </Group>
          <Stack gap="sm">
            {list.map((feed) => (
              <FeedCard key={feed.id} feed={feed} onEdit={() => setEdited(feed)} />
            ))}
          </Stack>
        </>
      )}
      <FeedDialog edited={edited} onClose={() => setEdited(null)} />
    </div>
  );
}

/** Keeps an answer at once; the same value is pushed again a moment later. */
export function keepFeed(feed: Feed): void {
  library.setState((state) => ({ feeds: new Map(state.feeds).set(feed.id, feed) }));
}

async function pause(feed: Feed, paused: boolean): Promise<void> {
  keepFeed({ ...feed, paused });
  keepFeed((await attempt(studio.feeds.set({ feedId: feed.id, paused }))) ?? feed);
}

async function remove(feed: Feed): Promise<void> {
  if ((await attempt(studio.feeds.remove({ feedId: feed.id }))) === null) return;
  library.setState((state) => ({ feeds: new Map([...state.feeds].filter(([id]) => id !== feed.id)) }));
  const restore = async (): Promise<void> => {
    const back = await attempt(studio.feeds.restore({ feedId: feed.id }));
    if (back !== null) keepFeed(back);
  };
  toast.done(`“${feed.title}” is not followed any more`, 'Its drafts stay.', { label: 'Undo', act: () => void restore() });
}

function FeedCard({ feed, onEdit }: { feed: Feed; onEdit: () => void }) {
  const [reading, setReading] = useState(false);
  const timeOf = useTimes();
  const channelName = useChannelName();
  const refresh = async (): Promise<void> => {
    setReading(true);
    const read = await attempt(studio.feeds.refresh({ feedId: feed.id }));
    setReading(false);
    if (read === null) return;
    keepFeed(read);
    const fresh = read.drafts - feed.drafts;
    if (read.problem === null) toast.done(fresh <= 0 ? 'Nothing new' : fresh === 1 ? '1 new draft' : `${fresh} new drafts`, read.title);
  };
  return (
    <article className={classes.card} aria-label={feed.title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} truncate>
            {feed.title}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {feed.url}
          </Text>
          <Text size="sm" mt={4}>
            {feed.drafts === 1 ? '1 draft' : `${feed.drafts} drafts`} for {feed.channelIds.map(channelName).join(', ')}
            <Text span size="sm" c="dimmed">
              {' '}
              · read every {sayMinutes(feed.everyMinutes)}
              {feed.checkedAt !== null && `, last ${inSentence(timeOf(feed.checkedAt))}`}
              {!feed.paused && feed.nextAt !== null && `, next ${inSentence(timeOf(feed.nextAt))}`}
              {feed.paused && ' · paused'}
            </Text>
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Switch
            size="sm"
            label="On"
            aria-label={`On: ${feed.title}`}
            checked={!feed.paused}
            onChange={(event) => void pause(feed, !event.currentTarget.checked)}
          />
          <Button size="xs" variant="default" loading={reading} onClick={() => void refresh()} aria-label={`Read now: ${feed.title}`}>
            Read now
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${feed.title}`}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onEdit}>Edit…</Menu.Item>
              <Menu.Item onClick={() => void remove(feed)}>Follow it no longer</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      {feed.problem !== null && (
        <Alert color="orange" mt="sm" py="xs">
          {feed.problem}
        </Alert>
      )}
    </article>
  );
}
