import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';

type Listener = (...args: unknown[]) => void;
type Bounds = { x: number; y: number; width: number; height: number };

/** A page's contents: an emitter with an id, a frame, and the handlers that were set. */
class StandInContents extends EventEmitter {
  readonly id: number;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  constructor(id: number) {
    super();
    this.id = id;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

class StandInWindow extends EventEmitter {
  static all: StandInWindow[] = [];
  readonly webContents: StandInContents;
  readonly options: Record<string, unknown>;
  loaded = '';
  visible = false;
  destroyed = false;
  attention = 0;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    this.webContents = new StandInContents(StandInWindow.all.length + 1);
    StandInWindow.all.push(this);
    electron.app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL(url: string): Promise<void> {
    this.loaded = url;
    setImmediate(() => this.emit('ready-to-show'));
    return Promise.resolve();
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {}
  restore(): void {}
  maximize(): void {}
  reload(): void {}
  flashFrame(): void {
    this.attention += 1;
  }
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  isDestroyed = (): boolean => this.destroyed;
  getNormalBounds = (): Bounds => ({ x: 10, y: 20, width: 1200, height: 800 });
  /** As a click on the cross: close may be prevented; else the window is gone. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (prevented || this.destroyed) return;
    this.destroyed = true;
    this.visible = false;
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (StandInWindow.all.every(({ destroyed }) => destroyed)) electron.app.emit('window-all-closed');
  }
}

class StandInTray extends EventEmitter {
  static last: StandInTray | null = null;
  static broken = false;
  menu: MenuItemConstructorOptions[] = [];
  tip = '';
  constructor() {
    super();
    if (StandInTray.broken) throw new Error('No status notifier host');
    StandInTray.last = this;
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
  setContextMenu(menu: MenuItemConstructorOptions[]): void {
    this.menu = menu;
  }
  destroy(): void {}
}

class StandInNotification extends EventEmitter {
  static shown: { title: string; body: string }[] = [];
  static isSupported = (): boolean => true;
  readonly note: { title: string; body: string };
  constructor(note: { title: string; body: string }) {
    super();
    this.note = note;
  }
  show(): void {
    StandInNotification.shown.push(this.note);
  }
}

/** Electron's app, as far as starting and ending go: quit closes windows, then asks before-quit and will-quit in Electron's order. */
class StandInApp extends EventEmitter {
  isPackaged = false;
  ended = false;
  quit(): void {
    this.emit('before-quit', { preventDefault: () => undefined });
    for (const window of StandInWindow.all) window.close();
    if (StandInWindow.all.some(({ destroyed }) => !destroyed)) return;
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) {
      this.ended = true;
      this.emit('ended');
    }
  }
}

type Handler = (request: Request) => Promise<Response>;

/** One fresh stand-in for the module `electron`, modelled on what its source and documentation say. */
export const electron = {
  app: new StandInApp(),
  BrowserWindow: StandInWindow,
  Tray: StandInTray,
  Notification: StandInNotification,
  Menu: {
    applied: [] as MenuItemConstructorOptions[],
    buildFromTemplate: (items: MenuItemConstructorOptions[]) => items,
    setApplicationMenu: (items: MenuItemConstructorOptions[]) => void (electron.Menu.applied = items),
  },
  ipcMain: new EventEmitter(),
  powerMonitor: new EventEmitter(),
  powerSaveBlocker: { running: new Set<number>(), start: () => 1, stop: () => undefined },
  protocol: {
    handlers: new Map<string, Handler>(),
    handle: (scheme: string, handler: Handler) => void electron.protocol.handlers.set(scheme, handler),
  },
  session: {
    defaultSession: {
      request: null as Listener | null,
      check: null as ((...args: unknown[]) => boolean) | null,
      setPermissionRequestHandler: (handler: Listener) => void (electron.session.defaultSession.request = handler),
      setPermissionCheckHandler: (handler: (...args: unknown[]) => boolean) => void (electron.session.defaultSession.check = handler),
      setDevicePermissionHandler: () => undefined,
    },
  },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
  shell: {
    opened: [] as string[],
    shown: [] as string[],
    openExternal: (url: string) => {
      electron.shell.opened.push(url);
      return Promise.resolve();
    },
    openPath: () => Promise.resolve(''),
    showItemInFolder: (path: string) => void electron.shell.shown.push(path),
  },
  dialog: {
    messages: [] as { message: string }[],
    showMessageBox: (options: { message: string }) => {
      electron.dialog.messages.push(options);
      return Promise.resolve({ response: 1 });
    },
    showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] as string[] }),
  },
  safeStorage: {
    isAsyncEncryptionAvailable: () => Promise.resolve(false),
    getSelectedStorageBackend: () => 'basic_text',
    encryptStringAsync: () => Promise.reject(new Error('not available')),
    decryptStringAsync: () => Promise.reject(new Error('not available')),
  },
};
