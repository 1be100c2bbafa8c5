import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Job } from '../../../shared/contract/jobs.ts';
import { JobProgress } from '../../components/JobProgress.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { useTimes } from '../../state/useTimes.ts';
import classes from './queue.module.css';

type Detail = Awaited<ReturnType<StudioClient['jobs']['get']>>;

const PAGE = 10;
/** What the studio does by the clock, all its life; nobody waits for it. */
const routine: ReadonlySet<Job['kind']> = new Set(['post.metrics', 'channel.refresh', 'evergreen', 'feed', 'backup', 'sweep']);
const isRoutine = ({ kind, error }: Job): boolean => routine.has(kind) && error === null;

/** The studio's own work: what gave up or asks, what runs, what waits. */
export function JobsSection() {
  const jobs = useStore(library, (state) => state.jobs);
  const all = [...jobs.values()];
  const broken = all.filter(({ state }) => state === 'dead' || state === 'asking');
  const running = all.filter(({ state, kind }) => state === 'running' && kind !== 'post.send'); // a post shows its own progress
  const waiting = all.filter(({ state }) => state === 'waiting').sort((a, b) => (a.runAt < b.runAt ? -1 : 1));
  const byClock = waiting.filter(isRoutine);
  return (
    <section aria-labelledby="jobs-title">
      <Title order={2} id="jobs-title" mb="sm">
        Work in the background
      </Title>
      <Stack gap={8}>
        {broken.length + running.length + waiting.length === byClock.length && (
          <Text c="dimmed" size="sm">
            Nothing is running. Imports, renders and posts show their progress here.
          </Text>
        )}
        {broken.map((job) => (
          <BrokenJob key={job.id} job={job} />
        ))}
        {running.map((job) => (
          <div key={job.id} className={classes.job} role="group" aria-label={job.title}>
            <Text size="sm" fw={600} mb={4}>
              {job.title}
            </Text>
            <JobProgress job={job} />
          </div>
        ))}
        <WaitingJobs jobs={waiting.filter((job) => !isRoutine(job))} />
        {byClock.length > 0 && (
          <details>
            <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
              {byClock.length} {byClock.length === 1 ? 'routine, done at its time' : 'routines, each done at its time'}
            </Text>
            <Stack gap={8} mt="sm">
              <WaitingJobs jobs={byClock} />
            </Stack>
          </details>
        )}
      </Stack>
    </section>
  );
}

function WaitingJobs({ jobs }: { jobs: readonly Job[] }) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      {jobs.slice(0, shown).map((job) => (
        <WaitingJob key={job.id} job={job} />
      ))}
      {jobs.length > shown && (
        <Button variant="subtle" w="fit-content" onClick={() => setShown(shown + PAGE * 3)}>
          Show more ({jobs.length - shown})
        </Button>
      )}
    </>
  );
}

function WaitingJob({ job }: { job: Job }) {
  const timeOf = useTimes();
  return (
    <Group className={classes.job ?? ''} justify="space-between" wrap="nowrap">
      <Text size="sm">{job.title}</Text>
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {job.error === null ? '' : `Tried ${job.attempts} of ${job.attemptsAllowed} times · `}
        {timeOf(job.runAt)}
      </Text>
    </Group>
  );
}

function BrokenJob({ job }: { job: Job }) {
  const [detail, setDetail] = useState<Detail | null>(null);
  const asking = job.state === 'asking';
  const replay = (): void => void attempt(studio.jobs.replay({ jobId: job.id }));
  const discard = async (): Promise<void> => {
    const gone = await attempt(studio.jobs.discard({ jobId: job.id }));
    if (gone !== null) toast.done('Put aside', job.title, { label: 'Undo', act: replay });
  };
  const look = async (): Promise<void> => setDetail(await attempt(studio.jobs.get({ jobId: job.id })));
  return (
    <Alert color="orange" role="group" aria-label={job.title} title={asking ? `${job.title}: missed while the computer slept` : job.title}>
      <Text size="sm">{asking ? 'Shall it still be done?' : (job.error?.message ?? `It gave up after ${job.attempts} tries.`)}</Text>
      {job.error !== null && job.error.hint !== '' && (
        <Text size="sm" c="dimmed">
          {job.error.hint}
        </Text>
      )}
      <Group mt="sm" gap="xs">
        <Button size="xs" onClick={replay}>
          {asking ? 'Do it now' : 'Try again'}
        </Button>
        <Button size="xs" variant="default" onClick={() => void look()}>
          Details
        </Button>
        <Button size="xs" variant="default" onClick={() => void discard()}>
          {asking ? 'Leave it out' : 'Discard'}
        </Button>
      </Group>
      <Modal opened={detail !== null} onClose={() => setDetail(null)} title={job.title} size="lg">
        {detail !== null && (
          <Stack gap="sm">
            <Text size="sm">
              Tried {detail.job.attempts} of {detail.job.attemptsAllowed} times.
            </Text>
            {detail.job.error !== null && <pre className={classes.raw}>{`${detail.job.error.code}\n${detail.job.error.detail}`}</pre>}
            <Title order={3}>What it was given and what it saved</Title>
            <pre className={classes.raw}>{JSON.stringify({ data: detail.data, saved: detail.saved, result: detail.result }, null, 2)}</pre>
          </Stack>
        )}
      </Modal>
    </Alert>
  );
}
