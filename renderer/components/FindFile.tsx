import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconFileSearch, IconUnlink } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { placeFile } from '../link/placeFile.ts';
import { studio } from '../link/studioClient.ts';
import { bringMedia } from '../state/bringMedia.ts';
import { library } from '../state/library.ts';
import { attempt, toast } from './toast.tsx';
import { PickFile } from './PickFile.tsx';

/** Says that a file is gone from its place, and lets the creator show where it is now. */
export function FindFile({ assetId, name, projectId = null }: { assetId: string; name: string; projectId?: string | null }) {
  const onShelf = useStore(library, (state) => state.assets.has(assetId));
  const [share, setShare] = useState<number | null>(null);
  const relink = async (file: File): Promise<void> => {
    setShare(0);
    const place = placeFile(file, { onProgress: setShare, signal: new AbortController().signal });
    const found = await attempt(place.then((path) => bringMedia(studio, { assetId, onShelf, projectId }, path)).then(() => true));
    setShare(null);
    if (found !== null) toast.done(`“${name}” is found`, 'Everything that uses it works again.');
  };
  return (
    <Alert color="orange" icon={<IconUnlink size={18} />} py="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">“{name}” is not where it was. Your cuts are kept; show where the file is now.</Text>
        {share === null ? (
          <PickFile
            accept="video/*,audio/*,image/*"
            label={`Where ${name} is now`}
            onPick={(files) => files[0] !== undefined && void relink(files[0])}
          >
            {(open) => (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconFileSearch size={15} />}
                onClick={open}
                style={{ flex: 'none' }}
              >
                Find the file…
              </Button>
            )}
          </PickFile>
        ) : (
          <Progress w={140} value={share * 100} aria-label={`Copying ${name}`} />
        )}
      </Group>
    </Alert>
  );
}
