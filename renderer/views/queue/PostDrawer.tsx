import { Alert, Anchor, Button, Drawer, Group, Loader, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { MetricCurve } from '../../components/MetricCurve.tsx';
import { MomentField } from '../../components/MomentField.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { explain } from '../../link/explain.ts';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { postActions } from '../../state/postActions.ts';
import { routeAddress } from '../../state/route.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';
import { countCaption } from '../../../shared/publish/countCaption.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../words/wallTime.ts';
import { Ledger } from './Ledger.tsx';

/** Everything about one post. Fetched anew whenever the studio says it changed. */
export function PostDrawer({ postId, onClose }: { postId: string | null; onClose: () => void }) {
  const [detail, setDetail] = useState<PostDetail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (postId === null) return undefined;
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      try {
        setDetail(await studio.posts.get({ postId }, { signal: gone.signal }));
        setProblem(null);
      } catch (error) {
        if (!gone.signal.aborted) setProblem(explain(error).message);
      }
    };
    void read();
    const stop = library.subscribe((state, before) => {
      if (state.posts.get(postId) !== before.posts.get(postId)) void read();
    });
    return () => {
      stop();
      gone.abort();
    };
  }, [postId]);
  const current = detail?.id === postId ? detail : null;
  return (
    <Drawer opened={postId !== null} onClose={onClose} position="right" size={560} title={current?.title ?? 'Post'}>
      {problem !== null && <Alert color="orange">{problem}</Alert>}
      {current === null ? problem === null && <Loader size="sm" /> : <Detail key={current.id} post={current} />}
    </Drawer>
  );
}

function Detail({ post }: { post: PostDetail }) {
  const zone = useZone();
  const timeOf = useTimes();
  const channel = useStore(library, (state) => state.channels.get(post.channelId));
  const open = post.state === 'draft' || post.state === 'awaiting-approval' || post.state === 'scheduled';
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <StateBadge state={post.state} />
        <Text size="sm">
          {channel?.name ?? post.platform}
          {post.at !== null && ` · ${timeOf(post.at)}`}
        </Text>
        {post.url !== null && (
          <Anchor href={post.url} target="_blank" rel="noreferrer" size="sm">
            {post.platform === 'practice' ? 'Open practice post' : 'Open post'}{' '}
            <IconExternalLink size={14} aria-hidden style={{ verticalAlign: -2 }} />
          </Anchor>
        )}
      </Group>
      <Alert {...(post.state === 'needs-you' || post.state === 'failed' ? { color: 'orange' } : { variant: 'default' })} py="sm">
        {post.reason}
      </Alert>
      {post.state === 'needs-you' && <Resolve post={post} />}
      {channel?.paused === true && <Alert color="yellow">This channel is paused: {channel.reason}</Alert>}
      {post.renderId !== null && post.videoPath !== null && (
        <video
          src={mediaAddress.render(post.renderId)}
          controls
          preload="metadata"
          aria-label={`Film of ${post.title}`}
          style={{ maxHeight: 380, width: '100%', borderRadius: 10, background: '#000' }}
        />
      )}
      <Actions post={post} />
      {open ? <CaptionForm key={post.caption} post={post} /> : <Said caption={post.caption} />}
      {open && <TimeForm key={post.at} post={post} zone={zone} />}
      {post.metrics.length > 0 && <MetricCurve samples={post.metrics} />}
      <Ledger entries={post.ledger} />
    </Stack>
  );
}

function Actions({ post }: { post: PostDetail }) {
  const { state } = post;
  return (
    <Group>
      {(state === 'awaiting-approval' || state === 'draft') && (
        <Button leftSection={<IconCheck size={16} />} onClick={() => void postActions.approve(post)}>
          I have watched this and approve it
        </Button>
      )}
      {(state === 'awaiting-approval' || state === 'draft' || state === 'scheduled' || state === 'sending') && (
        <Button variant="default" onClick={() => void postActions.cancel(post)}>
          Call off
        </Button>
      )}
      {(state === 'cancelled' || state === 'failed') && (
        <Button variant="default" onClick={() => void postActions.restore(post)}>
          {state === 'failed' ? 'Try again' : 'Bring back'}
        </Button>
      )}
      {post.projectId !== null && (
        <Anchor href={routeAddress({ view: 'studio', projectId: post.projectId })} size="sm">
          Open in the Studio
        </Anchor>
      )}
    </Group>
  );
}

