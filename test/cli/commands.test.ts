import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';
import { newHome, tidereel } from './runInTest.ts';

const { signal } = new AbortController();
const cli = resolve(import.meta.dirname, '..', '..', 'electron', 'cli.ts');
let recording = '';

beforeAll(async () => {
  const { path } = await findFfmpeg(process.env);
  recording = join(await newHome(), 'talk.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=180x320:r=30:d=9'];
  const sound = ['-f', 'lavfi', '-i', "sine=f=300:d=9,volume='if(lt(mod(t,3),2.2),1,0)':eval=frame"];
  await promisify(execFile)(path, [
    '-v',
    'error',
    ...picture,
    ...sound,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-c:a',
    'aac',
    '-shortest',
    recording,
  ]);
});

describe('what fails says why', () => {
  test.each([['check'], ['clip'], ['render'], ['post']])('%s of a file that is not there', async (name) => {
    const args = [name, '/nowhere/gone.json', ...(name === 'post' ? ['--to', 'practice'] : []), '--json'];
    const { code, json } = await tidereel(args, { home: await newHome() });
    expect(code).toBe(1);
    expect(json()).toEqual({ error: { code: 'NOT_FOUND', message: expect.stringContaining('gone.json'), hint: expect.any(String) } });
  });

  test('for people the words go to standard error', async () => {
    const { code, stdout, stderr } = await tidereel(['approve', 'nothing'], { home: await newHome() });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toBe('');
  });

  test('the doctor answers even when the studio cannot be opened', async () => {
    const home = await newHome();
    await writeFile(join(home, 'a-file'), '');
    const { code, json } = await tidereel(['doctor', '--json'], { home: join(home, 'a-file') });
    expect(code).toBe(0);
    expect(json()).toMatchObject({ ok: false, checks: [{ name: 'studio', ok: false, cure: expect.stringMatching(/./) }] });
  });
});

test('the doctor names every check with its cure', async () => {
  const { code, json } = await tidereel(['doctor', '--json'], { home: await newHome() });
  expect(code).toBe(0);
  expect(json()).toMatchObject({
    ok: expect.any(Boolean),
    checks: expect.arrayContaining([{ name: 'FFmpeg', ok: true, detail: expect.any(String), cure: '' }]),
  });
});

describe('keys', () => {
  const env = { TIDEREEL_VAULT_PASSPHRASE: 'for this test' };

  test('go in by standard input and are shown nowhere', async () => {
    const home = await newHome();
    const stored = await tidereel(['keys', 'openai', '--json'], { home, env, stdin: '{"apiKey":"sk-shown-nowhere"}' });
    expect(stored.json()).toEqual({ name: 'openai', stored: true });
    const list = await tidereel(['keys', '--json'], { home, env });
    expect(list.json()).toMatchObject({ ready: true, names: ['openai'] });
    for (const name of await readdir(home, { recursive: true })) {
      const path = join(home, name);
      if ((await stat(path)).isFile()) expect((await readFile(path)).includes('sk-shown-nowhere')).toBe(false);
    }
  });

  test.each(['', 'sk-typed', '["sk-typed"]', '{"apiKey":1}', '{"apikey":"sk-typed"}'])(
    '%j is refused without being repeated',
    async (stdin) => {
      const { code, stdout } = await tidereel(['keys', 'openai', '--json'], { home: await newHome(), env, stdin });
      expect(code).toBe(1);
      expect(stdout).toContain('BAD_INPUT');
      expect(stdout).not.toContain('sk-typed');
    },
  );
});

describe('one owner a folder', () => {
  test('a command asks the studio that runs, and gets the same answer', async () => {
    const home = await newHome();
    const alone = await tidereel(['channels', '--json'], { home });
    const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
    try {
      expect((await tidereel(['channels', '--json'], { home })).stdout).toBe(alone.stdout);
      const refused = await tidereel(['cancel', 'nothing', '--json'], { home });
      expect(refused.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    } finally {
      await owned.close();
    }
    expect(existsSync(join(home, 'owner.json'))).toBe(false);
  });

  test('two commands at once on a new folder both succeed', async () => {
    const home = await newHome();
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [cli, 'channels', '--json'], { env: { ...process.env, TIDEREEL_HOME: home } });
    for (const { stdout } of await Promise.all([run(), run()]))
      expect(JSON.parse(stdout)).toMatchObject({ channels: [{ id: 'practice' }] });
  });
});

