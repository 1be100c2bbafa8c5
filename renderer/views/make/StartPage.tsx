import { Stack, Title } from '@mantine/core';
import { useStore } from 'zustand';
import { library } from '../../state/library.ts';
import { DropZone } from './DropZone.tsx';
import { ProjectList } from './ProjectList.tsx';
import { Shelf } from './Shelf.tsx';
import classes from './make.module.css';

/** The first thing a creator sees: a place to drop a recording, what is on the shelf, what was last worked on. */
export function StartPage() {
  const empty = useStore(library, ({ assets }) => assets.size === 0);
  return (
    <div className={classes.page}>
      <div className={classes.columns}>
        <Stack gap="xl">
          <Title order={1}>Make a video</Title>
          <DropZone empty={empty} />
          <Shelf />
        </Stack>
        <ProjectList />
      </div>
    </div>
  );
}
