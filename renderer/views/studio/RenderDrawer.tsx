import { Alert, Anchor, Badge, Button, Checkbox, CopyButton, Drawer, Group, RingProgress, Stack, Text, Title } from '@mantine/core';
import { IconCopy, IconFolder, IconMovie, IconSend } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import type { Render } from '../../../shared/contract/renders.ts';
import { JobProgress } from '../../components/JobProgress.tsx';
import { attempt } from '../../components/toast.tsx';
import { desktop } from '../../link/desktop.ts';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio } from '../../link/studioClient.ts';
import { composer } from '../../state/composer.ts';
import { library } from '../../state/library.ts';
import { formatBytes } from '../../words/formatBytes.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { useDocument, useSession } from './session.ts';

const keep = (renders: readonly Render[]): void =>
  library.setState((state) => ({ renders: new Map([...state.renders, ...renders.map((one) => [one.id, one] as const)]) }));

const compose = ({ id, projectId, title, seconds }: Render): void =>
  composer.getState().open({ film: { from: 'render', renderId: id, projectId, title, seconds } });

/** Makes finished files, shows how good they are, and leads on to posting. */
export function RenderDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { projectId, editor } = useSession();
  const document = useDocument();
  const formats = useStore(library, (state) => state.info?.formats ?? []);
  const platforms = useStore(library, (state) => state.info?.platforms ?? []);
  const hash = useStore(editor.store, (state) => state.project?.hash);
  const saved = useStore(editor.store, (state) => state.saving.state === 'saved');
  const renders = useStore(
    library,
    useShallow((state) => [...state.renders.values()].filter((render) => render.projectId === projectId)),
  );
  const link = useStore(library, (state) => state.link);
  const composing = useStore(composer, (state) => state.opened);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [starting, setStarting] = useState(false);
  const picked = chosen ?? [document.format.name];
  useEffect(() => {
    if (opened && link === 'up') void attempt(studio.renders.list({ projectId })).then((list) => list !== null && keep(list));
  }, [opened, projectId, link]);
  const start = async (): Promise<void> => {
    setStarting(true);
    const started = await attempt(studio.renders.start({ projectId, formats: picked }));
    setStarting(false);
    if (started !== null) keep(started);
  };
  const formatLabel = (format: string): string => formats.find(({ name }) => name === format)?.label ?? format;
  const labelOf = (platform: string): string => platforms.find(({ name }) => name === platform)?.label ?? platform;
  return (
    <Drawer opened={opened} onClose={onClose} closeOnEscape={!composing} position="right" size={540} title="Render and post">
      <Stack gap="lg">
        <Checkbox.Group label="Formats" value={picked} onChange={setChosen}>
          <Stack gap={8} mt={6}>
            {formats.map(({ name, label, width, height, platforms: fits }) => (
              <Checkbox key={name} value={name} label={label} description={`${width} × ${height} · ${fits.map(labelOf).join(', ')}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button
          leftSection={<IconMovie size={16} />}
          loading={starting}
          disabled={picked.length === 0 || !saved}
          onClick={() => void start()}
        >
          Start rendering
        </Button>
        {/* A copy: useShallow compares with what it handed out, and an array sorted in place would never be the same again. */}
        {renders
          .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
          .map((render) => (
            <RenderCard key={render.id} render={render} current={render.documentHash === hash} label={formatLabel(render.format)} />
          ))}
      </Stack>
    </Drawer>
  );
}

function RenderCard({ render, current, label }: { render: Render; current: boolean; label: string }) {
  const job = useStore(library, (state) => (render.jobId === null ? undefined : state.jobs.get(render.jobId)));
  const [watching, setWatching] = useState(false);
  return (
    <Stack gap="sm" p="md" style={{ border: '1px solid var(--tide-line)', borderRadius: 12 }} role="group" aria-label={`Render ${label}`}>
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={3}>{label}</Title>
          {!current && (
            <Badge variant="light" color="orange" tt="none">
              Older version
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {render.state === 'done' && `${formatSeconds(render.seconds)} · ${formatBytes(render.bytes)}`}
          {render.state === 'cancelled' && 'Cancelled'}
          {render.state === 'queued' && 'Waiting'}
        </Text>
      </Group>
      {(render.state === 'running' || render.state === 'queued') && job !== undefined && <JobProgress job={job} />}
      {render.state === 'failed' && (
        <Alert color="orange" title="It was not rendered">
          {render.problem ?? 'Your edits are safe. Try again.'}
        </Alert>
      )}
      {render.state === 'done' && (
        <>
          {watching ? (
            <video
              src={mediaAddress.render(render.id)}
              controls
              autoPlay
              aria-label={`Finished film ${label}`}
              style={{ maxHeight: 380, borderRadius: 8, background: '#000' }}
            />
          ) : null}
          {render.quality !== null && <QualityReport quality={render.quality} />}
          <PathLine path={render.path} />
          <Group>
            <Button leftSection={<IconSend size={16} />} onClick={() => compose(render)}>
              Post…
            </Button>
            <Button variant="default" onClick={() => setWatching(!watching)}>
              {watching ? 'Close the player' : 'Watch'}
            </Button>
            {!watching && render.chunks.reused > 0 && (
              <Text size="xs" c="dimmed">
                {render.chunks.reused} of {render.chunks.total} parts were ready from before
              </Text>
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}

function PathLine({ path }: { path: string | null }) {
  const showFile = desktop?.showFile;
  if (path === null) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }} flex={1}>
        {path}
      </Text>
      {showFile === undefined ? (
        <CopyButton value={path}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" leftSection={<IconCopy size={13} />} onClick={copy}>
              {copied ? 'Copied' : 'Copy path'}
            </Button>
          )}
        </CopyButton>
      ) : (
        <Button size="compact-xs" variant="subtle" leftSection={<IconFolder size={13} />} onClick={() => showFile(path)}>
          Open folder
        </Button>
      )}
    </Group>
  );
}

const weightColour = { problem: 'red', warning: 'orange', note: 'gray' };
const weightWord = { problem: 'Mend this', warning: 'Look at this', note: 'Good to know' };

function QualityReport({ quality }: { quality: NonNullable<Render['quality']> }) {
  const { player } = useSession();
  const { fps } = useDocument();
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <RingProgress
        size={64}
        thickness={6}
        roundCaps
        sections={[{ value: quality.score, color: quality.score >= 75 ? 'tide' : 'orange' }]}
        label={
          <Text ta="center" fw={600} size="sm">
            {quality.score}
          </Text>
        }
        aria-label={`Quality ${quality.score} of 100`}
      />
      <Stack gap="xs" flex={1}>
        <Text size="sm" fw={500}>
          {quality.findings.length === 0 ? 'Nothing to mend.' : `Quality ${quality.score} of 100`}
        </Text>
        {quality.findings.map((finding) => (
          <div key={`${finding.code}-${finding.at ?? ''}`}>
            <Group gap={6}>
              <Badge size="xs" variant="light" color={weightColour[finding.weight]} tt="none">
                {weightWord[finding.weight]}
              </Badge>
              {finding.at !== null && (
                <Anchor component="button" size="xs" onClick={() => player.seek((finding.at ?? 0) * fps)}>
                  {formatSeconds(finding.at, { tenths: true })}
                </Anchor>
              )}
            </Group>
            <Text size="sm">{finding.message}</Text>
            {finding.cure !== '' && (
              <Text size="sm" c="dimmed">
                {finding.cure}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Group>
  );
}
