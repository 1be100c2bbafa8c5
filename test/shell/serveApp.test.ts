import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { serveApp, type AppFiles } from '../../electron/shell/serveApp.ts';

const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 251));
let files: AppFiles;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidereel-app-'));
  const uiFolder = join(folder, 'ui');
  await mkdir(join(uiFolder, 'assets'), { recursive: true });
  await writeFile(join(uiFolder, 'index.html'), '<title>Studio</title><script nonce="__CSP_NONCE__"></script>');
  await writeFile(join(uiFolder, 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'a.mp4'), bytes);
  files = { uiFolder, media: (path) => (path === 'asset/a' ? { file: join(folder, 'a.mp4'), type: 'video/mp4' } : null) };
});

const get = (url: string, init?: RequestInit): Promise<Response> => serveApp(new Request(url, init), files);

test.each([
  ['bytes=0-', 206, 0, 2999],
  ['bytes=2500-', 206, 2500, 2999],
  ['bytes=10-19', 206, 10, 19],
  [undefined, 200, 0, 2999],
])('media answer %s with %i and exactly the bytes asked for', async (range, status, from, to) => {
  const answer = await get('app://tidereel/media/asset/a', range === undefined ? {} : { headers: { range } });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-length')).toBe(String(to - from + 1));
  expect(answer.headers.get('content-range')).toBe(status === 206 ? `bytes ${from}-${to}/3000` : null);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to + 1))).toBe(true);
});

test('a range past the end is 416, and a player that leaves half way closes the file', async () => {
  expect((await get('app://tidereel/media/asset/a', { headers: { range: 'bytes=3000-' } })).status).toBe(416);
  const answer = await get('app://tidereel/media/asset/a');
  await answer.body?.cancel();
});

test.each(['app://tidereel/', 'app://tidereel/index.html', 'app://tidereel/queue', 'app://tidereel/studio/abc?x=1'])(
  '%s is the page, with its own nonce',
  async (url) => {
    const answer = await get(url);
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    expect(await answer.text()).toContain(`nonce="${nonce}"`);
    expect(answer.headers.get('content-type')).toContain('text/html');
  },
);

test('scripts have their type, without which they are not run', async () => {
  expect((await get('app://tidereel/assets/main.js')).headers.get('content-type')).toContain('text/javascript');
});

test.each([
  ['app://elsewhere/', 404],
  ['app://tidereel/assets/gone.js', 404],
  ['app://tidereel/media/asset/b', 404],
  ['app://tidereel/..%2fsecret.txt', 400],
  ['app://tidereel/%2e%2e/secret.txt', 404],
  ['app://tidereel/..%5csecret.txt', 400],
  ['app://tidereel/a%00.js', 400],
  ['app://tidereel/%ff.js', 400],
])('%s shows nothing', async (url, status) => {
  const answer = await get(url);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toBe('');
});

test('nothing can be written', async () => {
  expect((await get('app://tidereel/', { method: 'POST', body: 'x' })).status).toBe(405);
});
