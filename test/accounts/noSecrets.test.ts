import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { simulateInstagram } from '../platforms/instagram/simulateInstagram.ts';
import type { Simulator } from '../platforms/kit/simulator.ts';
import { simulateTiktok } from '../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../platforms/x/simulateX.ts';
import { simulateYoutube } from '../platforms/youtube/simulateYoutube.ts';
import { answerConsent, comeBack, type Consent } from './answerConsent.ts';

const root = join(import.meta.dirname, '..', '..');

/** A process of ours, with everything it ever said. */
type Run = { readonly child: ChildProcessWithoutNullStreams; said: string; stdout: string; readonly ended: Promise<number | null> };

function run(script: string, args: readonly string[], env: Record<string, string | undefined>, stdin = ''): Run {
  const child = spawn(process.execPath, [join(root, script), ...args], { env: { ...process.env, ...env } });
  const started: Run = {
    child,
    said: '',
    stdout: '',
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    started.said += text;
    started.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (started.said += text));
  child.stdin.end(stdin);
  return started;
}

/** Resolves with the first match in what a process says. @throws Error with all it said when it ends before. */
async function hear(process: Run, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(process.said)?.[0];
    if (found !== undefined) return found;
    const ended = await Promise.race([process.ended, new Promise<'on'>((resolve) => setTimeout(() => resolve('on'), 20))]);
    if (ended !== 'on') throw new Error(`The process ended with ${ended} before it said ${pattern.source}: ${process.said}`);
  }
}

