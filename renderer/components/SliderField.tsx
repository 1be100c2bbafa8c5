import { Group, Slider, Text } from '@mantine/core';
import { useState } from 'react';

type Props = {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  format: (value: number) => string;
  /** Called once, when the hand lets go: one move of a slider is one step to undo. */
  onCommit: (value: number) => void;
  disabled?: boolean;
};

/** A slider with its name and its value in words. */
export function SliderField({ label, value, min, max, step, format, onCommit, disabled = false }: Props) {
  const [draft, setDraft] = useState<number | null>(null);
  const shown = draft ?? value;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Text size="sm" c="dimmed">
          {format(shown)}
        </Text>
      </Group>
      <Slider
        value={shown}
        min={min}
        max={max}
        step={step}
        label={null}
        disabled={disabled}
        thumbLabel={label}
        thumbProps={{ 'aria-valuetext': format(shown) }}
        onChange={setDraft}
        onChangeEnd={(end) => {
          setDraft(null);
          if (end !== value) onCommit(end);
        }}
      />
    </div>
  );
}
