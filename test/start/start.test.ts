import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findAppRoot } from '../../electron/findAppRoot.ts';
import { findHome } from '../../electron/findHome.ts';
import { isOld } from '../../electron/start/buildWhenOld.ts';
import { whyNoDisplay } from '../../electron/start/findDisplay.ts';
import { fetchElectron, findElectron } from '../../electron/start/findElectron.ts';

const newRoot = (): Promise<string> => mkdtemp(join(tmpdir(), 'tidereel-start-'));

describe('Electron', () => {
  test('is here only when its program is, not when only its package is', async () => {
    const root = await newRoot();
    const folder = join(root, 'node_modules', 'electron');
    await mkdir(join(folder, 'dist'), { recursive: true });
    expect(findElectron(root, {})).toBeNull();
    await writeFile(join(folder, 'path.txt'), 'electron\n');
    expect(findElectron(root, {})).toBeNull();
    await writeFile(join(folder, 'dist', 'electron'), '');
    expect(findElectron(root, {})).toBe(join(folder, 'dist', 'electron'));
  });

  test('that cannot be fetched is one line', async () => {
    const root = await newRoot();
    expect(await fetchElectron(root, {})).toBe('its npm package is not installed');
    await mkdir(join(root, 'node_modules', 'electron'), { recursive: true });
    await writeFile(join(root, 'node_modules', 'electron', 'install.js'), 'throw new Error("getaddrinfo ENOTFOUND github.com")');
    expect(await fetchElectron(root, process.env)).toBe('its download failed: getaddrinfo ENOTFOUND github.com');
  });
});

test.each([
  ['linux', {}, 'this session has no display'],
  ['linux', { DISPLAY: ':0' }, null],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, null],
  ['darwin', {}, null],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'this is a remote session'],
  ['win32', {}, null],
] as const)('on %s with %o windows cannot be shown because: %s', (platform, env, why) => {
  expect(whyNoDisplay(env, platform)).toBe(why);
});

test.each([
  ['linux', {}, '/home/me/.local/share/tidereel'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/tidereel'],
  ['darwin', {}, '/home/me/Library/Application Support/Tidereel'],
  ['win32', { APPDATA: '/home/me/AppData/Roaming' }, '/home/me/AppData/Roaming/Tidereel'],
  ['linux', { TIDEREEL_HOME: '/elsewhere' }, '/elsewhere'],
] as const)('on %s with %o the data folder is %s', (platform, env, home) => {
  expect(findHome(env, platform, '/home/me').replaceAll('\\', '/')).toBe(home);
});

test('a build is old when any of its sources changed after it', async () => {
  const root = await newRoot();
  await mkdir(join(root, 'renderer', 'views'), { recursive: true });
  await writeFile(join(root, 'renderer', 'views', 'a.tsx'), '');
  expect(isOld(root, 'renderer')).toBe(true);
  await mkdir(join(root, 'dist', 'renderer'), { recursive: true });
  await writeFile(join(root, 'dist', 'renderer', 'index.html'), '');
  const later = new Date(Date.now() + 60_000);
  await utimes(join(root, 'dist', 'renderer', 'index.html'), later, later);
  expect(isOld(root, 'renderer')).toBe(false);
  const latest = new Date(Date.now() + 120_000);
  await utimes(join(root, 'renderer', 'views', 'a.tsx'), latest, latest);
  expect(isOld(root, 'renderer')).toBe(true);
});

test('the root of the app is found from wherever its code lies', async () => {
  const root = await newRoot();
  await mkdir(join(root, 'dist', 'main'), { recursive: true });
  await mkdir(join(root, 'resources'));
  await writeFile(join(root, 'package.json'), '{}');
  expect(findAppRoot(join(root, 'dist', 'main'))).toBe(root);
});
