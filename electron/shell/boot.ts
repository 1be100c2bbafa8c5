import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { createRouter } from '../doors/createRouter.ts';
import { isOurPage } from '../doors/isOurPage.ts';
import { askForAddress, findLivingOwner } from '../doors/ownerFile.ts';
import { openPortDoor } from '../doors/portDoor.ts';
import { findAppRoot } from '../findAppRoot.ts';
import { openLog } from '../openLog.ts';
import { openOwnedStudio, type OwnedStudio } from '../openOwnedStudio.ts';
import { denyPermissions, guardContents } from './guardContents.ts';
import { createKeepAwake } from './keepAwake.ts';
import { buildMenu } from './menu.ts';
import { createNoteFinder, createNotifier } from './notifications.ts';
import { openWindow } from './openWindow.ts';
import { quitInOrder } from './quitOrder.ts';
import { createSafeStorageSecrets } from './safeStorageSecrets.ts';
import { APP_HOME } from './scheme.ts';
import { serveApp } from './serveApp.ts';
import { openTray } from './tray.ts';

const mediaFilters = [
  { name: 'Recordings and pictures', extensions: ['mp4', 'mov', 'mkv', 'webm', 'avi', 'mp3', 'wav', 'm4a', 'png', 'jpg', 'jpeg'] },
  { name: 'All files', extensions: ['*'] },
];

/** Opens the studio and its window. Called once Electron is ready. */
export async function boot(home: string): Promise<void> {
  const { platform, env } = process;
  const owned = await openOrExplain(home, env, platform);
  if (owned === null) return;
  const { studio, door } = owned;
  const { services } = studio;
  const log = openLog(home);
  const report = (error: unknown, about: string): void => log.error({ err: error }, about);
  const root = findAppRoot();
  const icons = join(root, 'resources', 'icons');
  const stop = new AbortController();
  const call = { signal: stop.signal };
  let settings = await services.settings.get(undefined, call);
  let window: BrowserWindow | null = null;

  protocol.handle(APP_HOME.protocol.slice(0, -1), (request) =>
    serveApp(request, { uiFolder: join(root, 'dist', 'renderer'), media: (path) => studio.media(path) }),
  );
  denyPermissions(session.defaultSession);
  const outside = (url: string): void => void shell.openExternal(url).catch((error: unknown) => report(error, 'the browser did not open'));
  guardContents(app, { browser: outside, practice: (path) => outside(door.mintAddress(path)) });

  const portDoor = openPortDoor({ router: createRouter(services), home: APP_HOME, log });
  ipcMain.on(
    'rpc:port',
    (event) => void portDoor.accept({ senderId: event.sender.id, senderFrame: event.senderFrame, ports: event.ports }),
  );
  ipcMain.on('file:show', (event, path: unknown) => {
    if (isOurPage(event.senderFrame, APP_HOME) && typeof path === 'string' && isAbsolute(path) && existsSync(path))
      shell.showItemInFolder(path);
  });

  const order = quitInOrder(app, { platform, staysInTray: () => settings.keepInTray && tray.works, close: closeAll, report });
  const show = (): void => {
    if (window === null || window.isDestroyed()) window = open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const tray = openTray(
    { createTray: (icon) => new Tray(icon), buildMenu: (items) => Menu.buildFromTemplate(items) },
    {
      icon: join(icons, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
      open: show,
      setPaused: (paused) =>
        void Promise.resolve(services.jobs.pause({ paused }, call)).catch((error: unknown) => report(error, 'pausing failed')),
      quit: () => app.quit(),
      report,
    },
  );
  tray.show(await services.jobs.status(undefined, call));
  const importFiles = (): void => void chooseFiles().catch((error: unknown) => report(error, 'the dialog failed'));
  const actions = { importFiles, showData: () => void shell.openPath(home), quit: () => app.quit() };
  Menu.setApplicationMenu(Menu.buildFromTemplate(buildMenu(platform, actions, app.isPackaged)));
  app.on('second-instance', show);
  app.on('activate', show);
  powerMonitor.on('resume', () => studio.wake());
  powerMonitor.on('unlock-screen', () => studio.wake());

  const keepAwake = createKeepAwake(powerSaveBlocker);
  const findNote = createNoteFinder();
  const notify = createNotifier({
    isSupported: () => Notification.isSupported(),
    create: (note) => new Notification(note),
    onClick: show,
    askForAttention: () => window?.flashFrame(true),
  });
  follow().catch((error: unknown) => {
    if (!stop.signal.aborted) report(error, 'the shell no longer hears of changes');
  });
  studio.start();
  show();

  function open(): BrowserWindow {
    const opened = openWindow({
      BrowserWindow,
      screen,
      stateFile: join(home, 'window.json'),
      preload: join(root, 'dist', 'preload', 'preload.cjs'),
      icon: join(icons, 'icon.png'),
      hideInstead: () => !order.quitting() && settings.keepInTray && tray.works,
      report,
    });
    const senderId = opened.webContents.id;
    opened.webContents.on('destroyed', () => portDoor.drop(senderId));
    opened.webContents.on('render-process-gone', () => portDoor.drop(senderId));
    return opened;
  }

  async function chooseFiles(): Promise<void> {
    show();
    const options = { properties: ['openFile', 'multiSelections'] as ('openFile' | 'multiSelections')[], filters: mediaFilters };
    const { filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
    for (const path of filePaths) {
      try {
        await services.assets.import({ path }, call);
      } catch (error) {
        const { message, hint } =
          error instanceof Failure ? error : { message: 'The file could not be imported.', hint: 'The log says why.' };
        if (!(error instanceof Failure)) report(error, 'an import failed');
        await dialog.showMessageBox({ type: 'warning', message, detail: hint });
      }
    }
  }

  async function follow(): Promise<void> {
    for await (const change of await services.changes.follow(undefined, call)) {
      if (change.topic === 'settings') settings = change.value;
      if (change.topic === 'paused') tray.show(change.value);
      keepAwake.onChange(change);
      const note = findNote(change);
      if (note !== null && settings.notifications) notify(note);
    }
  }

  async function closeAll(): Promise<void> {
    stop.abort();
    keepAwake.close();
    portDoor.close();
    tray.close();
    await owned?.close();
  }
}

/** A folder that another process owns, or that is damaged, is explained in a dialog; then the app ends. */
async function openOrExplain(home: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<OwnedStudio | null> {
  try {
    const store = createSafeStorageSecrets(safeStorage, join(home, 'secrets.safe-storage.json'), platform);
    return await openOwnedStudio({ home, env, host: 'desktop', port: 0, safeStorage: store });
  } catch (error) {
    const living = error instanceof Failure && error.code === 'HOME_IN_USE' ? await findLivingOwner(home) : null;
    if (living === null) {
      const detail = error instanceof Failure ? error.hint : 'The file logs/studio.log in the data folder says more.';
      await dialog.showMessageBox({ type: 'error', message: error instanceof Error ? error.message : String(error), detail });
    } else {
      const detail = 'It is open in the browser, or started from the command line.';
      const { response } = await dialog.showMessageBox({
        message: 'The studio runs already.',
        detail,
        buttons: ['Open in browser', 'Close'],
      });
      if (response === 0) await shell.openExternal(await askForAddress(living));
    }
    app.quit();
    return null;
  }
}
