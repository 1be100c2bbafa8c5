import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';

/* The real Electron: `npm run build` first. Everything here was designed against a stand-in and must hold for the real one. */

const root = resolve(import.meta.dirname, '..', '..');
let home = '';
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidereel-electron-'));
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env as Record<string, string>; // only texts are passed on
  app = await _electron.launch({ args: [root], env: { ...env, TIDEREEL_HOME: home, TIDEREEL_VAULT_PASSPHRASE: 'for this test' } });
  page = await app.firstWindow();
});

test.afterAll(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true });
});

test('it runs on the Node line that the sources are written for', async () => {
  const versions = await app.evaluate(() => process.versions);
  expect(Number(versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

test('the page is ours, isolated, and knows the studio through its port', async () => {
  expect(page.url()).toMatch(/^app:\/\/tidereel\//);
  const powers = await page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
  }));
  expect(powers).toEqual({ require: 'undefined', process: 'undefined' });
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('the policy blocks a script that was slipped into the page', async () => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.slippedIn = true';
    document.head.append(script);
    return Reflect.get(window, 'slippedIn') === true;
  });
  expect(ran).toBe(false);
});

test('no new window opens and the page does not leave', async () => {
  await page.evaluate(() => void window.open('http://example.com/'));
  await page.evaluate(() => {
    window.location.href = 'http://example.com/';
  });
  await page.waitForTimeout(500);
  expect(page.url()).toMatch(/^app:\/\/tidereel\//);
  expect(app.windows()).toHaveLength(1);
});

test('a reload hands over a new port, and the studio answers again', async () => {
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('a long video can be sought, and read back from a canvas', async () => {
  const { path: ffmpeg } = await findFfmpeg(process.env);
  const video = join(home, 'long.mp4');
  await promisify(execFile)(ffmpeg, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=640x360:d=60',
    '-c:v',
    'libx264',
    '-movflags',
    '+faststart',
    video,
  ]);
  const cli = await promisify(execFile)('npx', ['tidereel', 'channels', '--json'], {
    cwd: root,
    env: { ...process.env, TIDEREEL_HOME: home },
  });
  expect(JSON.parse(cli.stdout)).toMatchObject({ channels: [{ id: 'practice' }] }); // the window owns the folder and answers
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, video);
  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
    file?.submenu?.items.find(({ label }) => label.startsWith('Import'))?.click();
  });
  const answer = await page.waitForFunction(async () => {
    const element = document.querySelector('video');
    if (element === null || element.duration < 50) return null;
    element.currentTime = 40;
    await new Promise((done) => element.addEventListener('seeked', done, { once: true }));
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.drawImage(element, 0, 0, 10, 10);
    return { at: element.currentTime, picture: canvas.toDataURL().length > 0 };
  });
  expect(await answer.jsonValue()).toMatchObject({ at: 40, picture: true });
});

test('a second start only brings the window forward', async () => {
  const second = await _electron
    .launch({ args: [root], env: { ...(process.env as Record<string, string>), TIDEREEL_HOME: home } })
    .catch(() => null);
  if (second !== null) await second.waitForEvent('close');
  expect(app.windows()).toHaveLength(1);
});
