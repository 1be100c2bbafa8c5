import { ActionIcon, Alert, Badge, Loader, Select, Stack, Text, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { timelineLength } from '../../../shared/timeline/document.ts';
import { explain } from '../../link/explain.ts';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { SafeGuide } from './SafeGuide.tsx';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

const SETTLE_MS = 400;

/** Asks for a new preview a little after each saved edit; answers why it cannot be made, if so. */
function usePreviewOf(projectId: string, hash: string | undefined): string | null {
  const [problem, setProblem] = useState<string | null>(null);
  const link = useStore(library, (state) => state.link);
  useEffect(() => {
    if (hash === undefined || link !== 'up') return undefined;
    const gone = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const preview = await studio.renders.preview({ projectId }, { signal: gone.signal });
        setProblem(null);
        const known = library.getState().previews.get(projectId);
        // A push may have overtaken this answer: what is ready for the same document stays.
        if (known?.state === 'ready' && known.documentHash === preview.documentHash) return;
        library.setState((state) => ({ previews: new Map(state.previews).set(projectId, preview) }));
      } catch (error) {
        if (!gone.signal.aborted) setProblem(explain(error).message);
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [projectId, hash, link]);
  return problem;
}

/** The film as it will be rendered, at a small size. The old one stays on until the new one can be shown. */
export function PreviewPlayer() {
  const { editor, player, projectId } = useSession();
  const document = useDocument();
  const hash = useStore(editor.store, (state) => state.project?.hash);
  const preview = useStore(library, (state) => state.previews.get(projectId));
  const problem = usePreviewOf(projectId, hash);
  const [shown, setShown] = useState<string | null>(null);
  const [guide, setGuide] = useState<string | null>(null);
  const { ref, width, height } = useElementSize();
  const ready = preview?.state === 'ready' ? preview.media : null;
  const films = [...new Set([shown, ready])].filter((film) => film !== null);
  const frames = timelineLength(document);
  const scale = Math.min(width / document.format.width, height / document.format.height);
  const screen = { width: document.format.width * scale, height: document.format.height * scale };
  return (
    <section className={classes.preview} aria-label="Preview">
      <div className={classes.stage} ref={ref}>
        <div className={classes.screen} style={{ ...screen, left: (width - screen.width) / 2, top: (height - screen.height) / 2 }}>
          {frames > 0 &&
            films.map((film) => <Film key={film} film={film} incoming={film !== shown} fps={document.fps} onShow={() => setShown(film)} />)}
          {guide !== null && <SafeGuide platform={guide} />}
        </div>
        <PreviewState problem={problem} hasFilm={shown !== null && frames > 0} />
      </div>
      <Controls guide={guide} onGuide={setGuide} frames={frames} fps={document.fps} player={player} />
    </section>
  );
}

/** One preview file. An incoming one stays unseen until it stands at the playhead, then takes over. */
function Film({ film, incoming, fps, onShow }: { film: string; incoming: boolean; fps: number; onShow: () => void }) {
  const { player } = useSession();
  const video = useRef<HTMLVideoElement>(null);
  const playing = useStore(player.store, (state) => state.playing);
  const rate = useStore(player.store, (state) => state.rate);
  const standAtPlayhead = (): void => {
    if (video.current !== null) video.current.currentTime = (player.store.getState().frame + 0.5) / fps; // the middle of the frame
  };
  useEffect(
    () =>
      player.store.subscribe(({ asked, frame }, before) => {
        if (asked !== before.asked && video.current !== null && video.current.readyState > 0)
          video.current.currentTime = (frame + 0.5) / fps;
      }),
    [fps, player],
  );
  useEffect(() => {
    const element = video.current;
    if (element === null || incoming) return undefined;
    element.playbackRate = rate;
    if (!playing) {
      element.pause();
      return undefined;
    }
    void element.play().catch(() => player.pause()); // a browser may refuse to start; the button is still there
    let next = 0;
    const tell = (): void => {
      if (!element.seeking) player.reached(Math.floor(element.currentTime * fps));
      next = requestAnimationFrame(tell);
    };
    next = requestAnimationFrame(tell);
    return () => cancelAnimationFrame(next);
  }, [playing, rate, incoming, fps, player]);
  return (
    <video
      ref={video}
      className={classes.video}
      src={mediaAddress.preview(film)}
      data-incoming={incoming}
      aria-label={incoming ? 'Next preview' : 'Preview of the project'}
      preload="auto"
      playsInline
      onLoadedMetadata={standAtPlayhead}
      onSeeked={() => incoming && onShow()}
      onEnded={() => player.pause()}
    />
  );
}

function PreviewState({ problem, hasFilm }: { problem: string | null; hasFilm: boolean }) {
  const { projectId } = useSession();
  const preview = useStore(library, (state) => state.previews.get(projectId));
  const job = useStore(library, (state) => (preview?.jobId == null ? undefined : state.jobs.get(preview.jobId)));
  const paused = useStore(library, (state) => state.paused);
  const document = useDocument();
  if (timelineLength(document) === 0)
    return (
      <Stack align="center" justify="center" h="100%" gap={4} pos="relative">
        <Text fw={600}>Nothing on the timeline yet</Text>
        <Text c="dimmed" size="sm">
          Add a recording in the Media tab.
        </Text>
      </Stack>
    );
  const words = problem ?? (preview?.state === 'failed' ? preview.problem : null);
  if (words !== null)
    return (
      <Alert className={classes.badge ?? ''} color="orange" variant="filled" autoContrast py="xs" title="The preview could not be made">
        {words}
      </Alert>
    );
  if (preview !== undefined && preview.state !== 'working' && hasFilm) return null;
  const remaining = job?.progress?.remainingSeconds;
  const held = paused && job?.state === 'waiting';
  const doing = `${hasFilm ? 'Updating' : 'Making the'} preview…${remaining == null ? '' : ` ${Math.max(1, Math.round(remaining))} s`}`;
  const text = held ? 'The preview waits: all work is paused' : doing;
  return (
    <Badge className={classes.badge ?? ''} variant="default" tt="none" size="lg" leftSection={<Loader size={12} />} role="status">
      {text}
    </Badge>
  );
}

type ControlsProps = {
  guide: string | null;
  onGuide: (platform: string | null) => void;
  frames: number;
  fps: number;
  player: ReturnType<typeof useSession>['player'];
};

function Controls({ guide, onGuide, frames, fps, player }: ControlsProps) {
  const platforms = useStore(library, (state) => state.info?.platforms ?? []);
  const playing = useStore(player.store, (state) => state.playing);
  const rate = useStore(player.store, (state) => state.rate);
  const buttons = [
    { label: 'To the start', keys: 'Home', Icon: IconPlayerSkipBack, act: () => player.seek(0) },
    { label: 'One frame back', keys: '←', Icon: IconPlayerTrackPrev, act: () => player.step(-1) },
    { label: playing ? 'Pause' : 'Play', keys: 'Space', Icon: playing ? IconPlayerPauseFilled : IconPlayerPlayFilled, act: player.toggle },
    { label: 'One frame on', keys: '→', Icon: IconPlayerTrackNext, act: () => player.step(1) },
    { label: 'To the end', keys: 'End', Icon: IconPlayerSkipForward, act: () => player.seek(frames) },
  ];
  return (
    <div className={classes.controls}>
      <Clock frames={frames} fps={fps} />
      <div style={{ flex: 1, display: 'flex', justifyContent: 'center', gap: 4 }}>
        {buttons.map(({ label, keys, Icon, act }) => (
          <Tooltip key={keys} label={`${label} (${keys})`}>
            <ActionIcon
              variant={keys === 'Space' ? 'filled' : 'subtle'}
              color={keys === 'Space' ? 'tide' : 'gray'}
              size="lg"
              radius="xl"
              aria-label={label}
              onClick={act}
            >
              <Icon size={17} />
            </ActionIcon>
          </Tooltip>
        ))}
        {rate > 1 && playing && <Badge variant="light">{rate}×</Badge>}
      </div>
      <Select
        aria-label="Show what a platform covers"
        placeholder="No guides"
        size="xs"
        w={148}
        clearable
        value={guide}
        onChange={onGuide}
        data={platforms.map(({ name, label }) => ({ value: name, label: `${label} guides` }))}
        clearButtonProps={{ 'aria-label': 'No guides' }}
      />
    </div>
  );
}

function Clock({ frames, fps }: { frames: number; fps: number }) {
  const { player } = useSession();
  const frame = useStore(player.store, (state) => state.frame);
  return (
    <div className={classes.clock} role="timer" aria-label="Playhead">
      {formatSeconds(frame / fps, { tenths: true })}{' '}
      <Text span c="dimmed" size="sm">
        / {formatSeconds(frames / fps, { tenths: true })}
      </Text>
    </div>
  );
}
