import { Button, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Post } from '../../../shared/contract/posts.ts';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { library } from '../../state/library.ts';
import { postActions } from '../../state/postActions.ts';
import { openRoute } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { findRetry } from '../../words/findRetry.ts';
import { inSentence } from '../../words/inSentence.ts';
import { SendingProgress } from './SendingProgress.tsx';
import classes from './queue.module.css';

/** One post in the list; the whole row opens it. */
export function PostRow({ post }: { post: Post }) {
  const timeOf = useTimes();
  const nameOf = useChannelName();
  const retryAt = useStore(library, (state) => findRetry(post, state.jobs));
  const time = post.at === null ? 'No time yet' : timeOf(post.at);
  const [warning] = post.findings.toSorted((a, b) => Number(b.stops) - Number(a.stops));
  return (
    <article className={classes.post} aria-label={post.title}>
      <div>
        <StateBadge state={post.state} />
        <Text size="sm" mt={6}>
          {retryAt === null ? time : `${post.state === 'sent' ? 'Looks again' : 'Tries again'} ${inSentence(timeOf(retryAt))}`}
        </Text>
      </div>
      <div style={{ minWidth: 0 }}>
        <button type="button" className={classes.open} onClick={() => openRoute({ view: 'queue', postId: post.id })}>
          {post.title}
        </button>
        <Group gap={6} wrap="nowrap" align="flex-start" c="dimmed">
          <span className={classes.icon}>
            <PlatformIcon platform={post.platform} size={15} />
          </span>
          <Text size="sm">
            {nameOf(post.channelId)} · {post.reason}
          </Text>
        </Group>
        <SendingProgress post={post} />
      </div>
      <Group gap="xs" className={classes.above ?? ''}>
        {warning !== undefined && (
          <Tooltip label={warning.message} multiline maw={320}>
            <IconAlertTriangle
              size={18}
              role="img"
              aria-label={`Warning: ${warning.message}`}
              color={warning.stops ? 'var(--mantine-color-orange-text)' : 'var(--mantine-color-dimmed)'}
            />
          </Tooltip>
        )}
        {post.latest !== null && (
          <Text size="sm">
            <b>{post.latest.views.toLocaleString('en')}</b> views
          </Text>
        )}
        {post.state === 'needs-you' && (
          <Button size="xs" onClick={() => openRoute({ view: 'queue', postId: post.id })} aria-label={`Decide about ${post.title}`}>
            Decide…
          </Button>
        )}
        {post.state === 'draft' && (
          <Button
            size="xs"
            variant="default"
            onClick={() => openRoute({ view: 'queue', postId: post.id })}
            aria-label={`${post.hasFilm ? 'Finish' : 'Choose a film for'} ${post.title}`}
          >
            {post.hasFilm ? 'Finish…' : 'Choose a film…'}
          </Button>
        )}
        {post.state === 'awaiting-approval' && (
          <Button size="xs" onClick={() => openRoute({ view: 'queue', postId: post.id })} aria-label={`Watch and approve ${post.title}`}>
            Watch and approve…
          </Button>
        )}
        {(post.state === 'scheduled' || post.state === 'sending') && (
          <Button size="xs" variant="default" onClick={() => void postActions.cancel(post)} aria-label={`Call off ${post.title}`}>
            Call off
          </Button>
        )}
        {(post.state === 'cancelled' || post.state === 'failed') && (
          <Button
            size="xs"
            variant="default"
            onClick={() => void postActions.restore(post)}
            aria-label={`${post.state === 'failed' ? 'Try again' : 'Bring back'} ${post.title}`}
          >
            {post.state === 'failed' ? 'Try again' : 'Bring back'}
          </Button>
        )}
      </Group>
    </article>
  );
}
