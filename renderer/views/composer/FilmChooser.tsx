import { Button, Group, Loader, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Render } from '../../../shared/contract/renders.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PathField } from '../../components/PathField.tsx';
import { explain } from '../../link/explain.ts';
import { studio } from '../../link/studioClient.ts';
import type { Film } from '../../state/composerDraft.ts';
import { useTimes } from '../../state/useTimes.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import classes from './composer.module.css';

const SHOWN = 40;
const nameIn = (path: string): string =>
  path
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\.[^.]+$/, '') ?? path;

/** A finished render of the studio, or a finished file from elsewhere. */
export function FilmChooser({ onChoose }: { onChoose: (film: Film) => void }) {
  const timeOf = useTimes();
  const [renders, setRenders] = useState<readonly Render[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [path, setPath] = useState<string | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    studio.renders.list({}, { signal: gone.signal }).then(setRenders, (error: unknown) => {
      if (!gone.signal.aborted) setProblem(explain(error).message);
    });
    return () => gone.abort();
  }, []);
  const done = (renders ?? [])
    .filter(({ state, title }) => state === 'done' && title.toLowerCase().includes(search.trim().toLowerCase()))
    .toSorted((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? 1 : -1));
  return (
    <Stack gap="md">
      {problem !== null && <Text c="orange">{problem}</Text>}
      {renders === null && problem === null && <Loader size="sm" />}
      {renders !== null && !renders.some(({ state }) => state === 'done') && (
        <EmptyState
          icon={<IconMovie size={26} />}
          title="No finished film yet"
          text="Render a project in the Studio, or choose a finished file below."
        />
      )}
      {renders?.some(({ state }) => state === 'done') === true && (
        <>
          <TextInput
            label="Finished films"
            placeholder="Search by title"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            data-autofocus
          />
          <div className={classes.films}>
            {done.slice(0, SHOWN).map(({ id, projectId, title, format, seconds, finishedAt }) => (
              <UnstyledButton
                key={id}
                className={classes.film}
                onClick={() => onChoose({ from: 'render', renderId: id, projectId, title, seconds })}
              >
                <Text size="sm" fw={600}>
                  {title}
                </Text>
                <Text size="xs" c="dimmed">
                  {format} · {formatSeconds(seconds)}
                  {finishedAt !== null && ` · ${timeOf(finishedAt)}`}
                </Text>
              </UnstyledButton>
            ))}
            {done.length > SHOWN && (
              <Text size="xs" c="dimmed">
                {done.length - SHOWN} more; search to find them.
              </Text>
            )}
          </div>
        </>
      )}
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <div style={{ flex: 1 }}>
          <PathField label="Or a finished file" accept="video/*" value={path} onChange={setPath} />
        </div>
        <Button
          disabled={path === null}
          onClick={() => path !== null && onChoose({ from: 'file', videoPath: path, title: nameIn(path), seconds: null })}
        >
          Take it
        </Button>
      </Group>
    </Stack>
  );
}
