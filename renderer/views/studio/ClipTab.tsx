import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconCut, IconTrash } from '@tabler/icons-react';
import { useRef, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { Clip, Fit } from '../../../shared/timeline/document.ts';
import { SliderField } from '../../components/SliderField.tsx';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { library } from '../../state/library.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { deleteSelected, splitAtPlayhead } from './actions.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

const SPEEDS = ['0.5', '0.75', '1', '1.25', '1.5', '2'];

/** What can be said of the selected clip. */
export function ClipTab() {
  const { tools } = useSession();
  const document = useDocument();
  const selectedId = useStore(tools, (state) => state.selectedId);
  const clip = document.tracks.flatMap(({ clips }) => clips).find(({ id }) => id === selectedId);
  if (clip === undefined)
    return (
      <Text c="dimmed" size="sm">
        Click a clip on the timeline to set its volume, its speed and how it fills the picture.
      </Text>
    );
  return <ClipForm key={clip.id} clip={clip} />;
}

function ClipForm({ clip }: { clip: Clip }) {
  const session = useSession();
  const { editor, tools } = session;
  const { assets, fps } = useDocument();
  const asset = assets[clip.assetId];
  const ripple = useStore(tools, (state) => state.ripple);
  const setFit = (fit: Fit): void => void editor.edit({ type: 'setClip', clipId: clip.id, fit });
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
          {asset?.name ?? 'Missing file'}
        </Title>
        <Text size="sm" c="dimmed">
          {formatSeconds(clip.start / fps, { tenths: true })} – {formatSeconds((clip.start + clip.length) / fps, { tenths: true })} ·{' '}
          {(clip.length / fps).toFixed(1)} s
        </Text>
      </div>
      {asset?.hasAudio === true && (
        <SliderField
          label="Volume"
          value={clip.volume}
          min={0}
          max={2}
          step={0.05}
          format={(value) => (value === 0 ? 'silent' : `${Math.round(value * 100)} %`)}
          onCommit={(volume) => editor.edit({ type: 'setClip', clipId: clip.id, volume })}
        />
      )}
      {asset !== undefined && asset.seconds > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4} id="speed-label">
            Speed
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="speed-label"
            data={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
            value={String(clip.speed)}
            transitionDuration={100}
            onChange={(speed) => editor.edit({ type: 'retimeClip', clipId: clip.id, speed: Number(speed) })}
          />
        </div>
      )}
      {asset !== undefined && asset.width > 0 && (
        <>
          <div>
            <Text size="sm" fw={600} mb={4} id="fit-label">
              In the picture
            </Text>
            <SegmentedControl
              fullWidth
              aria-labelledby="fit-label"
              data={[
                { value: 'cover', label: 'Fill, crop the rest' },
                { value: 'contain', label: 'Show everything' },
              ]}
              value={clip.fit.mode}
              transitionDuration={100}
              onChange={(mode) => setFit({ ...clip.fit, mode: mode === 'contain' ? 'contain' : 'cover' })}
            />
          </div>
          {clip.fit.mode === 'cover' && (
            <FocusPad clip={clip} aspect={asset.width / asset.height} onFocus={(focus) => setFit({ ...clip.fit, focus })} />
          )}
        </>
      )}
      <Group grow>
        <Button variant="default" leftSection={<IconCut size={15} />} onClick={() => splitAtPlayhead(session)}>
          Split at the playhead
        </Button>
        <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => deleteSelected(session, ripple)}>
          Delete clip
        </Button>
      </Group>
    </Stack>
  );
}

type PadProps = { clip: Clip; aspect: number; onFocus: (focus: Fit['focus']) => void };

/** The point that stays in sight when the picture is cropped. */
function FocusPad({ clip, aspect, onFocus }: PadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const hasPoster = useStore(library, (state) => state.assets.get(clip.assetId)?.hasPoster === true);
  const { x, y } = clip.fit.focus;
  const place = (event: PointerEvent): void => {
    const box = pad.current?.getBoundingClientRect();
    if (box === undefined) return;
    const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
    onFocus({ x: share((event.clientX - box.left) / box.width), y: share((event.clientY - box.top) / box.height) });
  };
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        What stays in sight
      </Text>
      <div ref={pad} className={classes.pad} style={{ aspectRatio: aspect }} onPointerDown={place} aria-hidden>
        {hasPoster && <img src={mediaAddress.poster(clip.assetId)} alt="" />}
        <span className={classes.padDot} style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      </div>
      <SliderField
        label="Left to right"
        value={x}
        min={0}
        max={1}
        step={0.01}
        format={(value) => `${Math.round(value * 100)} %`}
        onCommit={(next) => onFocus({ x: next, y })}
      />
      <SliderField
        label="Top to bottom"
        value={y}
        min={0}
        max={1}
        step={0.01}
        format={(value) => `${Math.round(value * 100)} %`}
        onCommit={(next) => onFocus({ x, y: next })}
      />
    </Stack>
  );
}
