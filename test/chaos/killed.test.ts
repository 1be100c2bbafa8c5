import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { hashFile } from '../../electron/files/hashFile.ts';
import { openPracticeStore } from '../../electron/publish/practiceStore.ts';
import { openStudio } from '../../electron/studio.ts';

/** How often the flow is killed; more with CHAOS_KILLS. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 30);
const call = { signal: new AbortController().signal };

/** Runs the flow and kills it after `killAfterMs`; true when it came to its end first. */
async function runFlow(args: readonly string[], killAfterMs: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'flowChild.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  let wrong = '';
  child.stderr.on('data', (text: Buffer) => (wrong += text.toString()));
  // The whole group: FFmpeg dies with its parent, as when the computer loses power.
  const kill = (): boolean => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.includes('started') && killAfterMs !== null) timer ??= setTimeout(kill, killAfterMs);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (code !== null && code !== 0) throw new Error(`The flow stopped by itself:\n${wrong}`);
  return said.includes('finished');
}

test(`killed ${KILLS} times at random moments, the flow ends live, each post public once, no edit lost`, async () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-chaos-'));
  const recording = join(home, '..', `${home.split('/').at(-1)}.mp4`);
  const ackFile = `${home}.acks`;
  const ffmpeg = await findFfmpeg(process.env);
  const source = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x568:r=30:d=9',
    '-f',
    'lavfi',
    '-i',
    'sine=330:d=9',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    recording,
  ];
  await runFfmpeg(ffmpeg, { args: ['-v', 'error', ...source], signal: call.signal });
  const original = await hashFile(recording);
  const args = [home, recording, ackFile];

  let killed = 0;
  let finished = false;
  while (killed < KILLS && !finished) {
    // Short lives are likelier: most steps take milliseconds, the render seconds.
    finished = await runFlow(args, Math.random() ** 2 * 2_500);
    if (!finished) killed += 1;
  }
  if (!finished) finished = await runFlow(args, null);
  expect(finished).toBe(true);

  const studio = await openStudio({ home, env: process.env, host: 'cli' });
  try {
    const acks = readFileSync(ackFile, 'utf8').split('\n').filter(Boolean);
    const [project] = await studio.services.projects.list(undefined, call);
    const { document } = await studio.services.projects.get({ projectId: project?.id ?? '' }, call);
    const overlays = document.overlays.map(({ id }) => `overlay ${id}`);
    expect(acks.filter((line) => line.startsWith('overlay') && !overlays.includes(line))).toEqual([]);
    expect(new Set(overlays).size).toBe(overlays.length);

    const posts = await studio.services.posts.list({ limit: 50 }, call);
    const published = openPracticeStore(join(home, 'practice'));
    const uploads = published.published();
    published.close();
    const live = posts.filter(({ state }) => state === 'live');
    expect(posts.map(({ state }) => state)).toEqual(posts.map(() => 'live'));
    expect(uploads.map(({ postId }) => postId).sort()).toEqual(live.map(({ id }) => id).sort()); // each public exactly once, none falsely live
    expect(await hashFile(recording)).toBe(original);
    const renders = await studio.services.renders.list({}, call);
    for (const render of renders.filter(({ state }) => state === 'done')) {
      expect(existsSync(render.path ?? '')).toBe(true);
      expect(await hashFile(render.path ?? '')).toBe(render.hash);
    }
    expect(readdirSync(join(home, 'renders')).filter((name) => !name.includes('.part-')).length).toBeGreaterThan(0);
    console.log(`killed ${killed} times; ${acks.length} things had been promised, all kept`);
  } finally {
    await studio.close();
  }
});
