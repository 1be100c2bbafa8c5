import { VisuallyHidden } from '@mantine/core';
import { useId, useRef, type ReactNode } from 'react';

type Props = { accept: string; label: string; multiple?: boolean; onPick: (files: File[]) => void; children(open: () => void): ReactNode };

/** A file picker that any button may open. */
export function PickFile({ accept, label, multiple = false, onPick, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <>
      <VisuallyHidden>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          ref={input}
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
      {children(() => input.current?.click())}
    </>
  );
}
