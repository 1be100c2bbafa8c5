import { Button, Group, Progress, Stack, Switch, Text, Title } from '@mantine/core';
import { IconMusicPlus, IconPlus, IconUpload } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Asset } from '../../../shared/contract/assets.ts';
import { PickFile } from '../../components/PickFile.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { importFile, imports } from '../../state/imports.ts';
import { library } from '../../state/library.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { addToTimeline } from './addToTimeline.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

async function bring(file: File): Promise<void> {
  if ((await importFile(file)) === null) toast.problem(`“${file.name}” could not be added`, 'The reason is listed in Make.');
}

/** What the film is made of: add recordings and music, and set every track's sound. */
export function MediaTab() {
  const assets = useStore(library, (state) => state.assets);
  const items = useStore(imports, (state) => state.items);
  const ready = [...assets.values()]
    .filter(({ state, present }) => state === 'ready' && present)
    .sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
  return (
    <Stack gap="xl">
      <section aria-labelledby="tracks-title">
        <Title order={2} size="h3" id="tracks-title" mb="sm">
          Tracks
        </Title>
        <Tracks />
      </section>
      <section aria-labelledby="media-title">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h3" id="media-title">
            From the shelf
          </Title>
          <PickFile
            accept="video/*,audio/*,image/png,image/jpeg"
            label="Media file to add"
            onPick={(files) => files[0] !== undefined && void bring(files[0])}
          >
            {(open) => (
              <Button size="compact-sm" variant="default" leftSection={<IconUpload size={14} />} onClick={open}>
                Add a file…
              </Button>
            )}
          </PickFile>
        </Group>
        <Stack gap="xs">
          {items.map(
            (item) =>
              item.state !== 'failed' && (
                <Progress key={item.id} value={item.state === 'copying' ? item.share * 100 : 100} aria-label={`Adding ${item.name}`} />
              ),
          )}
          {ready.length === 0 && (
            <Text size="sm" c="dimmed">
              The shelf is empty. Add a video, a song or a picture.
            </Text>
          )}
          {ready.map((asset) => (
            <ShelfRow key={asset.id} asset={asset} />
          ))}
        </Stack>
      </section>
    </Stack>
  );
}

function ShelfRow({ asset }: { asset: Asset }) {
  const session = useSession();
  const add = (as: 'footage' | 'music'): void => void attempt(addToTimeline(session, asset, as));
  return (
    <Group className={classes.row ?? ''} justify="space-between" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate>
          {asset.name}
        </Text>
        <Text size="xs" c="dimmed">
          {asset.kind === 'image' ? 'Picture' : formatSeconds(asset.seconds)}
          {asset.transcript.state === 'ready' && ` · ${asset.transcript.words} words`}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        {asset.kind !== 'audio' && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconPlus size={13} />}
            aria-label={`Add ${asset.name} at the end`}
            onClick={() => add('footage')}
          >
            At the end
          </Button>
        )}
        {asset.hasAudio && asset.kind === 'audio' && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconMusicPlus size={13} />}
            aria-label={`Add ${asset.name} as music`}
            onClick={() => add('music')}
          >
            As music
          </Button>
        )}
      </Group>
    </Group>
  );
}

function Tracks() {
  const { editor } = useSession();
  const { tracks } = useDocument();
  const used = tracks.filter(({ clips }) => clips.length > 0);
  if (used.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Tracks show up here once something lies on them.
      </Text>
    );
  return (
    <Stack gap="xs">
      {used.map((track) => {
        const volume = track.clips[0]?.volume ?? 1;
        const set = (part: { muted?: boolean; ducked?: boolean; captioned?: boolean }): void =>
          void editor.edit({ type: 'setTrack', trackId: track.id, ...part });
        return (
          <Stack key={track.id} className={classes.row ?? ''} gap="xs" role="group" aria-label={`Track ${track.name}`}>
            <Text size="sm" fw={600}>
              {track.name}
            </Text>
            {track.kind === 'audio' && (
              <SliderField
                label="Volume"
                value={volume}
                min={0}
                max={2}
                step={0.05}
                format={(value) => `${Math.round(value * 100)} %`}
                onCommit={(next) =>
                  editor.edit(...track.clips.slice(0, 100).map((clip) => ({ type: 'setClip' as const, clipId: clip.id, volume: next })))
                }
              />
            )}
            <Group gap="md">
              <Switch size="xs" label="Mute" checked={track.muted} onChange={(event) => set({ muted: event.currentTarget.checked })} />
              {!track.captioned && (
                <Switch
                  size="xs"
                  label="Quieter under speech"
                  checked={track.ducked}
                  onChange={(event) => set({ ducked: event.currentTarget.checked })}
                />
              )}
              <Switch
                size="xs"
                label="Captions"
                checked={track.captioned}
                onChange={(event) => set({ captioned: event.currentTarget.checked })}
              />
            </Group>
          </Stack>
        );
      })}
    </Stack>
  );
}
