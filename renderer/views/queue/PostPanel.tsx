import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import type { PostState } from '../../../shared/publish/postState.ts';
import { CopyThis } from '../../components/CopyLine.tsx';
import { FindingList, type Fix } from '../../components/FindingList.tsx';
import { MetricCurve } from '../../components/MetricCurve.tsx';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import type { Film } from '../../state/composerDraft.ts';
import { library } from '../../state/library.ts';
import { postActions } from '../../state/postActions.ts';
import { openRoute, routeAddress } from '../../state/route.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';
import { describeSlot } from '../../words/channelWords.ts';
import { findRetry } from '../../words/findRetry.ts';
import { inSentence } from '../../words/inSentence.ts';
import { formatUsd } from '../../words/formatUsd.ts';
import { FilmChooser } from '../composer/FilmChooser.tsx';
import { TiktokDeclaration } from '../composer/TiktokDeclaration.tsx';
import { Ledger } from './Ledger.tsx';
import { PostFilm } from './PostFilm.tsx';
import { PostTime } from './PostTime.tsx';
import { PostWords, SaidWords } from './PostWords.tsx';
import { Resolve } from './Resolve.tsx';
import { SendingProgress } from './SendingProgress.tsx';

const EDITABLE: ReadonlySet<PostState> = new Set(['draft', 'awaiting-approval', 'scheduled', 'needs-you', 'failed', 'cancelled']);
const MOVABLE: ReadonlySet<PostState> = new Set(['draft', 'awaiting-approval', 'scheduled']);

/** One post: how it stands, what it needs, its film, words and time, and all that happened to it. */
export function PostPanel({ post }: { post: PostDetail }) {
  const [choosing, setChoosing] = useState(false);
  const zone = useZone();
  const words = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLDivElement>(null);
  const channel = useStore(library, (state) => state.channels.get(post.channelId));
  const remote = RemotePlatform.safeParse(post.platform).data;
  const signIn = remote === undefined ? null : (): void => void signInFlow.getState().choose(remote);
  // once it was handed over it may be public, and what is public is not changed here
  const editable = EDITABLE.has(post.state) && !(post.state === 'needs-you' && post.ledger.some(({ state }) => state === 'sent'));
  const fixFor = (fix: Fix): (() => void) | null => {
    if (fix === 'sign-in' || fix === 'keys') return signIn;
    if (fix === 'edit-words' || fix === 'edit-options') return () => words.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    if (fix === 'move') return () => time.current?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    if (fix === 'choose-film') return () => setChoosing(true);
    if (fix === 'free-disk') return () => openRoute({ view: 'settings' });
    const { projectId } = post;
    return projectId === null ? () => setChoosing(true) : () => openRoute({ view: 'studio', projectId });
  };
  const setFilm = async (film: Film): Promise<void> => {
    setChoosing(false);
    const source = film.from === 'render' ? { renderId: film.renderId } : { videoPath: film.videoPath };
    const changed = await attempt(studio.posts.setFilm({ postId: post.id, ...source }));
    if (changed !== null) toast.done('It has its film', changed.reason);
  };
  return (
    <Stack gap="lg">
      <Head post={post} />
      <Alert {...(post.state === 'needs-you' || post.state === 'failed' ? { color: 'orange' } : { variant: 'default' })} py="sm">
        {post.reason}
      </Alert>
      <SendingProgress post={post} />
      {channel?.standing === 'sign-in' && signIn !== null && (
        <Group justify="space-between">
          <Text size="sm">{channel.name} needs a new sign-in; what waits goes on after it.</Text>
          <Button size="compact-sm" onClick={signIn}>
            Sign in again
          </Button>
        </Group>
      )}
      {channel?.standing === 'ready' && channel.paused && (
        <Alert color="yellow">This channel is paused{channel.reason === null ? '.' : `: ${channel.reason}`}</Alert>
      )}
      {post.state === 'needs-you' && <Resolve post={post} />}
      {editable && <Findings post={post} fixFor={fixFor} />}
      {choosing ? (
        <Stack gap="xs" role="group" aria-label="Choose a film">
          <FilmChooser onChoose={(film) => void setFilm(film)} />
          <Button size="compact-sm" variant="subtle" w="fit-content" onClick={() => setChoosing(false)}>
            {post.hasFilm ? 'Keep the film it has' : 'Not now'}
          </Button>
        </Stack>
      ) : (
        <PostFilm key={post.contentHash} post={post} onChoose={editable ? () => setChoosing(true) : null} />
      )}
      <Actions post={post} />
      {MOVABLE.has(post.state) && (
        <div ref={time}>
          <PostTime key={post.at} post={post} zone={zone} />
        </div>
      )}
      <div ref={words}>{editable ? <PostWords key={post.contentHash} post={post} /> : <SaidWords post={post} />}</div>
      {post.metrics.length > 0 && <MetricCurve samples={post.metrics} />}
      <Ledger entries={post.ledger} />
    </Stack>
  );
}

