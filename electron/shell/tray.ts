import type { MenuItemConstructorOptions } from 'electron';

/** What we use of Electron's Tray and Menu. */
export type TrayParts = {
  createTray(icon: string): TrayIcon;
  buildMenu(items: MenuItemConstructorOptions[]): unknown;
};
type TrayIcon = {
  setToolTip(text: string): void;
  setContextMenu(menu: unknown): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
};

export type StudioTray = {
  /** false where no tray could be made: then the only window must not be hidden. */
  readonly works: boolean;
  show(state: { paused: boolean }): void;
  close(): void;
};

/**
 * The icon beside the clock: open, pause or resume, quit. On Linux an icon may be made and yet be nowhere to be seen, so a
 * second start of the app brings the window back as well.
 */
export function openTray(
  parts: TrayParts,
  needs: { icon: string; open(): void; setPaused(paused: boolean): void; quit(): void; report(error: unknown, about: string): void },
): StudioTray {
  const icon = createIcon(parts, needs);
  if (icon === null) return { works: false, show: () => undefined, close: () => undefined };
  icon.on('click', () => needs.open());
  const show = ({ paused }: { paused: boolean }): void => {
    icon.setToolTip(paused ? 'Tidereel: paused' : 'Tidereel');
    // A changed item is only seen on Linux when the whole menu is set again.
    icon.setContextMenu(
      parts.buildMenu([
        { label: 'Open Tidereel', click: () => needs.open() },
        { label: paused ? 'Resume' : 'Pause', click: () => needs.setPaused(!paused) },
        { type: 'separator' },
        { label: 'Quit', click: () => needs.quit() },
      ]),
    );
  };
  show({ paused: false });
  return { works: true, show, close: () => icon.destroy() };
}

function createIcon(parts: TrayParts, needs: { icon: string; report(error: unknown, about: string): void }): TrayIcon | null {
  try {
    return parts.createTray(needs.icon);
  } catch (error) {
    needs.report(error, 'no tray icon can be shown here');
    return null;
  }
}
