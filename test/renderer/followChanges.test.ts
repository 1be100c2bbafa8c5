import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import type { Change } from '../../shared/contract/changes.ts';
import { followChanges } from '../../renderer/link/followChanges.ts';

const alive: Change = { topic: 'alive', value: { at: '2026-01-01T00:00:00Z' } };
const paused: Change = { topic: 'paused', value: { paused: true } };

/** Plays scripted connections; the follower is stopped when the last one ends. */
async function play(connections: (() => AsyncIterable<Change>)[]): Promise<string[]> {
  const stop = new AbortController();
  const log: string[] = [];
  let next = 0;
  await followChanges(
    {
      async follow() {
        const connection = connections[next];
        next += 1;
        if (connection === undefined) {
          stop.abort();
          throw new Error('over');
        }
        return connection();
      },
      async refetch() {
        log.push('refetch');
      },
      onChange: (change) => log.push(change.topic),
      onLink: (state) => log.push(state),
      renew: () => log.push('renew'),
      async sleep(ms) {
        log.push(`wait ${ms}`);
      },
    },
    stop.signal,
  );
  return log;
}

async function* give(...changes: Change[]): AsyncGenerator<Change> {
  yield* changes;
}

test('lists are fetched before the first change is taken, and only once a connection', async () => {
  expect(await play([() => give(alive, paused)])).toEqual(['refetch', 'up', 'alive', 'paused', 'down', 'wait 400', 'renew']);
});

test('a link that breaks is said, made anew and followed again, with everything fetched afresh', async () => {
  const log = await play([() => give(alive), () => give(alive, paused)]);
  expect(log.filter((line) => line === 'refetch')).toHaveLength(2);
  expect(log.indexOf('down')).toBeLessThan(log.lastIndexOf('up'));
  expect(log.filter((line) => line === 'renew')).toHaveLength(2);
});

test('while nobody answers the pauses grow up to five seconds, and an answer makes them short again', async () => {
  const refuse = (): AsyncIterable<Change> => {
    throw new TypeError('Failed to fetch');
  };
  const log = await play([refuse, refuse, refuse, refuse, refuse, () => give(alive), refuse]);
  expect(log.filter((line) => line.startsWith('wait'))).toEqual([
    'wait 400',
    'wait 800',
    'wait 1600',
    'wait 3200',
    'wait 5000',
    'wait 400',
    'wait 800',
  ]);
});

test('a studio that no longer knows this browser is told apart from one that is silent', async () => {
  const log = await play([
    () => {
      throw new ORPCError('SIGNED_OUT', { status: 401 });
    },
  ]);
  expect(log).toEqual(['signed-out', 'wait 400', 'renew']);
});
