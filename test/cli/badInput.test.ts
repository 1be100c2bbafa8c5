import { createServer, type Server } from 'node:net';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { answerConsent, comeBack } from '../accounts/answerConsent.ts';
import { openCommandLine, type CommandLine } from './openCommandLine.ts';
import { newHome, tidereel, type Ran } from './runInTest.ts';

/* What people mistype, and what is not as it should be. Each ends with words, and with nothing half done. */

let line: CommandLine;
beforeAll(async () => {
  line = await openCommandLine();
});
afterAll(async () => line[Symbol.asyncDispose]());

type Options = { stdin?: string; env?: Record<string, string>; home?: string; signal?: AbortSignal; heard?: (text: string) => void };
const run = (args: readonly string[], { env = {}, ...rest }: Options = {}): Promise<Ran> =>
  tidereel([...args, '--json'], { home: line.home, ...rest, env: { ...line.env, ...env } });
const keys = (platform: 'tiktok' | 'youtube' | 'instagram' | 'x', change: object = {}): Promise<Ran> =>
  run(['keys', platform], { stdin: JSON.stringify({ ...line.simulators.announced.keys[platform], ...change }) });

/** Runs `connect` in this process and gives its address to `browse`. */
async function connect(platform: string, browse: (address: string) => Promise<unknown>, args: readonly string[] = []): Promise<Ran> {
  const address = Promise.withResolvers<string>();
  const heard = (text: string): void => {
    const found = /https?:\/\/\S+/.exec(text)?.[0];
    if (found !== undefined) address.resolve(found);
  };
  const running = run(['connect', platform, '--no-open', ...args], { heard });
  const first = await Promise.race([address.promise, running]);
  if (typeof first === 'string') await browse(first);
  return running;
}

const walk = async (address: string): Promise<unknown> => comeBack(await answerConsent(address));
const words = { message: expect.stringMatching(/./) as unknown, hint: expect.stringMatching(/./) as unknown };

describe('keys', () => {
  test.each([
    ['tiktok', '{"clientKey":"typed-key"}', /clientSecret/],
    ['tiktok', '{"clientKey":"typed-key","clientSecret":"typed-secret","more":"typed-more"}', /more/],
    ['instagram', '{"login":"myspace","appId":"typed-id","appSecret":"typed-secret"}', /login/],
    ['youtube', '{"clientId":"","clientSecret":"typed-secret"}', /clientId/],
    ['x', '{"clientId":{"typed-key":1}}', /JSON object of texts/],
    ['x', '{"clientId":"typed-key"', /JSON object of texts/],
  ])('of %s given as %s are refused without being repeated', async (platform, stdin, message) => {
    const { code, json, stdout, stderr } = await run(['keys', platform], { stdin });
    expect(code).toBe(1);
    expect(json()).toMatchObject({ error: { code: 'BAD_INPUT', message: expect.stringMatching(message) as unknown } });
    expect(stdout + stderr).not.toContain('typed-');
  });
});

describe('a sign-in', () => {
  test.each([
    ['tiktok', { clientSecret: 'not-the-secret' }],
    ['youtube', { clientSecret: 'not-the-secret' }],
    ['instagram', { appSecret: 'not-the-secret' }],
  ] as const)('with a wrong secret of %s says that it is the secret, and makes no channel', async (platform, change) => {
    await keys(platform, change);
    const { code, json } = await connect(platform, walk);
    expect(code).toBe(1);
    expect(json()).toMatchObject({ error: words });
    expect(JSON.stringify(json())).toMatch(/secret|keys/i);
    expect(JSON.stringify(json())).not.toContain('not-the-secret');
    expect(JSON.stringify((await run(['channels'])).json())).not.toContain(platform);
    await keys(platform);
  });

  test('whose ports are all taken says which, and can be done by pasting', async () => {
    await keys('x');
    const servers: Server[] = [];
    for (const port of [47_821, 47_822, 47_823]) {
      const server = createServer();
      await new Promise<void>((resolve) => server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve)); // taken by somebody else is taken too
      servers.push(server);
    }
    try {
      const { code, json } = await run(['connect', 'x', '--no-open']);
      expect(code).toBe(1);
      expect(json()).toMatchObject({
        error: {
          code: 'CONFLICT',
          message: expect.stringContaining('47821') as unknown,
          hint: expect.stringContaining('pasting') as unknown,
        },
      });
    } finally {
      for (const server of servers) server.close();
    }
  });

  test.each(['', 'yes', 'http://127.0.0.1:47821/callback?code=x&state=y', 'javascript:alert(1)'])(
    'that gets %j pasted is refused with what to copy',
    async (pasted) => {
      await keys('x');
      const { code, json } = await run(['connect', 'x', '--no-open', '--paste'], { stdin: pasted });
      expect(code).toBe(1);
      expect(json()).toMatchObject({ error: { code: 'BAD_INPUT', hint: expect.stringContaining('Copy the whole address') as unknown } });
    },
  );
});

