import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { findLivingOwner } from '../../electron/doors/ownerFile.ts';
import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';
import { openStore } from '../../electron/store/openStore.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { type BenchResult, p99 } from './result.ts';

const POSTS = 100_000;
const METRICS = 1_000_000;
const CALLS = 3_000;
const MOST_CALL_MS = 22;
const MOST_QUERY_MS = 5;

/** A data folder with 100,000 posts, their ledgers and 1,000,000 metric rows. */
function fill(home: string): void {
  const store = openStore({ home, now: () => new Date() });
  const db = store.write.$client;
  const now = Date.now();
  const states = ['live', 'live', 'live', 'scheduled', 'awaiting-approval', 'failed', 'cancelled', 'needs-you'];
  db.exec(
    "insert or ignore into channels (id, platform, name, remote_account, created_at) values ('practice', 'practice', 'Practice', 'practice', 0)",
  );
  const post =
    db.prepare(`insert into posts (id, channel_id, video_path, video_hash, video_bytes, video_seconds, video_width, video_height, title, caption, state, reason, at, content_hash, created_at, changed_at)
    values (?, 'practice', '/nowhere.mp4', 'h', 1, 10, 1080, 1920, ?, 'Words to go with it', ?, 'Because', ?, 'c', ?, ?)`);
  const entry = db.prepare('insert into ledger (post_id, sequence, at, state, reason) values (?, 1, ?, ?, ?)');
  const metric = db.prepare('insert into metrics (post_id, at, views, likes, comments, shares) values (?, ?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let index = 0; index < POSTS; index += 1) {
      const at = now - (index - POSTS / 10) * 600_000;
      post.run(`p${index}`, `Post ${index}`, states[index % states.length], at, at, at);
      entry.run(`p${index}`, at, 'scheduled', 'You approved it.');
      for (let sample = 0; sample < METRICS / POSTS; sample += 1)
        metric.run(`p${index}`, at + sample * 3_600_000, sample * 100, sample * 9, sample, sample);
    }
  })();
  store.close();
}

/** p99 of contract calls over the loopback door and of the questions behind them. */
export async function benchCalls(): Promise<BenchResult[]> {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-bench-'));
  fill(home);
  const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
  try {
    await owned.studio.services.jobs.pause({ paused: true }, { signal: new AbortController().signal }); // measured are answers, not the sending of old posts
    const owner = await findLivingOwner(home);
    if (owner === null) throw new Error('The studio did not answer at its own door');
    const client: ContractRouterClient<Contract> = createORPCClient(
      new RPCLink({ url: `${owner.origin}/rpc`, headers: { authorization: `Bearer ${owner.key}` } }),
    );
    const call = { signal: new AbortController().signal };
    const { posts, jobs, channels, schedule } = owned.studio.services;
    const id = (index: number): string => `p${(index * 7919) % POSTS}`;
    const at = (index: number): string => new Date(Date.now() - ((index * 7919) % POSTS) * 600_000).toISOString();
    const dayAround = (index: number): { from: string; to: string } => {
      const from = Date.parse(at(index));
      return { from: new Date(from).toISOString(), to: new Date(from + 86_400_000).toISOString() };
    };
    const asked = [
      (index: number) => client.posts.get({ postId: id(index) }),
      (index: number) => client.posts.list({ before: { at: at(index), id: 'p0' }, limit: 50 }),
      () => client.posts.list({ states: ['needs-you', 'awaiting-approval'], limit: 50 }),
      () => client.posts.list({ states: ['live'], limit: 50 }),
      () => client.posts.counts(),
      () => client.jobs.list({ finished: true, limit: 100 }),
      () => client.channels.list(),
      () => client.limits.list(),
      (index: number) => client.schedule.range(dayAround(index)),
    ];
    const queries = [
      (index: number) => posts.get({ postId: id(index) }, call),
      (index: number) => posts.list({ before: { at: at(index), id: 'p0' }, limit: 50 }, call),
      () => posts.list({ states: ['needs-you', 'awaiting-approval'], limit: 50 }, call),
      () => posts.list({ states: ['live'], limit: 50 }, call),
      () => posts.counts(undefined, call),
      () => jobs.list({ finished: true, limit: 100 }, call),
      () => channels.list(undefined, call),
      (index: number) => schedule.next({ channelId: 'practice', count: 1 + (index % 3), best: false }, call),
    ];
    const callMs = await measure(asked);
    const queryMs = await measure(queries);
    return [
      {
        name: 'p99 of a contract call with 100,000 posts and 1,000,000 metric rows',
        value: callMs,
        unit: 'ms',
        ratio: callMs / MOST_CALL_MS,
        bar: 1,
      },
      {
        name: 'p99 of a database query with 100,000 posts and 1,000,000 metric rows',
        value: queryMs,
        unit: 'ms',
        ratio: queryMs / MOST_QUERY_MS,
        bar: 1,
      },
    ];
  } finally {
    await owned.close();
  }
}

async function measure(questions: readonly ((index: number) => unknown)[]): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < CALLS + 200; index += 1) {
    const begun = performance.now();
    await questions[index % questions.length]?.(index);
    if (index >= 200) times.push(performance.now() - begun); // the first ones warm up
  }
  return p99(times);
}
