import { NumberInput } from '@mantine/core';
import { useState } from 'react';

type Props = {
  label: string;
  description?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  prefix?: string;
  suffix?: string;
  onChange: (value: number) => void;
};

/** A whole number within bounds. While it is being typed it may lie outside of them; when left, it is brought inside. */
export function WholeNumberField({ value, min, max, onChange, ...rest }: Props) {
  const [draft, setDraft] = useState<string | number | null>(null);
  return (
    <NumberInput
      {...rest}
      min={min}
      max={max}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      value={draft ?? value}
      onChange={(typed) => {
        setDraft(typed);
        if (typeof typed === 'number' && typed >= min && typed <= max) onChange(typed);
      }}
      onBlur={() => {
        if (typeof draft === 'number') onChange(Math.min(max, Math.max(min, draft)));
        setDraft(null);
      }}
    />
  );
}
