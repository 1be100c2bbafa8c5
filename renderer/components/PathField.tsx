import { Button, Group, Progress, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { placeFile } from '../link/placeFile.ts';
import { PickFile } from './PickFile.tsx';
import { attempt } from './toast.tsx';

type Props = { label: string; description?: string; accept: string; value: string | null; onChange: (path: string | null) => void };

/** A file on this computer, by its path; one that was picked gets its path from the studio. */
export function PathField({ label, description, accept, value, onChange }: Props) {
  const [share, setShare] = useState<number | null>(null);
  const take = async (file: File): Promise<void> => {
    setShare(0);
    const path = await attempt(placeFile(file, { onProgress: setShare, signal: new AbortController().signal }));
    setShare(null);
    if (path !== null) onChange(path);
  };
  return (
    <div>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={label}
          description={description}
          placeholder="None"
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
        <PickFile accept={accept} label={`${label}: file to take`} onPick={(files) => files[0] !== undefined && void take(files[0])}>
          {(open) => (
            <Button
              variant="default"
              leftSection={<IconFolderOpen size={16} />}
              onClick={open}
              loading={share !== null}
              style={{ flex: 'none' }}
            >
              Choose…
            </Button>
          )}
        </PickFile>
      </Group>
      {share !== null && <Progress mt={6} value={share * 100} aria-label={`Copying the file for ${label}`} />}
    </div>
  );
}
