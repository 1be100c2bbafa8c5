import { NumberInput, Select, SimpleGrid, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Overlay } from '../../../shared/timeline/document.ts';
import { ColourField } from '../../components/ColourField.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { library } from '../../state/library.ts';
import { useDocument, useSession } from './session.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** Everything that can be said of one title, card or picture. */
export function OverlayForm({ overlay }: { overlay: Overlay }) {
  const { editor } = useSession();
  const { fps } = useDocument();
  const put = (next: Overlay): void => void editor.edit({ type: 'setOverlay', overlay: next });
  return (
    <Stack gap="sm" mt="sm">
      {overlay.kind === 'text' && <TextFields overlay={overlay} onPut={put} />}
      {overlay.kind === 'card' && <CardFields overlay={overlay} onPut={put} />}
      {overlay.kind === 'image' && (
        <>
          <SliderField
            label="Width"
            value={overlay.width}
            min={0.05}
            max={1.5}
            step={0.01}
            format={percent}
            onCommit={(width) => put({ ...overlay, width })}
          />
          <SliderField
            label="Opacity"
            value={overlay.opacity}
            min={0}
            max={1}
            step={0.05}
            format={percent}
            onCommit={(opacity) => put({ ...overlay, opacity })}
          />
        </>
      )}
      <SimpleGrid cols={2} spacing="sm">
        <NumberInput
          label="Begins"
          size="xs"
          suffix=" s"
          min={0}
          step={0.1}
          decimalScale={2}
          value={overlay.start / fps}
          onChange={(value) => typeof value === 'number' && put({ ...overlay, start: Math.max(0, Math.round(value * fps)) })}
        />
        <NumberInput
          label="Stays"
          size="xs"
          suffix=" s"
          min={0.1}
          step={0.1}
          decimalScale={2}
          value={overlay.length / fps}
          onChange={(value) => typeof value === 'number' && put({ ...overlay, length: Math.max(1, Math.round(value * fps)) })}
        />
      </SimpleGrid>
      <SliderField
        label="Left to right"
        value={overlay.x}
        min={0}
        max={1}
        step={0.01}
        format={percent}
        onCommit={(x) => put({ ...overlay, x })}
      />
      <SliderField
        label="Top to bottom"
        value={overlay.y}
        min={0}
        max={1}
        step={0.01}
        format={percent}
        onCommit={(y) => put({ ...overlay, y })}
      />
    </Stack>
  );
}

type Fields<Kind extends Overlay['kind']> = { overlay: Extract<Overlay, { kind: Kind }>; onPut: (overlay: Overlay) => void };

function TextFields({ overlay, onPut }: Fields<'text'>) {
  const fonts = useStore(library, (state) => state.info?.fonts ?? []);
  const [text, setText] = useState(overlay.text);
  const box = (on: boolean): void => {
    const { background: _, ...rest } = overlay;
    onPut(on ? { ...rest, background: '#000000b3' } : rest);
  };
  return (
    <>
      <Textarea
        label="Text"
        autosize
        minRows={1}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text.trim() !== '' && onPut({ ...overlay, text })}
      />
      <SliderField
        label="Size"
        value={overlay.size}
        min={0.02}
        max={0.2}
        step={0.005}
        format={(value) => `${(value * 100).toFixed(1)} %`}
        onCommit={(size) => onPut({ ...overlay, size })}
      />
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label="Font"
          size="sm"
          allowDeselect={false}
          data={fonts}
          value={overlay.font}
          onChange={(font) => font !== null && onPut({ ...overlay, font })}
        />
        <ColourField label="Colour" value={overlay.colour} onCommit={(colour) => onPut({ ...overlay, colour })} />
      </SimpleGrid>
      <Switch label="Box behind" checked={overlay.background !== undefined} onChange={(event) => box(event.currentTarget.checked)} />
    </>
  );
}

function CardFields({ overlay, onPut }: Fields<'card'>) {
  const [title, setTitle] = useState(overlay.title);
  const [lines, setLines] = useState(overlay.lines.join('\n'));
  return (
    <>
      <TextInput
        label="Card title"
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onBlur={() => title.trim() !== '' && onPut({ ...overlay, title })}
      />
      <Textarea
        label="Lines"
        description="One line each, at most 12"
        autosize
        value={lines}
        onChange={(event) => setLines(event.currentTarget.value)}
        onBlur={() =>
          onPut({
            ...overlay,
            lines: lines
              .split('\n')
              .slice(0, 12)
              .map((line) => line.slice(0, 300)),
          })
        }
      />
      <SliderField
        label="Width"
        value={overlay.width}
        min={0.2}
        max={1}
        step={0.01}
        format={percent}
        onCommit={(width) => onPut({ ...overlay, width })}
      />
      <ColourField label="Accent" value={overlay.accent} onCommit={(accent) => onPut({ ...overlay, accent })} />
    </>
  );
}
