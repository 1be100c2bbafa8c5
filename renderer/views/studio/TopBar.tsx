import { ActionIcon, Button, Group, Loader, Menu, Text, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCloudCheck,
  IconCloudPause,
  IconDots,
  IconDownload,
  IconMovie,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { RenderDrawer } from './RenderDrawer.tsx';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

/** Saves the project file where the browser puts downloads. */
async function exportProject(projectId: string): Promise<void> {
  const file = await attempt(studio.projects.export({ projectId }));
  if (file === null) return;
  const address = URL.createObjectURL(new Blob([file.json], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: file.name });
  link.click();
  URL.revokeObjectURL(address);
  toast.done('The project file is saved', file.name);
}

/** Title, save state, undo and redo, and the way out: render. */
export function TopBar() {
  const { editor, projectId } = useSession();
  const document = useDocument();
  const project = useStore(editor.store, (state) => state.project);
  const saving = useStore(editor.store, (state) => state.saving.state);
  const [rendering, setRendering] = useState(false);
  const [title, setTitle] = useState<string | null>(null);
  const commit = (): void => {
    if (title !== null && title.trim() !== '') editor.edit({ type: 'setTitle', title: title.trim() });
    setTitle(null);
  };
  const busy = saving !== 'saved';
  return (
    <div className={classes.top}>
      <VisuallyHidden component="h1">{document.title}</VisuallyHidden>
      <TextInput
        className={classes.title ?? ''}
        variant="unstyled"
        aria-label="Project title"
        value={title ?? document.title}
        maxLength={200}
        fw={600}
        styles={{ input: { fontWeight: 600, fontSize: 16, textOverflow: 'ellipsis' } }}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTitle(null);
        }}
      />
      <SaveState />
      <Group gap={2}>
        <Tooltip label="Undo (Ctrl+Z)">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Undo"
            disabled={!busy && project?.canUndo !== true}
            onClick={editor.undo}
          >
            <IconArrowBackUp size={19} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo (Ctrl+Shift+Z)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Redo" disabled={project?.canRedo !== true} onClick={editor.redo}>
            <IconArrowForwardUp size={19} />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More about this project">
              <IconDots size={19} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void exportProject(projectId)}>
              Export project file
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {!rendering && <RenderingNow projectId={projectId} onOpen={() => setRendering(true)} />}
      <Button leftSection={<IconMovie size={16} />} onClick={() => setRendering(true)}>
        Render
      </Button>
      <RenderDrawer opened={rendering} onClose={() => setRendering(false)} />
    </div>
  );
}

function SaveState() {
  const { editor } = useSession();
  const saving = useStore(editor.store, (state) => state.saving);
  if (saving.state === 'waiting')
    return (
      <Tooltip label={`${saving.why.message} Your edits are kept here and saved as soon as it answers.`} multiline maw={300}>
        <Group gap={5} role="status">
          <IconCloudPause size={16} color="var(--mantine-color-orange-5)" aria-hidden />
          <Text size="sm" c="orange">
            Not saved yet, trying again…
          </Text>
        </Group>
      </Tooltip>
    );
  return (
    <Group gap={5} role="status" miw={74}>
      {saving.state === 'saved' ? <IconCloudCheck size={16} color="var(--mantine-color-dimmed)" aria-hidden /> : <Loader size={13} />}
      <Text size="sm" c="dimmed">
        {saving.state === 'saved' ? 'Saved' : 'Saving…'}
      </Text>
    </Group>
  );
}

/** A render goes on while its drawer is closed; this says so, and leads back to it. */
function RenderingNow({ projectId, onOpen }: { projectId: string; onOpen: () => void }) {
  const job = useStore(library, (state) =>
    [...state.jobs.values()].find((one) => one.kind === 'render' && one.subject === projectId && one.state === 'running'),
  );
  if (job === undefined) return null;
  return (
    <Button variant="subtle" size="compact-sm" onClick={onOpen}>
      {`Rendering ${Math.round((job.progress?.share ?? 0) * 100)} %`}
    </Button>
  );
}
