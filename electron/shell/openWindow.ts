import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { partPath } from '../files/partPath.ts';
import { APP_HOME } from './scheme.ts';
import { LEAST, parseWindowState, placeWindow, type WindowState } from './windowState.ts';

type Needs = {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays'>;
  /** File that remembers where the window was. */
  readonly stateFile: string;
  readonly preload: string;
  readonly icon: string;
  /** Asked when the window is to be closed: hide it instead? */
  readonly hideInstead: () => boolean;
  readonly report: (error: unknown, about: string) => void;
};

/** The one window: sandboxed, isolated, without Node, opened where it was and shown once there is something to see. */
export function openWindow(needs: Needs): BrowserWindow {
  const saved = readState(needs.stateFile);
  const areas = needs.screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new needs.BrowserWindow({
    ...placeWindow(saved, areas),
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    show: false,
    title: 'Tidereel',
    icon: needs.icon,
    backgroundColor: '#101113',
    webPreferences: {
      preload: needs.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false, // would fetch dictionaries
    },
  });
  if (saved?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('preload-error', (_event, path, error) => needs.report(error, `the preload script ${path} failed`));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    needs.report(new Error(reason), 'the window crashed and is loaded anew');
    if (!window.isDestroyed()) window.reload();
  });
  window.on('close', (event) => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writeState(needs, state);
    if (!needs.hideInstead()) return;
    event.preventDefault();
    window.hide();
  });
  window.loadURL(APP_HOME.href).catch((error: unknown) => needs.report(error, 'the window did not load'));
  return window;
}

function readState(file: string): WindowState | null {
  try {
    return parseWindowState(readFileSync(file, 'utf8'));
  } catch {
    return null; // the first start
  }
}

/** At once, not in the background: the app may be ending. */
function writeState({ stateFile, report }: Needs, state: WindowState): void {
  try {
    const part = partPath(stateFile);
    writeFileSync(part, JSON.stringify(state));
    renameSync(part, stateFile);
  } catch (error) {
    report(error, 'where the window was is not remembered');
  }
}