describe('TIDEREEL_ENDPOINTS', () => {
  test.each([
    'nonsense',
    '[]',
    '{"x":"http://127.0.0.1:1"}',
    '{"x":{"api":"ftp://127.0.0.1"}}',
    '{"tiktok":{"api":"http://example.com"}}',
    '/nowhere.json',
  ])('as %s stops the command before anything is opened', async (given) => {
    const { code, json } = await run(['channels'], { home: await newHome(), env: { TIDEREEL_ENDPOINTS: given } });
    expect(code).toBe(1);
    expect(json()).toMatchObject({ error: { code: 'BAD_INPUT', message: expect.stringContaining('TIDEREEL_ENDPOINTS') as unknown } });
  });
});

describe('once signed in to X', () => {
  beforeAll(async () => {
    await line.signInEverywhere(['x']);
  });

  test('a vault with another passphrase makes posts wait, and nobody is called signed out', async () => {
    const env = { TIDEREEL_VAULT_PASSPHRASE: 'another one' };
    await run(['post', await line.film(), '--to', 'x-mia', '--caption', 'Waits for the vault', '--approve']);
    const locked = await run(['queue', '--work', '--until-idle'], { env, signal: AbortSignal.timeout(15_000) });
    expect(locked.code).toBe(1); // it goes on trying, so it was ended
    const { posts } = (await run(['queue'], { env })).json() as { posts: { state: string; reason: string }[] };
    expect(posts).toMatchObject([{ state: 'scheduled', reason: expect.stringMatching(/passphrase/i) as unknown }]);
    expect((await run(['channels'], { env })).json()).toMatchObject({
      channels: [{ id: 'practice' }, { id: 'x-mia', standing: 'ready', paused: false }],
    });
    const doctor = (await run(['doctor'], { env })).json() as { checks: { name: string; ok: boolean }[] };
    expect(doctor.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['Secret store']);

    const later = { TIDEREEL_TEST: '1', TIDEREEL_NOW: new Date(Date.now() + 120_000).toISOString() };
    const worked = (await run(['queue', '--work', '--until-idle'], { env: later })).json();
    expect(worked).toMatchObject({ posts: [{ state: 'live' }] });
    expect(line.simulators.x.published()).toHaveLength(1);
  }, 240_000);

  test('a clock that jumps hours ahead and back between two runs sends nothing twice and nothing early', async () => {
    const at = (hours: number): Record<string, string> => ({
      TIDEREEL_TEST: '1',
      TIDEREEL_NOW: new Date(Date.now() + hours * 3_600_000).toISOString(),
    });
    const before = line.simulators.x.published().length;
    const due = new Date(Date.now() + 2 * 3_600_000).toISOString();
    await run(['post', await line.film(), '--to', 'x-mia', '--caption', 'In two hours', '--at', due, '--approve']);
    await run(['queue', '--work', '--until-idle'], { env: at(-9) });
    await run(['queue', '--work', '--until-idle'], { env: at(1) });
    expect(line.simulators.x.published()).toHaveLength(before);
    await run(['queue', '--work', '--until-idle'], { env: at(2.01) });
    expect(line.simulators.x.published()).toHaveLength(before + 1);
    await run(['queue', '--work', '--until-idle'], { env: at(-9) });
    await run(['queue', '--work', '--until-idle'], { env: at(30) });
    expect(line.simulators.x.published()).toHaveLength(before + 1);
  }, 240_000);

  test('a sign-in that is over shows in the doctor with its cure', async () => {
    line.simulators.x.killTokens('mia', { refresh: true });
    await run(['post', await line.film(), '--to', 'x-mia', '--caption', 'Too late', '--approve']);
    await run(['queue', '--work', '--until-idle']);
    const { checks } = (await run(['doctor'])).json() as { checks: { name: string; ok: boolean; cure: string }[] };
    expect(checks.find(({ name }) => name === 'X')).toMatchObject({
      ok: false,
      cure: expect.stringContaining('tidereel connect x') as unknown,
    });
  }, 120_000);
});
