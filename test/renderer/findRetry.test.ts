import { expect, test } from 'vitest';
import type { Job } from '../../shared/contract/jobs.ts';
import { findRetry } from '../../renderer/words/findRetry.ts';

const job = (part: Partial<Job>): ReadonlyMap<number, Job> =>
  new Map([
    [
      1,
      {
        id: 1,
        kind: 'post.send',
        state: 'waiting',
        title: 'Publish',
        subject: 'p',
        priority: 20,
        group: null,
        attempts: 0,
        attemptsAllowed: 5,
        runAt: '2026-11-20T13:05:00Z',
        createdAt: '2026-11-20T10:00:00Z',
        finishedAt: null,
        progress: null,
        error: null,
        late: false,
        ...part,
      },
    ],
  ]);
const waited = { share: 0, step: 'TikTok takes no more posts today.', remainingSeconds: null };

test('a post that met a limit says when it is tried again; one whose time is yet to come does not', () => {
  expect(findRetry({ id: 'p', state: 'scheduled' }, job({ progress: waited }))).toBe('2026-11-20T13:05:00Z');
  expect(findRetry({ id: 'p', state: 'scheduled' }, job({}))).toBeNull();
  expect(findRetry({ id: 'p', state: 'scheduled' }, job({ progress: waited, state: 'running' }))).toBeNull();
});

test('a post that was sent says when it is looked for again', () => {
  expect(findRetry({ id: 'p', state: 'sent' }, job({ kind: 'post.prove' }))).toBe('2026-11-20T13:05:00Z');
  expect(findRetry({ id: 'other', state: 'sent' }, job({ kind: 'post.prove' }))).toBeNull();
  expect(findRetry({ id: 'p', state: 'live' }, job({ kind: 'post.metrics' }))).toBeNull();
});
