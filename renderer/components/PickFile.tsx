import { VisuallyHidden } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';

type Props = {
  accept: string;
  label: string;
  multiple?: boolean;
  onPick: (files: File[]) => void;
  children: (open: () => void) => ReactNode;
};

/** A file picker that any button may open. */
export function PickFile({ accept, label, multiple = false, onPick, children }: Props) {
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  const id = useId();
  return (
    <>
      <VisuallyHidden>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          ref={setInput}
          type="file"
          tabIndex={-1}
          accept={accept}
          multiple={multiple}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = ''; // so that the same file can be picked again
            if (files.length > 0) onPick(files);
          }}
        />
      </VisuallyHidden>
      {children(() => input?.click())}
    </>
  );
}
