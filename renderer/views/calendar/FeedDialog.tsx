import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Feed } from '../../../shared/contract/schedule.ts';
import { WholeNumberField } from '../../components/WholeNumberField.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { explain, type Explained } from '../../link/explain.ts';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { useTimes } from '../../state/useTimes.ts';
import { fillTemplate, type FeedWords } from '../../words/fillTemplate.ts';
import { ChannelPicks } from './ChannelPicks.tsx';
import { keepFeed } from './FeedsTab.tsx';
import classes from './calendar.module.css';

type Contents = Awaited<ReturnType<StudioClient['feeds']['test']>>;

const sample: FeedWords = { title: 'Title of the item', summary: 'The first lines of what it says.', link: 'https://example.com/item' };

/** Which feed is followed, and how its items become drafts. */
export function FeedDialog({ edited, onClose }: { edited: Feed | 'new' | null; onClose: () => void }) {
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      title={edited === 'new' ? 'Follow a feed' : `Edit “${edited?.title ?? ''}”`}
      size="lg"
    >
      {edited !== null && <FeedForm feed={edited === 'new' ? null : edited} onClose={onClose} />}
    </Modal>
  );
}

function FeedForm({ feed, onClose }: { feed: Feed | null; onClose: () => void }) {
  const [url, setUrl] = useState(feed?.url ?? '');
  const [channelIds, setChannelIds] = useState<readonly string[]>(feed?.channelIds ?? []);
  const [template, setTemplate] = useState(feed?.template ?? '{title}\n{link}');
  const [everyMinutes, setEveryMinutes] = useState(feed?.everyMinutes ?? 60);
  const [contents, setContents] = useState<Contents | null>(null);
  const [problem, setProblem] = useState<Explained | null>(null);
  const [busy, setBusy] = useState<'testing' | 'saving' | null>(null);
  const test = async (): Promise<void> => {
    setBusy('testing');
    setProblem(null);
    try {
      setContents(await studio.feeds.test({ url: url.trim() }));
    } catch (error) {
      setContents(null);
      setProblem(explain(error));
    }
    setBusy(null);
  };
  const save = async (): Promise<void> => {
    setBusy('saving');
    const choice = { channelIds: [...channelIds], template, everyMinutes };
    const kept = await attempt(
      feed === null ? studio.feeds.add({ url: url.trim(), ...choice }) : studio.feeds.set({ feedId: feed.id, ...choice }),
    );
    setBusy(null);
    if (kept === null) return;
    keepFeed(kept);
    toast.done(feed === null ? `“${kept.title}” is followed` : 'Saved', feed === null ? 'What comes from now on becomes drafts.' : '');
    onClose();
  };
  const first = contents?.items[0];
  const words = first === undefined ? sample : { title: first.title, summary: '…', link: first.link ?? '' };
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <TextInput
          flex={1}
          label="Address of the feed"
          placeholder="https://example.com/feed.xml"
          type="url"
          value={url}
          disabled={feed !== null}
          onChange={(event) => {
            setUrl(event.currentTarget.value);
            setContents(null);
          }}
        />
        <Button variant="default" disabled={url.trim() === ''} loading={busy === 'testing'} onClick={() => void test()}>
          Look into it
        </Button>
      </Group>
      <div aria-live="polite">
        {problem !== null && (
          <Alert color="orange" py="xs">
            {problem.message} {problem.hint}
          </Alert>
        )}
        {contents !== null && <Items contents={contents} />}
      </div>
      <ChannelPicks label="Drafts for" value={channelIds} onChange={setChannelIds} />
      <Textarea
        label="How an item becomes a caption"
        description="{title}, {summary} and {link} are replaced."
        autosize
        minRows={2}
        maxRows={6}
        value={template}
        onChange={(event) => setTemplate(event.currentTarget.value)}
      />
      <div>
        <Text size="xs" c="dimmed" mb={4}>
          {first === undefined ? 'For example' : 'The newest item would become'}
        </Text>
        <pre className={classes.example}>{fillTemplate(template, words) || 'An empty caption'}</pre>
      </div>
      <WholeNumberField
        label="Read it every"
        suffix=" minutes"
        min={15}
        max={10_080}
        step={15}
        value={everyMinutes}
        onChange={setEveryMinutes}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button disabled={url.trim() === '' || channelIds.length === 0} loading={busy === 'saving'} onClick={() => void save()}>
          {feed === null ? 'Follow it' : 'Save'}
        </Button>
      </Group>
    </Stack>
  );
}

function Items({ contents }: { contents: Contents }) {
  const timeOf = useTimes();
  return (
    <div className={classes.card}>
      <Text fw={600} size="sm">
        {contents.title}
      </Text>
      {contents.items.slice(0, 4).map((item, index) => (
        <Text key={index} size="sm" truncate>
          {item.title}{' '}
          <Text span size="xs" c="dimmed">
            {item.published === null ? '' : timeOf(item.published)}
          </Text>
        </Text>
      ))}
      <Text size="xs" c="dimmed" mt={4}>
        {contents.items.length === 0
          ? 'It has no items now.'
          : `${contents.items.length === 1 ? '1 item' : `${contents.items.length} items`} now. Those make no drafts; only what comes later does.`}
      </Text>
    </div>
  );
}
