import { expect, test } from 'vitest';
import { waitUntilIdle } from '../../electron/cli/waitUntilIdle.ts';
import type { StudioClient } from '../../electron/cli/command.ts';
import type { Job } from '../../shared/contract/jobs.ts';

const call = { progress: { show: () => undefined, done: () => undefined }, signal: new AbortController().signal };

/** A studio whose clock stands at `now`, with these jobs; each that is waited for is gone afterwards. Answers what was waited for. */
async function waitedFor(now: string, jobs: readonly Pick<Job, 'kind' | 'runAt'>[]): Promise<string[]> {
  let left = jobs.map((job, id) => ({ ...job, id, title: job.kind, state: 'waiting', progress: null }));
  const waited: string[] = [];
  const client = {
    system: { info: async () => ({ now }) },
    jobs: {
      list: async () => left,
      async wait({ jobId }: { jobId: number }) {
        waited.push(...left.filter(({ id }) => id === jobId).map(({ kind }) => kind));
        left = left.filter(({ id }) => id !== jobId);
      },
    },
  };
  await waitUntilIdle(client as unknown as StudioClient, call); // it asks for nothing else
  return waited;
}

test('what follows within two minutes by the studio’s own clock is waited for, whatever this computer’s says', async () => {
  const jobs = [
    { kind: 'post.prove', runAt: '2031-05-01T10:01:30.000Z' },
    { kind: 'post.send', runAt: '2031-05-01T10:03:00.000Z' },
  ] as const;
  expect(await waitedFor('2031-05-01T10:00:00.000Z', jobs)).toEqual(['post.prove']);
});

test('the house’s own rounds are waited for when they are due, not before', async () => {
  const rounds = ['backup', 'sweep', 'feed', 'evergreen', 'post.metrics', 'channel.refresh'] as const;
  const soon = rounds.map((kind) => ({ kind, runAt: '2031-05-01T10:01:00.000Z' }));
  expect(await waitedFor('2031-05-01T10:00:00.000Z', soon)).toEqual([]);
  expect(await waitedFor('2031-05-01T10:01:00.000Z', soon)).toEqual([...rounds]);
});
