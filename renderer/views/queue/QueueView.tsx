import { Badge, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '../../components/EmptyState.tsx';
import { attempt } from '../../components/toast.tsx';
import { composer } from '../../state/composer.ts';
import { library } from '../../state/library.ts';
import { groupPosts, postGroups, postPages, type PostGroup } from '../../state/postPages.ts';
import { openRoute } from '../../state/route.ts';
import { JobsSection } from './JobsSection.tsx';
import { PostDrawer } from './PostDrawer.tsx';
import { PostRow } from './PostRow.tsx';
import classes from './queue.module.css';

const postFilm = (): void => composer.getState().open({ film: null });

/** Everything that goes out: what needs the creator first, then what is coming, then what is over. */
export function QueueView({ postId }: { postId: string | null }) {
  const posts = useStore(library, (state) => state.posts);
  const paused = useStore(library, (state) => state.paused);
  const loading = useStore(postPages, (state) => state.loading);
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="lg">
        <Title order={1}>Queue</Title>
        <Group gap="md">
          {paused && (
            <Badge color="yellow" variant="light" size="lg" tt="none">
              Paused: nothing new is started
            </Badge>
          )}
          <Button leftSection={<IconPlus size={16} />} onClick={postFilm}>
            New post…
          </Button>
        </Group>
      </Group>
      <Stack gap={36}>
        {loading && <Loader size="sm" role="status" aria-label="Reading the queue" />}
        {!loading && posts.size === 0 && (
          <EmptyState
            icon={<IconStack2 size={26} />}
            title="Nothing is waiting to go out"
            text="Make a film in the Studio, or post a finished one. The practice channel needs no account, so try it there first."
          >
            <Button variant="default" onClick={() => openRoute({ view: 'make', assetId: null })}>
              Go to Make
            </Button>
          </EmptyState>
        )}
        {postGroups.map((group) => (
          <PostSection key={group.name} group={group} />
        ))}
        <JobsSection />
      </Stack>
      <PostDrawer postId={postId} onClose={() => openRoute({ view: 'queue', postId: null })} />
    </div>
  );
}

function PostSection({ group }: { group: PostGroup }) {
  const known = useStore(library, (state) => state.posts);
  const counts = useStore(postPages, (state) => state.counts);
  const wanted = useStore(postPages, (state) => state.wanted[group.name] ?? 0);
  const [busy, setBusy] = useState(false);
  const posts = groupPosts(known, group);
  if (posts.length === 0) return null;
  const total = Math.max(
    posts.length,
    group.states.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
  );
  const shown = posts.slice(0, wanted);
  const more = async (): Promise<void> => {
    setBusy(true);
    await attempt(postPages.getState().showMore(group));
    setBusy(false);
  };
  return (
    <section aria-labelledby={`group-${group.name}`}>
      <Title order={2} id={`group-${group.name}`} mb="sm">
        {group.title}{' '}
        <Text span c="dimmed" fw={400}>
          {total.toLocaleString('en')}
        </Text>
      </Title>
      <Stack gap={8}>
        {shown.map((post) => (
          <PostRow key={post.id} post={post} />
        ))}
      </Stack>
      {total > shown.length && (
        <Button variant="subtle" mt="sm" loading={busy} onClick={() => void more()}>
          Show more ({(total - shown.length).toLocaleString('en')})
        </Button>
      )}
    </section>
  );
}
