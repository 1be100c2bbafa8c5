import { Anchor, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Post } from '../../../shared/contract/posts.ts';
import { attempt } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { routeAddress } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';

type Props = { opened: boolean; onClose: () => void; onPick: (post: Post) => void };

const PAGE = 50;

/** Chooses one of the posts that are live. */
export function LivePostPicker({ opened, onClose, onPick }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Which post shall be used again?" size="lg">
      {opened && <LivePosts onPick={onPick} />}
    </Modal>
  );
}

const readPage = (last: Post | null): Promise<Post[]> =>
  studio.posts.list({ states: ['live'], limit: PAGE, ...(last?.at != null && { before: { at: last.at, id: last.id } }) });

function LivePosts({ onPick }: { onPick: (post: Post) => void }) {
  const [posts, setPosts] = useState<readonly Post[] | null>(null);
  const timeOf = useTimes();
  const channelName = useChannelName();
  const more = posts !== null && posts.length > 0 && posts.length % PAGE === 0;
  useEffect(() => {
    const gone = new AbortController();
    void attempt(readPage(null)).then((page) => (gone.signal.aborted ? undefined : setPosts(page ?? [])));
    return () => gone.abort();
  }, []);
  if (posts === null) return <Loader size="sm" />;
  if (posts.length === 0)
    return (
      <Text c="dimmed">
        No post is live yet. Once one is, it can be used again. The{' '}
        <Anchor href={routeAddress({ view: 'queue', postId: null })}>Queue</Anchor> shows what is on its way.
      </Text>
    );
  return (
    <Stack gap="xs">
      {posts.map((post) => (
        <Group key={post.id} justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Text fw={500} truncate>
              {post.title}
            </Text>
            <Text size="xs" c="dimmed">
              {channelName(post.channelId)}
              {post.at !== null && ` · ${timeOf(post.at)}`}
              {post.latest !== null && ` · ${post.latest.views.toLocaleString('en')} views`}
            </Text>
          </div>
          <Button size="xs" variant="default" style={{ flex: 'none' }} onClick={() => onPick(post)} aria-label={`Use again… ${post.title}`}>
            Use again…
          </Button>
        </Group>
      ))}
      {more && (
        <Button
          variant="subtle"
          onClick={() => void attempt(readPage(posts.at(-1) ?? null)).then((page) => setPosts([...posts, ...(page ?? [])]))}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}
