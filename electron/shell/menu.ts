import type { MenuItemConstructorOptions } from 'electron';

export type MenuActions = { importFiles(): void; showData(): void; quit(): void };

/** The application menu. The Edit roles are what makes copy, paste and undo work in text fields on macOS. */
export function buildMenu(platform: NodeJS.Platform, actions: MenuActions, packaged: boolean): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Import Recording…', accelerator: 'CmdOrCtrl+I', click: () => actions.importFiles() },
      { label: 'Show Data Folder', click: () => actions.showData() },
      { type: 'separator' },
      mac ? { role: 'close' } : { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() },
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      // No undo role here: it would take Ctrl+Z away from the timeline. Text fields handle the key by themselves, except on macOS.
      ...(mac ? [{ role: 'undo' as const }, { role: 'redo' as const }, { type: 'separator' as const }] : []),
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      { role: 'selectAll' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      ...(packaged ? [] : [{ role: 'toggleDevTools' as const }]),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  return [...(mac ? [{ role: 'appMenu' as const }] : []), file, edit, view, { role: 'windowMenu' }];
}
