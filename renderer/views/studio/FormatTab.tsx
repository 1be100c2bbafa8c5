import { Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { ColourField } from '../../components/ColourField.tsx';
import { RadioCards } from '../../components/RadioCards.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { library } from '../../state/library.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

/** The shape of the picture, what lies behind it, and how loud it is. */
export function FormatTab() {
  const { editor } = useSession();
  const { format, background, audio } = useDocument();
  const info = useStore(library, (state) => state.info);
  const labels = new Map(info?.platforms.map(({ name, label }) => [name, label]));
  return (
    <Stack gap="lg">
      <RadioCards
        label="Format"
        className={classes.formats ?? ''}
        itemClassName={classes.format ?? ''}
        value={format.name}
        items={(info?.formats ?? []).map(({ name, label, width, height, fps, platforms }) => {
          const scale = 46 / Math.max(width, height);
          return {
            value: name,
            label: `${label} ${name}`,
            content: (
              <>
                <span style={{ height: 48, display: 'grid', placeItems: 'center' }}>
                  <span className={classes.shape} style={{ width: width * scale, height: height * scale }} />
                </span>
                <Text span size="sm" fw={600}>
                  {label}
                </Text>
                <Text span size="xs" c="dimmed">
                  {width} × {height} · {fps} a second
                </Text>
                <Text span size="xs" c="dimmed">
                  {platforms.map((platform) => labels.get(platform) ?? platform).join(', ')}
                </Text>
              </>
            ),
          };
        })}
        onChange={(name) => {
          const chosen = info?.formats.find((one) => one.name === name);
          if (chosen === undefined) return;
          const { width, height, fps } = chosen;
          editor.edit({ type: 'setFormat', format: { name, width, height, fps } });
        }}
      />
      <ColourField
        label="Behind the picture"
        value={background}
        onCommit={(colour) => editor.edit({ type: 'setBackground', background: colour })}
      />
      <SliderField
        label="Loudness of the finished file"
        value={audio.loudness}
        min={-24}
        max={-9}
        step={1}
        format={(value) => `${value} LUFS${value === -14 ? ' (what platforms play at)' : ''}`}
        onCommit={(loudness) => editor.edit({ type: 'setLoudness', loudness })}
      />
    </Stack>
  );
}
