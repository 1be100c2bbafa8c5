import { Anchor, Button, Group, SimpleGrid, Text, Title } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { EmptyState } from '../../components/EmptyState.tsx';
import { library } from '../../state/library.ts';
import { openRoute, routeAddress } from '../../state/route.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { ProjectEditor } from './ProjectEditor.tsx';

/** The editor of one project, or the way to one. */
export function StudioView({ projectId }: { projectId: string | null }) {
  return projectId === null ? <NoProject /> : <ProjectEditor key={projectId} projectId={projectId} />;
}

function NoProject() {
  const projects = useStore(library, (state) => state.projects);
  const recent = [...projects.values()].filter(({ removedAt }) => removedAt === null).sort((a, b) => (a.editedAt < b.editedAt ? 1 : -1));
  return (
    <EmptyState
      icon={<IconMovie size={26} />}
      title="No project is open"
      text={
        recent.length === 0
          ? 'Projects begin in Make: drop a recording there and choose what to edit.'
          : 'Go on with one of these, or begin a new one in Make.'
      }
    >
      <Button onClick={() => openRoute({ view: 'make', assetId: null })}>Go to Make</Button>
      <SimpleGrid cols={3} mt="lg" spacing="sm">
        {recent.slice(0, 6).map((project) => (
          <Anchor key={project.id} href={routeAddress({ view: 'studio', projectId: project.id })} c="inherit" ta="left" maw={240}>
            <Group gap={0} p="sm" style={{ border: '1px solid var(--tide-line)', borderRadius: 10 }}>
              <Title order={3} lineClamp={1}>
                {project.title}
              </Title>
              <Text size="xs" c="dimmed" w="100%">
                {formatSeconds(project.seconds)} · {project.format}
              </Text>
            </Group>
          </Anchor>
        ))}
      </SimpleGrid>
    </EmptyState>
  );
}
