import { Anchor, Group, Loader, Tabs } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { timelineLength } from '../../../shared/timeline/document.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FindFile } from '../../components/FindFile.tsx';
import { toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { createEditor } from '../../state/editor.ts';
import { library } from '../../state/library.ts';
import { createPlayer } from '../../state/player.ts';
import { routeAddress } from '../../state/route.ts';
import { CaptionsTab } from './CaptionsTab.tsx';
import { ClipTab } from './ClipTab.tsx';
import { FormatTab } from './FormatTab.tsx';
import { MediaTab } from './MediaTab.tsx';
import { PreviewPlayer } from './PreviewPlayer.tsx';
import { SessionContext, useSession, type Session, type Tools } from './session.ts';
import classes from './studio.module.css';
import { TimelinePanel } from './TimelinePanel.tsx';
import { TitlesTab } from './TitlesTab.tsx';
import { TopBar } from './TopBar.tsx';
import { TranscriptTab } from './TranscriptTab.tsx';
import { useStudioKeys } from './useStudioKeys.ts';

function createSession(projectId: string): Session {
  const editor = createEditor({
    client: studio,
    projectId,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onRefused: ({ message, hint }) => toast.problem(message, hint),
  });
  const player = createPlayer(() => {
    const { document } = editor.store.getState();
    return document === null ? 0 : Math.max(0, timelineLength(document) - 1);
  });
  editor.store.subscribe(() => player.stayInside()); // a cut may leave the playhead behind the end
  return { projectId, editor, player, tools: createStore<Tools>()(() => ({ selectedId: null, ripple: true, tab: 'transcript' })) };
}

/** Opens a project and everything to edit it with. */
export function ProjectEditor({ projectId }: { projectId: string }) {
  const [session] = useState(() => createSession(projectId));
  const { editor } = session;
  const isOpen = useStore(editor.store, (state) => state.document !== null);
  const problem = useStore(editor.store, (state) => state.problem);
  useStudioKeys(session);
  useEffect(() => {
    void editor.open();
    let before = library.getState();
    const stop = library.subscribe((state) => {
      const summary = state.projects.get(projectId);
      if (summary !== undefined && summary !== before.projects.get(projectId)) editor.notice(summary);
      if (state.link === 'up' && before.link !== 'up' && editor.store.getState().project === null) void editor.open();
      before = state;
    });
    const warn = (event: BeforeUnloadEvent): void => {
      if (editor.store.getState().saving.state !== 'saved') event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      window.removeEventListener('beforeunload', warn);
    };
  }, [editor, projectId]);
  if (problem !== null)
    return (
      <EmptyState icon={<IconMovie size={26} />} title={problem.message} text={problem.hint}>
        <Anchor href={routeAddress({ view: 'make', assetId: null })}>See all projects</Anchor>
      </EmptyState>
    );
  if (!isOpen)
    return (
      <Group justify="center" mt={120}>
        <Loader size="sm" role="status" aria-label="Opening the project" />
      </Group>
    );
  return (
    <SessionContext value={session}>
      <div className={classes.editor}>
        <div>
          <TopBar />
          <MissingFiles />
        </div>
        <div className={classes.middle}>
          <PreviewPlayer />
          <SidePanel />
        </div>
        <TimelinePanel />
      </div>
    </SessionContext>
  );
}

function MissingFiles() {
  const { editor, projectId } = useSession();
  const project = useStore(editor.store, (state) => state.project);
  const assets = useStore(library, (state) => state.assets);
  const missing = project?.missing ?? [];
  const open = editor.open;
  const back = missing.some((id) => assets.get(id)?.present === true);
  useEffect(() => {
    if (back) void open();
  }, [back, open]);
  return missing.map((id) => (
    <FindFile key={id} assetId={id} projectId={projectId} name={project?.document.assets[id]?.name ?? 'A file'} />
  ));
}

const tabs = [
  { name: 'transcript', label: 'Transcript', Panel: TranscriptTab },
  { name: 'captions', label: 'Captions', Panel: CaptionsTab },
  { name: 'clip', label: 'Clip', Panel: ClipTab },
  { name: 'titles', label: 'Titles', Panel: TitlesTab },
  { name: 'media', label: 'Media', Panel: MediaTab },
  { name: 'format', label: 'Format', Panel: FormatTab },
];

function SidePanel() {
  const { tools } = useSession();
  const tab = useStore(tools, (state) => state.tab);
  return (
    <Tabs
      className={classes.side ?? ''}
      value={tab}
      onChange={(next) => tools.setState({ tab: next ?? 'transcript' })}
      keepMounted={false}
      classNames={{ tab: classes.sideTab ?? '' }}
    >
      <Tabs.List aria-label="What to edit">
        {tabs.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, Panel }) => (
        <Tabs.Panel key={name} value={name} className={classes.sidePanel ?? ''}>
          {name === 'transcript' ? (
            <Panel />
          ) : (
            <div className={classes.sideContent}>
              <Panel />
            </div>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