function Head({ post }: { post: PostDetail }) {
  const zone = useZone();
  const timeOf = useTimes();
  const nameOf = useChannelName();
  const retry = useStore(library, (state) => findRetry(post, state.jobs));
  const slot = describeSlot(post, zone);
  const spentUsd = post.spent.reduce((sum, { usd }) => sum + usd, 0);
  const lines = [
    slot,
    retry === null ? null : `${post.state === 'sent' ? 'Looks again' : 'Tries again'} ${inSentence(timeOf(retry))}`,
    spentUsd === 0 ? null : `Cost ${formatUsd(spentUsd)} (${post.spent.map(({ item, usd }) => `${item} ${formatUsd(usd)}`).join(', ')})`,
  ].filter((line) => line !== null);
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <StateBadge state={post.state} />
        <PlatformIcon platform={post.platform} size={16} />
        <Text size="sm">
          {nameOf(post.channelId)}
          {post.at !== null && ` · ${timeOf(post.at)}`}
        </Text>
      </Group>
      {lines.length > 0 && (
        <Text size="sm" c="dimmed">
          {lines.join(' · ')}
        </Text>
      )}
      {post.url !== null && (
        <Group gap="sm">
          <Anchor href={post.url} target="_blank" rel="noreferrer" size="sm">
            {post.platform === 'practice' ? 'Open practice post' : 'Open post'}{' '}
            <IconExternalLink size={14} aria-hidden style={{ verticalAlign: -2 }} />
          </Anchor>
          <Text size="xs" c="dimmed" truncate maw={300}>
            {post.url}
          </Text>
          <CopyThis value={new URL(post.url, window.location.origin).href} what="address of the post" />
        </Group>
      )}
    </Stack>
  );
}

function Findings({ post, fixFor }: { post: PostDetail; fixFor: (fix: Fix) => (() => void) | null }) {
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    const checked = await attempt(studio.posts.preflight({ postId: post.id }));
    setBusy(false);
    if (checked !== null && checked.findings.length === 0) toast.done('Nothing stands against it');
  };
  return (
    <Stack gap="xs">
      <FindingList findings={post.findings.filter(({ code }) => code !== 'film-missing')} fixFor={fixFor} />{' '}
      {/* its film is asked for below */}
      <Button size="compact-sm" variant="subtle" w="fit-content" loading={busy} onClick={() => void check()}>
        {post.findings.length === 0 ? 'Check whether it can go out' : 'Check again'}
      </Button>
    </Stack>
  );
}

function Actions({ post }: { post: PostDetail }) {
  const { state } = post;
  const nameOf = useChannelName();
  const approvable = state === 'awaiting-approval' || state === 'draft';
  if ((state === 'live' || state === 'sent' || state === 'needs-you') && post.projectId === null) return null;
  return (
    <Group>
      {approvable && post.options.platform === 'tiktok' && <TiktokDeclaration options={post.options} account={nameOf(post.channelId)} />}
      {approvable && (
        <Button leftSection={<IconCheck size={16} />} disabled={!post.hasFilm} onClick={() => void postActions.approve(post)}>
          I have watched this and approve it
        </Button>
      )}
      {(approvable || state === 'scheduled' || state === 'sending') && (
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
