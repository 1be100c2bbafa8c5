import { Group, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { CaptionLook } from '../../../shared/timeline/document.ts';
import { ColourField } from '../../components/ColourField.tsx';
import { RadioCards } from '../../components/RadioCards.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { library } from '../../state/library.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';
import { StyleSample } from './StyleSample.tsx';

const modes = [
  { value: 'none', label: 'Not at all' },
  { value: 'colour', label: 'In its own colour' },
  { value: 'pop', label: 'Larger and coloured' },
  { value: 'box', label: 'In a box' },
];
const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** How the words look on the picture. */
export function CaptionsTab() {
  const { editor } = useSession();
  const { visible, look } = useDocument().captions;
  const info = useStore(library, (state) => state.info);
  const change = (part: Partial<CaptionLook>): void => void editor.edit({ type: 'setCaptions', look: { ...look, ...part } });
  const box = (on: boolean): void => {
    const { background: _, ...rest } = look;
    editor.edit({ type: 'setCaptions', look: on ? { ...rest, background: '#000000b3' } : rest });
  };
  return (
    <Stack gap="lg">
      <Switch
        label="Show captions"
        checked={visible}
        onChange={(event) => editor.edit({ type: 'setCaptions', visible: event.currentTarget.checked })}
      />
      <RadioCards
        label="Caption style"
        className={classes.styles ?? ''}
        itemClassName={classes.style ?? ''}
        value={look.name}
        items={(info?.styles ?? []).map((style) => ({
          value: style.name,
          label: style.name,
          content: (
            <>
              <span className={classes.sample} aria-hidden>
                <StyleSample look={style} />
              </span>
              {style.name}
            </>
          ),
        }))}
        onChange={(name) => {
          const style = info?.styles.find((one) => one.name === name);
          if (style !== undefined) editor.edit({ type: 'setCaptions', look: style, visible: true });
        }}
      />
      <SliderField
        label="Size"
        value={look.size}
        min={0.02}
        max={0.12}
        step={0.0025}
        format={(value) => `${(value * 100).toFixed(1)} % of the height`}
        onCommit={(size) => change({ size })}
      />
      <SliderField
        label="Position"
        value={look.y}
        min={0.08}
        max={0.95}
        step={0.01}
        format={(value) => `${percent(value)} from the top`}
        onCommit={(y) => change({ y })}
      />
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label="Font"
          size="sm"
          allowDeselect={false}
          data={info?.fonts ?? []}
          value={look.font}
          onChange={(font) => font !== null && change({ font })}
        />
        <ColourField label="Letters" value={look.colour} onCommit={(colour) => change({ colour })} />
        <Select
          label="Spoken word stands out"
          size="sm"
          allowDeselect={false}
          data={modes}
          value={look.highlight.mode}
          onChange={(mode) => {
            const known = (['none', 'colour', 'pop', 'box'] as const).find((name) => name === mode);
            if (known !== undefined) change({ highlight: { ...look.highlight, mode: known } });
          }}
        />
        <ColourField
          label="Spoken word"
          value={look.highlight.colour}
          onCommit={(colour) => change({ highlight: { ...look.highlight, colour } })}
        />
        <ColourField label="Outline" value={look.outline.colour} onCommit={(colour) => change({ outline: { ...look.outline, colour } })} />
        {look.background !== undefined && (
          <ColourField label="Box behind the line" alpha value={look.background} onCommit={(background) => change({ background })} />
        )}
      </SimpleGrid>
      <SliderField
        label="Outline width"
        value={look.outline.width}
        min={0}
        max={0.3}
        step={0.01}
        format={(value) => percent(value)}
        onCommit={(width) => change({ outline: { ...look.outline, width } })}
      />
      <SliderField
        label="Words in a row"
        value={look.maxWordsPerLine}
        min={1}
        max={8}
        step={1}
        format={String}
        onCommit={(maxWordsPerLine) => change({ maxWordsPerLine })}
      />
      <SliderField
        label="Rows at most"
        value={look.maxLines}
        min={1}
        max={3}
        step={1}
        format={String}
        onCommit={(maxLines) => change({ maxLines })}
      />
      <Group>
        <Switch label="Capital letters" checked={look.uppercase} onChange={(event) => change({ uppercase: event.currentTarget.checked })} />
        <Switch
          label="Box behind the line"
          checked={look.background !== undefined}
          onChange={(event) => box(event.currentTarget.checked)}
        />
      </Group>
      <Text size="xs" c="dimmed">
        Single words can be hidden or mended in the Transcript tab.
      </Text>
    </Stack>
  );
}