test('serve prints its address first, gives a second start a fresh one, and ends cleanly when asked', async () => {
  const home = await newHome();
  const env = { ...process.env, TIDEREEL_HOME: home };
  const child = spawn(process.execPath, [cli, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const ended = new Promise((resolve) => child.once('exit', (code, by) => resolve({ code, by })));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const address = String((await lines.next()).value);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
    const { mode } = await stat(join(home, 'owner.json'));
    if (process.platform !== 'win32') expect(mode & 0o077).toBe(0);
    const again = await promisify(execFile)(process.execPath, [cli, 'serve'], { env });
    const second = again.stdout.split('\n')[0] ?? '';
    expect(new URL(second).origin).toBe(new URL(address).origin);
    expect((await fetch(second, { redirect: 'manual' })).status).toBe(303);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, by: null });
    expect(existsSync(join(home, 'owner.json'))).toBe(false);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a recording becomes a clip, a judged video, and a post that goes live', async () => {
  const home = await newHome();
  const quick = { uploadSeconds: 0, processingSeconds: 0, failShare: 0, loseAnswerShare: 0, rejectShare: 0, busyShare: 0 };
  const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
  await owned.studio.services.channels.setPractice(quick, { signal });
  await owned.close();

  const out = join(home, 'out');
  const clipped = await tidereel(['clip', recording, '--count', '1', '--min', '2', '--max', '4', '--out', out, '--json'], { home });
  expect(clipped.stderr).toContain('%');
  const { clips } = clipped.json() as { clips: { start: number; end: number; project: string; path: string; reasons: string[] }[] };
  expect(clips).toHaveLength(1);
  const [clip] = clips;
  if (clip === undefined) throw new Error('there is one');
  expect(clip.end - clip.start).toBeGreaterThanOrEqual(2);
  expect(clip.end - clip.start).toBeLessThanOrEqual(4);
  expect(existsSync(clip.project) && existsSync(clip.path)).toBe(true);

  const rendered = await tidereel(['render', clip.project, '--json'], { home });
  expect(rendered.json()).toMatchObject({
    renders: [{ format: '9:16', width: 1080, height: 1920, quality: { score: expect.any(Number) } }],
  });

  const checked = await tidereel(['check', clip.path, '--json'], { home });
  expect(checked.json()).toMatchObject({ score: expect.any(Number), findings: expect.any(Array) });

  const posted = await tidereel(['post', clip.project, '--to', 'practice', '--caption', 'Hello', '--json'], { home });
  const [post] = (posted.json() as { posts: { id: string }[] }).posts;
  expect(post).toMatchObject({ channel: 'practice', state: 'awaiting-approval' });
  const approved = await tidereel(['approve', post?.id ?? '', '--json'], { home });
  expect(approved.json()).toMatchObject({ post: { state: 'scheduled' } });

  const later = await tidereel(['post', clip.path, '--to', 'practice', '--at', '2999-01-01T00:00:00Z', '--approve', '--json'], { home });
  const [other] = (later.json() as { posts: { id: string }[] }).posts;
  expect((await tidereel(['cancel', other?.id ?? '', '--json'], { home })).json()).toMatchObject({ post: { state: 'cancelled' } });
  const back = (await tidereel(['restore', other?.id ?? '', '--json'], { home })).json();
  expect(back).toMatchObject({ post: { state: expect.stringMatching(/scheduled|awaiting-approval/) } });
  expect((await tidereel(['resolve', other?.id ?? '', '--look', '--json'], { home })).json()).toMatchObject({
    error: { code: 'CONFLICT' },
  });
  expect((await tidereel(['resolve', other?.id ?? '', '--look', '--again', '--json'], { home })).code).toBe(2);

  const worked = await tidereel(['queue', '--work', '--until-idle', '--json'], { home });
  const { posts } = worked.json() as { posts: { id: string; state: string; url: string | null }[] };
  expect(posts.find(({ id }) => id === post?.id)).toMatchObject({ state: 'live', url: expect.any(String) });
}, 240_000);

test('Ctrl-C cancels a render, and says so', async () => {
  const home = await newHome();
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('Cancelled.')), 1500);
  const { code, json } = await tidereel(
    ['clip', recording, '--count', '3', '--min', '2', '--max', '3', '--out', join(home, 'out'), '--json'],
    { home, signal: stop.signal },
  );
  expect(code).toBe(1);
  expect(json()).toMatchObject({ error: { code: 'CANCELLED' } });
  const { jobs } = (await tidereel(['queue', '--json'], { home })).json() as { jobs: { state: string }[] };
  expect(jobs.filter(({ state }) => state === 'running')).toEqual([]);
}, 120_000);
