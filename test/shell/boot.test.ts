import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Contract } from '../../shared/contract/contract.ts';
import { PortMain } from '../doors/portMain.ts';
import { electron } from './standInElectron.ts';

vi.mock('electron', async () => (await import('./standInElectron.ts')).electron);

let home = '';
const ourFrame = { url: 'app://tidereel/', parent: null, detached: false };
const windowNow = () => {
  const window = electron.BrowserWindow.all.findLast(({ destroyed }) => !destroyed);
  if (window === undefined) throw new Error('no window is open');
  return window;
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidereel-shell-'));
  process.env['TIDEREEL_VAULT_PASSPHRASE'] = 'for this test'; // and so no keychain of the real user is touched
  const { boot } = await import('../../electron/shell/boot.ts');
  await boot(home);
});

afterAll(async () => {
  delete process.env['TIDEREEL_VAULT_PASSPHRASE'];
  await rm(home, { recursive: true, force: true });
});

function connect(frame: object | null): { studio: ContractRouterClient<Contract>; page: PortMain; main: PortMain } {
  const [page, main] = PortMain.pair();
  electron.ipcMain.emit('rpc:port', { sender: { id: windowNow().webContents.id }, senderFrame: frame, ports: [main] });
  const studio: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: page }));
  page.start();
  return { studio, page, main };
}

test('the window opens our page, sandboxed and isolated, without Node', () => {
  const window = windowNow();
  expect(window.loaded).toBe('app://tidereel/');
  expect(window.visible).toBe(true);
  expect(window.options['webPreferences']).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
});

test('the page gets the real studio over its port, as a desktop', async () => {
  const { studio } = connect(ourFrame);
  expect(await studio.system.info()).toMatchObject({ host: 'desktop', home });
});

test('a port from a frame inside the page, or from a page that is gone, is closed', () => {
  expect(connect({ ...ourFrame, parent: {} }).main.closed).toBe(true);
  expect(connect(null).main.closed).toBe(true);
});

test('media outside the studio are not shown under our own scheme', async () => {
  const handler = electron.protocol.handlers.get('app');
  for (const path of ['media/asset/none', 'media/..%2fstudio.db', 'media/%2e%2e/studio.db', '..%5cstudio.db']) {
    const answer = await handler?.(new Request(`app://tidereel/${path}`));
    expect([400, 404]).toContain(answer?.status);
  }
});

test('links lead out of the window, never elsewhere within it', () => {
  const { webContents } = windowNow();
  for (const url of [
    'https://example.com/',
    'http://example.com/',
    'file:///etc/passwd',
    'app://tidereel/practice/posts/p1',
    'javascript:alert(1)',
  ]) {
    expect(webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
  }
  expect(electron.shell.opened).toHaveLength(2);
  expect(electron.shell.opened[0]).toBe('https://example.com/');
  expect(electron.shell.opened[1]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+&next=%2Fpractice%2Fposts%2Fp1$/);
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    const preventDefault = vi.fn();
    webContents.emit(event, { url: 'https://example.com/', preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  }
});

test('no page may use a device', () => {
  const { request, check } = electron.session.defaultSession;
  for (const permission of ['media', 'geolocation', 'notifications', 'display-capture', 'openExternal']) {
    const answer = vi.fn();
    request?.({ getURL: () => 'app://tidereel/' }, permission, answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(check?.(null, permission, 'app://tidereel')).toBe(false);
  }
});

test('the tray pauses and resumes, and shows which', async () => {
  const { Tray } = electron;
  Tray.last?.menu.find(({ label }) => label === 'Pause')?.click?.(...([] as unknown as [never, never, never]));
  await expect.poll(() => Tray.last?.tip).toBe('Tidereel: paused');
  Tray.last?.menu.find(({ label }) => label === 'Resume')?.click?.(...([] as unknown as [never, never, never]));
  await expect.poll(() => Tray.last?.tip).toBe('Tidereel');
});

test('only files that are there are shown in their folder, and only when our page asks', () => {
  const file = join(home, 'studio.db');
  electron.ipcMain.emit('file:show', { senderFrame: ourFrame }, file);
  electron.ipcMain.emit('file:show', { senderFrame: ourFrame }, 'relative');
  electron.ipcMain.emit('file:show', { senderFrame: ourFrame }, join(home, 'nothing'));
  electron.ipcMain.emit('file:show', { senderFrame: { ...ourFrame, url: 'https://evil.example/' } }, file);
  expect(electron.shell.shown).toEqual([file]);
});

test('kept in the tray, the window hides and a second start brings it back; else closing it ends the app in order', async () => {
  const { studio } = connect(ourFrame);
  await studio.settings.set({ keepInTray: true });
  await expect.poll(async () => (await studio.settings.get()).keepInTray).toBe(true);
  const window = windowNow();
  await expect
    .poll(() => {
      window.close();
      return window.visible;
    })
    .toBe(false);
  expect(window.destroyed).toBe(false);
  electron.app.emit('second-instance');
  expect(window.visible).toBe(true);
  expect(existsSync(join(home, 'owner.json'))).toBe(true);

  const ended = new Promise((resolve) => electron.app.once('ended', resolve));
  electron.app.quit();
  await ended;
  expect(window.destroyed).toBe(true);
  expect(existsSync(join(home, 'owner.json'))).toBe(false);
  expect(JSON.parse(await readFile(join(home, 'window.json'), 'utf8'))).toMatchObject({ bounds: { width: 1200 } });
});
