import { Alert, Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconMovie, IconPlayerPlay } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Asset } from '../../../shared/contract/assets.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { JobProgress } from '../../components/JobProgress.tsx';
import { attempt } from '../../components/toast.tsx';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { openRoute, routeAddress } from '../../state/route.ts';
import { formatBytes } from '../../words/formatBytes.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { ClipFinder } from './ClipFinder.tsx';
import { FindFile } from '../../components/FindFile.tsx';
import { TranscriptPanel } from './TranscriptPanel.tsx';
import classes from './make.module.css';

/** Where a stretch of the recording is played: from, and where to stop. */
export type Stretch = { readonly start: number; readonly end: number };

/** One recording: watch it, get its words, find the moments that stand alone, start editing. */
export function RecordingPage({ assetId }: { assetId: string }) {
  const asset = useStore(library, (state) => state.assets.get(assetId));
  if (asset === undefined)
    return (
      <EmptyState
        icon={<IconMovie size={26} />}
        title="This recording is not on the shelf"
        text="It may have been taken off. The file itself was not touched."
      >
        <Anchor href={routeAddress({ view: 'make', assetId: null })}>Back to all recordings</Anchor>
      </EmptyState>
    );
  return <Recording asset={asset} />;
}

function Recording({ asset }: { asset: Asset }) {
  const video = useRef<HTMLVideoElement>(null);
  const stopAt = useRef<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [playing, setPlaying] = useState<Stretch | null>(null);
  const job = useStore(library, ({ jobs }) =>
    [...jobs.values()].find(({ subject, kind, state }) => subject === asset.id && kind === 'asset.prepare' && state !== 'dead'),
  );
  const format = useStore(library, (state) => state.settings?.defaultFormat ?? '9:16');
  const seek = (to: number): void => {
    stopAt.current = null;
    setPlaying(null);
    if (video.current !== null) video.current.currentTime = to;
  };
  const play = (stretch: Stretch): void => {
    const player = video.current;
    if (player === null) return;
    player.currentTime = stretch.start;
    stopAt.current = stretch.end;
    setPlaying(stretch);
    void player.play().catch(() => setPlaying(null)); // the browser may refuse; the controls are there
  };
  const watch = (now: number): void => {
    setSeconds(now);
    if (stopAt.current === null || now < stopAt.current) return;
    video.current?.pause();
    stopAt.current = null;
    setPlaying(null);
  };
  const editWhole = async (): Promise<void> => {
    const project = await attempt(studio.projects.create({ assetId: asset.id, format, title: asset.name.replace(/\.[^.]+$/, '') }));
    if (project !== null) openRoute({ view: 'studio', projectId: project.id });
  };
  const ready = asset.state === 'ready';
  return (
    <div className={classes.page}>
      <Anchor href={routeAddress({ view: 'make', assetId: null })} size="sm" c="dimmed">
        <Group gap={4} display="inline-flex">
          <IconArrowLeft size={15} aria-hidden /> All recordings
        </Group>
      </Anchor>
      <Group justify="space-between" mt="xs" mb="lg" wrap="nowrap">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {asset.name}
        </Title>
        <Button leftSection={<IconMovie size={16} />} disabled={!ready} onClick={() => void editWhole()} style={{ flex: 'none' }}>
          Edit the whole recording
        </Button>
      </Group>
      <div className={classes.recording}>
        <Stack gap="md" className={classes.sticky ?? ''}>
          {asset.hasProxy ? (
            <video
              ref={video}
              className={classes.player}
              src={mediaAddress.proxy(asset.id)}
              {...(asset.hasPoster && { poster: mediaAddress.poster(asset.id) })}
              controls
              preload="metadata"
              aria-label={`Player for ${asset.name}`}
              onTimeUpdate={(event) => watch(event.currentTarget.currentTime)}
            />
          ) : (
            <div className={`${classes.poster} ${classes.player}`}>
              <IconPlayerPlay size={36} stroke={1.3} aria-hidden />
              {asset.hasPoster && <img src={mediaAddress.poster(asset.id)} alt="" />}
            </div>
          )}
          {job !== undefined && <JobProgress job={job} />}
          <Facts asset={asset} />
          {asset.state === 'broken' && (
            <Alert color="orange" icon={<IconAlertTriangle size={18} />} title="This file cannot be used">
              {asset.problem}
            </Alert>
          )}
          {!asset.present && <FindFile assetId={asset.id} name={asset.name} />}
          {asset.notes.map((note) => (
            <Alert key={note} color="yellow" variant="light" py="xs">
              {note}
            </Alert>
          ))}
        </Stack>
        <Stack gap="xl">
          {ready && asset.hasAudio && <TranscriptPanel asset={asset} seconds={seconds} onSeek={seek} />}
          {ready && asset.kind !== 'image' && <ClipFinder asset={asset} format={format} playing={playing} onPlay={play} />}
        </Stack>
      </div>
    </div>
  );
}

function Facts({ asset }: { asset: Asset }) {
  const { details } = asset;
  const facts = [
    asset.seconds > 0 ? formatSeconds(asset.seconds) : null,
    asset.width > 0 ? `${asset.width} × ${asset.height}` : null,
    details.fps === null ? null : `${Math.round(details.fps * 100) / 100} pictures a second${details.variableRate ? ' (varies)' : ''}`,
    [details.videoCodec, details.audioCodec].filter((name) => name !== null).join(' + ') || null,
    formatBytes(asset.bytes),
  ].filter((fact) => fact !== null);
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {facts.join(' · ')}
      </Text>
      {details.hdr && (
        <Badge variant="default" tt="none">
          HDR, shown as normal colours
        </Badge>
      )}
      {!asset.hasAudio && asset.kind === 'video' && (
        <Badge variant="default" tt="none">
          No sound
        </Badge>
      )}
    </Group>
  );
}
