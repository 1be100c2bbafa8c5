import { ActionIcon, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Job } from '../../shared/contract/jobs.ts';
import { studio } from '../link/studioClient.ts';
import { library } from '../state/library.ts';
import { formatRemaining } from '../words/formatSeconds.ts';
import { attempt, toast } from './toast.tsx';

const waitingWords = {
  waiting: 'Waiting for its turn',
  running: 'Starting',
  asking: 'Waiting for your word',
  done: 'Done',
  dead: 'Gave up',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
};

/** Cancels a job and offers to take that back. */
async function cancelJob(job: Job): Promise<void> {
  const cancelled = await attempt(studio.jobs.cancel({ jobId: job.id }));
  if (cancelled === null) return;
  toast.done('Cancelled', job.title, { label: 'Undo', act: () => void attempt(studio.jobs.replay({ jobId: job.id })) });
}

type Props = { job: Job; label?: string; /** Off where another button stops it. */ stoppable?: boolean };

/** How far a piece of work is, how long it still takes, and the way to stop it. */
export function JobProgress({ job, label, stoppable = true }: Props) {
  const share = Math.round((job.progress?.share ?? 0) * 100);
  const paused = useStore(library, (state) => state.paused) && job.state === 'waiting';
  const step = paused ? 'Waits: all work is paused' : (job.progress?.step ?? waitingWords[job.state]);
  const remaining = job.progress?.remainingSeconds;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed" truncate>
          {paused ? step : (label ?? step)}
        </Text>
        <Group gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {share} %{remaining == null ? '' : ` · ${formatRemaining(remaining)}`}
          </Text>
          {stoppable && (
            <Tooltip label="Cancel">
              <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Cancel ${job.title}`} onClick={() => void cancelJob(job)}>
                <IconX size={13} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      </Group>
      <Progress value={share} size="sm" transitionDuration={120} aria-label={job.title} />
    </Stack>
  );
}
