import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { hostSimulators } from './support/hostSimulators.ts';

/** How many posts go through four faulty platforms; 10,000 with CHAOS_POSTS=10000. */
const POSTS = Number(process.env['CHAOS_POSTS'] ?? 400);
const TROUBLE = 0.06;
/** So often the studio is killed before it is let come to rest. */
const KILLS = 40;

type Row = { id: string; state: string; caption: string; channel: string; asked: number | null; reason: string };

test(`${POSTS} posts through faulty platforms and kills: each released once or ended in a named state, none falsely live`, async () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-posts-'));
  const world = await hostSimulators({ share: TROUBLE, random: Math.random, startMs: Date.parse('2026-11-20T12:00:00Z') });
  const begun = Date.now();
  let killed = 0;
  try {
    for (;;) {
      const lastLife = killed >= KILLS;
      const finished = await live(home, { door: world.door, killAfterMs: lastLife ? null : 500 + Math.random() ** 2 * 8_000 });
      if (finished) break;
      killed += 1;
    }
    const database = new Database(join(home, 'studio.db'), { readonly: true });
    const rows = database
      .prepare<[], Row>('select id, state, caption, channel_id as channel, release_asked_at as asked, reason from posts')
      .all();
    database.close();
    const seen = Map.groupBy(world.published(), ({ platform, caption }) => `${platform} ${caption}`);
    const releases = (row: Row): number => seen.get(`${row.channel.split('-')[0] ?? ''} ${row.caption}`)?.length ?? 0;
    const report = {
      posts: rows.length,
      killed,
      minutes: Number(((Date.now() - begun) / 60_000).toFixed(1)),
      simulatedDays: Number(((world.clock.ms - Date.parse('2026-11-20T12:00:00Z')) / 86_400_000).toFixed(1)),
      states: Object.fromEntries([...Map.groupBy(rows, ({ state }) => state)].map(([state, those]) => [state, those.length])),
      public: world.published().length,
      releasedTwice: rows.filter((row) => releases(row) > 1).length,
      falselyLive: rows.filter((row) => row.state === 'live' && releases(row) !== 1).length,
      failedButPublic: rows.filter((row) => row.state === 'failed' && releases(row) > 0).length,
      limitRefusals: world.limitRefusals(),
      faults: world.faultsGiven(),
      needsYou: Object.fromEntries(
        [
          ...Map.groupBy(
            rows.filter(({ state }) => state === 'needs-you'),
            ({ reason }) => reason,
          ),
        ].map(([reason, those]) => [reason, those.length]),
      ),
      failed: Object.fromEntries(
        [
          ...Map.groupBy(
            rows.filter(({ state }) => state === 'failed'),
            ({ reason }) => reason,
          ),
        ].map(([reason, those]) => [reason, those.length]),
      ),
    };
    console.log(JSON.stringify(report, null, 2));
    expect(report.posts).toBe(POSTS);
    expect(report.releasedTwice).toBe(0);
    expect(report.falselyLive).toBe(0);
    expect(report.failedButPublic).toBe(0);
    expect(rows.filter(({ state }) => !['live', 'failed', 'needs-you'].includes(state))).toEqual([]);
    expect(rows.filter((row) => row.state === 'needs-you' && releases(row) > 0 && row.reason.includes('Nothing is public'))).toEqual([]);
    expect(report.states['live'] ?? 0).toBeGreaterThan(POSTS * 0.9);
  } finally {
    await world.close();
    rmSync(home, { recursive: true, force: true });
  }
});

/** One life of the studio; false when it was killed before everything had come to rest. */
async function live(home: string, { door, killAfterMs }: { door: string; killAfterMs: number | null }): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'postsChild.ts'), home, door, String(POSTS)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let wrong = '';
  let timer: NodeJS.Timeout | undefined;
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (killAfterMs !== null) timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (code !== null && code !== 0) throw new Error(`The studio stopped by itself:\n${wrong}`);
  return said.includes('finished');
}