/** Three seconds of film that every platform takes. */
async function makeFilm(folder: string): Promise<string> {
  const path = join(folder, 'film.mp4');
  const { path: ffmpeg } = await findFfmpeg(process.env);
  const made = ['-f', 'lavfi', '-i', 'testsrc2=s=540x960:r=30:d=4', '-f', 'lavfi', '-i', 'sine=d=4', '-pix_fmt', 'yuv420p', '-shortest'];
  await promisify(execFile)(ffmpeg, ['-v', 'error', ...made, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', path]);
  return path;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** As it is, and as it would stand in an address, in JSON, or in a header. */
const formsOf = (secret: string): string[] => [
  ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64')]),
];

test('whatever a sign-in, a renewal, a failure and a sign-out leave on the disk or say, no token, code, app secret or passphrase is in it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-no-secrets-'));
  const passphrase = `pass-${randomBytes(12).toString('hex')}`;
  const tiktok = await simulateTiktok();
  const youtube = await simulateYoutube();
  const instagram = await simulateInstagram();
  const x = await simulateX();
  x.app.clientSecret = `x-secret-${randomBytes(12).toString('hex')}`;
  const simulators: Simulator[] = [tiktok, youtube, instagram, x];
  const endpoints = Object.fromEntries(simulators.map(({ platform, endpoints }) => [platform, endpoints]));
  const env = { TIDEREEL_HOME: home, TIDEREEL_VAULT_PASSPHRASE: passphrase, TIDEREEL_ENDPOINTS: JSON.stringify(endpoints) };
  const said: string[] = [];
  const tidereel = (args: readonly string[], stdin?: string): Run => run('electron/cli.ts', [...args, '--json'], env, stdin);
  const finish = async (process: Run): Promise<Record<string, unknown>> => {
    const code = await process.ended;
    said.push(process.said);
    return { ...(JSON.parse(process.stdout) as object), code };
  };
  const connect = async (platform: RemotePlatform, consent: Consent): Promise<Record<string, unknown>> => {
    const process = tidereel(['connect', platform, '--no-open']);
    await comeBack(await answerConsent(await hear(process, /http:\/\/\S+/), consent));
    return finish(process);
  };
  const look = (): string[] => {
    const secrets = [
      ...simulators.flatMap((simulator) => simulator.secretsGiven()),
      ...simulators.map(({ keys }) => keys['clientSecret'] ?? keys['appSecret'] ?? ''),
      passphrase,
    ];
    expect(secrets.length).toBeGreaterThan(20);
    const places = [
      ...filesBelow(home).map((path) => [path, readFileSync(path)] as const),
      ['said', Buffer.from(said.join('\n'))] as const,
    ];
    // An upload is found again only by its address, which opens nothing else and ends within the hour; the database may know it.
    const uploads = new Set(tiktok.tasks().map(({ uploadToken }) => uploadToken));
    const isAllowed = (where: string, secret: string): boolean => where.includes('studio.db') && uploads.has(secret);
    return places.flatMap(([where, bytes]) =>
      secrets
        .filter((secret) => !isAllowed(where, secret) && formsOf(secret).some((form) => bytes.includes(form)))
        .map((secret) => `${where}: ${secret}`),
    );
  };

  const studio = run('test/accounts/studioChild.ts', [], env);
  try {
    await hear(studio, /ready/);
    const owner = JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')) as { origin: string; key: string };
    const ask = async (path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${owner.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const answer = await fetch(`${owner.origin}/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      said.push(text);
      return { ...(JSON.parse(text) as object), status: answer.status };
    };
    /** As the window does. */
    const signIn = async (platform: RemotePlatform, consent: Consent): Promise<Record<string, unknown>> => {
      const { id, authorizeUrl } = await ask('/channels/sign-in', 'POST', { platform });
      await comeBack(await answerConsent(String(authorizeUrl), consent));
      return ask(`/channels/sign-in/${String(id)}`);
    };
    for (const { platform, keys } of [tiktok, youtube, instagram])
      expect(await ask(`/keys/${platform}`, 'PUT', { value: keys })).toMatchObject({ status: 200 });
    expect(await ask('/keys/youtube', 'PUT', { value: { ...youtube.keys, surplus: 'x' } })).toMatchObject({ status: 400 });
    expect(await finish(tidereel(['keys', 'x'], JSON.stringify(x.keys)))).toMatchObject({ stored: true, code: 0 });

    expect(await connect('x', { answer: 'refuse' })).toMatchObject({ error: { code: 'REFUSED' }, code: 1 });
    expect(await connect('x', {})).toMatchObject({ channel: { id: 'x-mia', platform: 'x', name: 'Mia Moves' }, code: 0 });
    expect(await signIn('tiktok', { answer: 'refuse' })).toMatchObject({ state: 'failed' });
    expect(await signIn('tiktok', {})).toMatchObject({ state: 'done', channelIds: ['tiktok-mia'] });
    expect(await signIn('youtube', {})).toMatchObject({ state: 'done', channelIds: ['youtube-miafilms'] });
    expect(await signIn('instagram', {})).toMatchObject({ state: 'choosing' });
    expect(await signIn('instagram', { accounts: ['mia'] })).toMatchObject({ state: 'done', channelIds: ['instagram-mia'] });

    const channels = ['tiktok-mia', 'youtube-miafilms', 'instagram-mia', 'x-mia'];
    const given = simulators.flatMap((simulator) => simulator.secretsGiven()).length;
    for (const simulator of simulators) simulator.killTokens('mia');
    for (const channel of channels) await ask(`/channels/${channel}/choices`);
    expect(simulators.flatMap((simulator) => simulator.secretsGiven()).length).toBeGreaterThan(given); // renewed
    // Posts of which one goes out, one finds a platform that talks rubbish, and one a sign-in that is over.
    instagram.faults.chance = () => ({ kind: 'malformed' });
    x.killTokens('mia', { refresh: true });
    const made = await ask('/posts', 'POST', {
      videoPath: await makeFilm(home),
      channelIds: channels,
      caption: 'No secrets here',
      approve: true,
    });
    expect(made).toMatchObject({ status: 200 });
    const ended = (): string[] => said.at(-1)?.match(/"state":"(sent|live|needs-you|failed)"/g) ?? [];
    for (let looks = 0; looks < 300 && ended().length < 3; looks += 1) {
      await ask('/posts');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(ended().length).toBeGreaterThanOrEqual(3);
    for (const simulator of simulators) simulator.faults.chance = () => ({ kind: 'malformed' });
    for (const channel of channels) await ask(`/channels/${channel}/choices`);
    for (const simulator of simulators) {
      simulator.faults.clear();
      simulator.killTokens('mia', { refresh: true });
    }
    for (const channel of channels) await ask(`/channels/${channel}/choices`);
    expect(look()).toEqual([]); // while the write-ahead log still holds it all

    expect(await finish(tidereel(['disconnect', 'youtube-miafilms']))).toMatchObject({ channel: { standing: 'signed-out' }, code: 0 });
    studio.child.kill('SIGTERM');
    expect(await studio.ended).toBe(0);
    said.push(studio.said);
    expect(look()).toEqual([]);
    // The look does see what is there: an account's id in the database, a channel in what was said.
    expect(filesBelow(home).some((path) => readFileSync(path).includes('open-mia-7f3a'))).toBe(true);
    expect(said.join('\n')).toContain('x-mia');
  } finally {
    studio.child.kill('SIGKILL');
    for (const simulator of simulators) await simulator.close();
    rmSync(home, { recursive: true, force: true });
  }
}, 180_000);