function Said({ caption }: { caption: string }) {
  return (
    <div>
      <Title order={3} mb={4}>
        Caption
      </Title>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }} c={caption === '' ? 'dimmed' : ''}>
        {caption === '' ? 'None' : caption}
      </Text>
    </div>
  );
}

function CaptionForm({ post }: { post: PostDetail }) {
  const [caption, setCaption] = useState(post.caption);
  const platform = useStore(library, (state) => state.info?.platforms.find(({ name }) => name === post.platform));
  const used = countCaption(post.platform, caption);
  const max = platform?.captionMax ?? Number.POSITIVE_INFINITY;
  const save = async (): Promise<void> => {
    const before = post.caption;
    const changed = await attempt(studio.posts.edit({ postId: post.id, caption }));
    if (changed === null) return;
    toast.done(
      'The caption is changed',
      changed.approvedHash === null || changed.approvedHash !== changed.contentHash ? 'It waits for your approval again.' : '',
      {
        label: 'Undo',
        act: () => void attempt(studio.posts.edit({ postId: post.id, caption: before })),
      },
    );
  };
  return (
    <Stack gap={6}>
      <Textarea
        label="Caption"
        autosize
        minRows={2}
        maxRows={10}
        value={caption}
        onChange={(event) => setCaption(event.currentTarget.value)}
      />
      <Group justify="space-between">
        <Text size="xs" c={used > max ? 'orange' : 'dimmed'}>
          {used} of {max}
        </Text>
        {caption !== post.caption && (
          <Button size="xs" disabled={used > max} onClick={() => void save()}>
            Save caption
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function TimeForm({ post, zone }: { post: PostDetail; zone: string }) {
  const planned = post.at === null ? null : wallTimeOfInstant(post.at, zone);
  const [wallTime, setWallTime] = useState<string | null>(planned);
  const save = async (): Promise<void> => {
    const before = post.at;
    const at = wallTime === null ? null : instantOfWallTime(wallTime, zone);
    const moved = await attempt(studio.posts.reschedule({ postId: post.id, at }));
    if (moved !== null)
      toast.done('The time is changed', '', {
        label: 'Undo',
        act: () => void attempt(studio.posts.reschedule({ postId: post.id, at: before })),
      });
  };
  return (
    <Group align="flex-end">
      <MomentField label="Goes out at" value={wallTime} zone={zone} onChange={setWallTime} emptyText="As soon as it is approved" />
      {wallTime !== planned && <Button onClick={() => void save()}>Save time</Button>}
    </Group>
  );
}

type Answer = Parameters<StudioClient['posts']['resolve']>[0]['answer'];

function Resolve({ post }: { post: PostDetail }) {
  const [url, setUrl] = useState('');
  const answer = async (word: Answer): Promise<void> => {
    const done = await attempt(studio.posts.resolve({ postId: post.id, answer: word, ...(url !== '' && { url }) }));
    if (done !== null) toast.done('Noted', done.reason);
  };
  return (
    <Stack gap="sm" role="group" aria-label="Your decision">
      <Group>
        <Button onClick={() => void answer('look-again')}>Look again</Button>
        <Button variant="default" onClick={() => void answer('it-is-live')}>
          It is live
        </Button>
        <Button variant="default" onClick={() => void answer('send-again')}>
          It is not there: send again
        </Button>
        <Button variant="default" onClick={() => void answer('give-up')}>
          Give up
        </Button>
      </Group>
      <TextInput
        size="xs"
        label="Its address, if you found it"
        placeholder="https://…"
        type="url"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
    </Stack>
  );
}
