import { Badge, Button, Group, Loader, NumberInput, RingProgress, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlay, IconScissors, IconWand } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Asset } from '../../../shared/contract/assets.ts';
import type { ClipCandidate } from '../../../shared/contract/clips.ts';
import { attempt } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { foundClips, keepFoundClips } from '../../state/foundClips.ts';
import { library } from '../../state/library.ts';
import { openRoute } from '../../state/route.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import type { Stretch } from './RecordingPage.tsx';
import classes from './make.module.css';

type Props = { asset: Asset; format: string; playing: Stretch | null; onPlay: (stretch: Stretch) => void };

/** Finds the stretches of a recording that could stand alone. */
export function ClipFinder({ asset, format, playing, onPlay }: Props) {
  const [count, setCount] = useState(5);
  const [min, setMin] = useState(Math.max(1, Math.min(15, Math.floor(asset.seconds / 3))));
  const [max, setMax] = useState(Math.max(5, Math.min(60, Math.ceil(asset.seconds))));
  const found = useStore(foundClips, (state) => state.byAsset.get(asset.id));
  const results = useRef<HTMLDivElement>(null);
  const [searches, setSearches] = useState(0);
  useEffect(() => {
    if (searches > 0) results.current?.scrollIntoView({ block: 'start' }); // they lie below the fold of a small window
  }, [searches]);
  const [busy, setBusy] = useState(false);
  const find = async (): Promise<void> => {
    setBusy(true);
    const suggested = await attempt(studio.clips.suggest({ assetId: asset.id, count, min, max: Math.max(min, max) }));
    setBusy(false);
    if (suggested === null) return;
    keepFoundClips(asset.id, suggested);
    setSearches((count) => count + 1);
  };
  const number = (set: (value: number) => void) => (value: number | string) => typeof value === 'number' && set(value);
  return (
    <section aria-labelledby="clips-title">
      <Title order={2} id="clips-title" mb="sm">
        Find clips
      </Title>
      <Group align="flex-end" gap="sm">
        <NumberInput label="How many" value={count} onChange={number(setCount)} min={1} max={50} w={90} allowDecimal={false} />
        <NumberInput label="Shortest" suffix=" s" value={min} onChange={number(setMin)} min={1} max={600} w={100} />
        <NumberInput label="Longest" suffix=" s" value={max} onChange={number(setMax)} min={1} max={600} w={100} />
        <Button leftSection={<IconWand size={16} />} loading={busy} onClick={() => void find()}>
          Find clips
        </Button>
      </Group>
      <Stack ref={results} gap="sm" mt="md" aria-live="polite" style={{ scrollMarginTop: 100 }}>
        {busy && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm" c="dimmed">
              Looking for sentences, pauses and energy…
            </Text>
          </Group>
        )}
        {found?.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing between {min} and {max} seconds stands alone here. Try a shorter shortest length.
          </Text>
        )}
        {found?.map((candidate) => (
          <CandidateCard
            key={`${candidate.start}-${candidate.end}`}
            candidate={candidate}
            assetId={asset.id}
            format={format}
            canPlay={asset.hasProxy}
            playing={playing?.start === candidate.start}
            onPlay={() => onPlay(candidate)}
          />
        ))}
      </Stack>
    </section>
  );
}

type CardProps = { candidate: ClipCandidate; assetId: string; format: string; canPlay: boolean; playing: boolean; onPlay: () => void };

function CandidateCard({ candidate, assetId, format, canPlay, playing, onPlay }: CardProps) {
  const [busy, setBusy] = useState(false);
  const style = useStore(library, (state) => state.settings?.defaultStyle);
  const edit = async (): Promise<void> => {
    setBusy(true);
    const { start, end, title } = candidate;
    const project = await attempt(studio.clips.toProject({ assetId, start, end, title, format, ...(style !== undefined && { style }) }));
    setBusy(false);
    if (project !== null) openRoute({ view: 'studio', projectId: project.id });
  };
  const score = Math.round(candidate.score);
  return (
    <article className={classes.candidate} aria-label={candidate.title} data-playing={playing}>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <RingProgress
          size={58}
          thickness={5}
          roundCaps
          sections={[{ value: score, color: 'tide' }]}
          label={
            <Text ta="center" fw={600} size="sm">
              {score}
            </Text>
          }
          aria-label={`Score ${score} of 100`}
        />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Title order={3}>{candidate.title}</Title>
          <Text size="sm" c="dimmed">
            {formatSeconds(candidate.start, { tenths: true })} – {formatSeconds(candidate.end, { tenths: true })} ·{' '}
            {Math.round(candidate.end - candidate.start)} s
          </Text>
          <Group gap={6} mt={6}>
            {candidate.reasons.map((reason) => (
              <Badge key={reason} variant="default" tt="none" fw={400} h="auto" py={2} styles={{ label: { whiteSpace: 'normal' } }}>
                {reason}
              </Badge>
            ))}
          </Group>
        </div>
        <Stack gap={6}>
          <Button
            size="xs"
            leftSection={<IconScissors size={14} />}
            loading={busy}
            onClick={() => void edit()}
            aria-label={`Edit ${candidate.title}`}
          >
            Edit
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerPlay size={14} />}
            disabled={!canPlay}
            onClick={onPlay}
            aria-label={`Play ${candidate.title}`}
          >
            Play
          </Button>
        </Stack>
      </Group>
    </article>
  );
}
