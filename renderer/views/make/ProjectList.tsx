import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconDots, IconFileImport, IconMovie, IconPencil, IconPlus, IconRestore, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ProjectSummary } from '../../../shared/contract/projects.ts';
import { PickFile } from '../../components/PickFile.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { openRoute, routeAddress } from '../../state/route.ts';
import { useTimes } from '../../state/useTimes.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import classes from './make.module.css';

const PAGE = 8;

async function importProject(file: File): Promise<void> {
  const read = await attempt(file.text().then((json) => studio.projects.import({ json })));
  if (read === null) return;
  const said = {
    new: 'The project is here',
    unchanged: 'This project was here already, unchanged',
    replaced: 'The project now holds what the file says; undo brings the old one back',
  };
  toast.done(said[read.outcome], read.notes.join(' '));
  openRoute({ view: 'studio', projectId: read.project.id });
}

async function removeProject(project: ProjectSummary): Promise<void> {
  const removed = await attempt(studio.projects.remove({ projectId: project.id }));
  if (removed === null) return;
  toast.done(`“${project.title}” is in the bin`, '', {
    label: 'Undo',
    act: () => void attempt(studio.projects.restore({ projectId: project.id })),
  });
}

async function createProject(format: string): Promise<void> {
  const project = await attempt(studio.projects.create({ format, title: 'Untitled' }));
  if (project !== null) openRoute({ view: 'studio', projectId: project.id });
}

/** What the creator worked on lately, and the bin. */
export function ProjectList() {
  const projects = useStore(library, (state) => state.projects);
  const format = useStore(library, (state) => state.settings?.defaultFormat ?? '9:16');
  const [shown, setShown] = useState(PAGE);
  const [binOpen, setBinOpen] = useState(false);
  const [renaming, setRenaming] = useState<ProjectSummary | null>(null);
  const sorted = [...projects.values()].sort((a, b) => (a.editedAt < b.editedAt ? 1 : -1));
  const live = sorted.filter(({ removedAt }) => removedAt === null);
  const bin = sorted.filter(({ removedAt }) => removedAt !== null);
  return (
    <section aria-labelledby="projects-title">
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} id="projects-title">
          Projects
        </Title>
        <Group gap={4} wrap="nowrap">
          <PickFile
            accept=".json,application/json"
            label="Project file to open"
            onPick={(files) => files[0] !== undefined && void importProject(files[0])}
          >
            {(open) => (
              <ActionIcon variant="subtle" color="gray" aria-label="Open a project file…" title="Open a project file…" onClick={open}>
                <IconFileImport size={18} />
              </ActionIcon>
            )}
          </PickFile>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="New empty project"
            title="New empty project"
            onClick={() => void createProject(format)}
          >
            <IconPlus size={18} />
          </ActionIcon>
        </Group>
      </Group>
      {live.length === 0 && (
        <Text c="dimmed" size="sm">
          Nothing yet. Open a recording and choose “Edit the whole recording” or one of its clips, and it shows up here.
        </Text>
      )}
      <Stack gap={2}>
        {live.slice(0, shown).map((project) => (
          <ProjectRow key={project.id} project={project} onRename={() => setRenaming(project)} />
        ))}
      </Stack>
      {live.length > shown && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setShown(shown + PAGE * 2)}>
          Show more ({live.length - shown})
        </Button>
      )}
      {bin.length > 0 && (
        <Stack gap={2} mt="md">
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            w="fit-content"
            aria-expanded={binOpen}
            onClick={() => setBinOpen(!binOpen)}
          >
            Bin ({bin.length})
          </Button>
          {binOpen &&
            bin.map((project) => (
              <Group key={project.id} justify="space-between" wrap="nowrap" px="xs">
                <Text size="sm" c="dimmed" truncate>
                  {project.title}
                </Text>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  leftSection={<IconRestore size={14} />}
                  aria-label={`Bring back ${project.title}`}
                  onClick={() => void attempt(studio.projects.restore({ projectId: project.id }))}
                >
                  Bring back
                </Button>
              </Group>
            ))}
        </Stack>
      )}
      {renaming !== null && <RenameDialog key={renaming.id} project={renaming} onClose={() => setRenaming(null)} />}
    </section>
  );
}

function ProjectRow({ project, onRename }: { project: ProjectSummary; onRename: () => void }) {
  const timeOf = useTimes();
  return (
    <article className={classes.project} aria-label={project.title}>
      <div className={classes.thumb}>
        {project.posterAssetId === null ? (
          <IconMovie size={20} stroke={1.4} aria-hidden />
        ) : (
          <img src={mediaAddress.poster(project.posterAssetId)} alt="" loading="lazy" />
        )}
      </div>
      <div style={{ minWidth: 0, flex: 1 }}>
        <a className={classes.open} href={routeAddress({ view: 'studio', projectId: project.id })}>
          {project.title}
        </a>
        <Text size="xs" c="dimmed">
          {formatSeconds(project.seconds)} · {project.format} · {timeOf(project.editedAt)}
        </Text>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon className={classes.above} variant="subtle" color="gray" aria-label={`More about ${project.title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={onRename}>
            Rename…
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void removeProject(project)}>
            Move to the bin
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </article>
  );
}

function RenameDialog({ project, onClose }: { project: ProjectSummary; onClose: () => void }) {
  const [title, setTitle] = useState(project.title);
  const save = async (): Promise<void> => {
    const edits = [{ type: 'setTitle' as const, title: title.trim() }];
    const done = await attempt(studio.projects.edit({ projectId: project.id, revision: project.revision, edits }));
    if (done !== null) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Rename project">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label="Title" value={title} maxLength={200} data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={title.trim() === ''}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
