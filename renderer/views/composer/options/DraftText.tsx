import { TextInput } from '@mantine/core';
import { useState } from 'react';

type Props = {
  label: string;
  description: string;
  placeholder: string;
  value: string | null;
  isRight: (value: string) => boolean;
  complaint: string;
  onChange: (value: string | null) => void;
};

/** A text that only counts once it is whole: while it is not, it stays here and says why. */
export function DraftText({ label, description, placeholder, value, isRight, complaint, onChange }: Props) {
  const [draft, setDraft] = useState(value ?? '');
  const trimmed = draft.trim();
  const wrong = trimmed !== '' && !isRight(trimmed);
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      value={draft}
      error={wrong ? complaint : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setDraft(next);
        onChange(next.trim() !== '' && isRight(next.trim()) ? next.trim() : null);
      }}
    />
  );
}
