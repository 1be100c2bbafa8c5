import { ColorInput } from '@mantine/core';
import { useState } from 'react';

type Props = { label: string; value: string; onCommit: (colour: string) => void; alpha?: boolean };

/** A colour that is written down once it is chosen, not at every step of the mouse. */
export function ColourField({ label, value, onCommit, alpha = false }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const pattern = alpha ? /^#[0-9a-f]{6}([0-9a-f]{2})?$/i : /^#[0-9a-f]{6}$/i;
  const commit = (colour: string): void => {
    setDraft(null);
    if (pattern.test(colour) && colour !== value) onCommit(colour);
  };
  return (
    <ColorInput
      label={label}
      size="sm"
      format={alpha ? 'hexa' : 'hex'}
      value={draft ?? value}
      eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
      popoverProps={{ transitionProps: { duration: 100 } }}
      onChange={setDraft}
      onChangeEnd={commit}
      onBlur={(event) => commit(event.currentTarget.value)}
    />
  );
}
