/** What the desktop app's preload script offers the page; absent in the browser. */
export type DesktopBridge = {
  /** Where a dropped or picked file lies on this computer; empty for a file that only exists in memory. */
  readonly pathFor: (file: File) => string;
  /** Shows a file in the system's file manager. */
  readonly showFile: (path: string) => void;
};

declare global {
  interface Window {
    readonly tidereel?: DesktopBridge;
  }
}

export const desktop: DesktopBridge | null = typeof window === 'undefined' ? null : (window.tidereel ?? null);
