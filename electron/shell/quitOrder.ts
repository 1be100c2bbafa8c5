/** What we use of Electron's app for ending. */
export type QuittingApp = {
  on(event: 'before-quit', listener: () => void): unknown;
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  quit(): void;
};

/**
 * Ends in order: windows close, then the studio gives its leases back and closes its files, then the process ends. Without
 * windows the app stays only when it is kept in the tray, and on macOS, where apps do.
 */
export function quitInOrder(
  app: QuittingApp,
  needs: {
    platform: NodeJS.Platform;
    staysInTray: () => boolean;
    close: () => Promise<void>;
    report: (error: unknown, about: string) => void;
  },
): { readonly quitting: () => boolean } {
  let quitting = false;
  let studio: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('window-all-closed', () => {
    if (needs.platform !== 'darwin' && !needs.staysInTray()) app.quit();
  });
  app.on('will-quit', (event) => {
    if (studio === 'closed') return;
    event.preventDefault();
    if (studio === 'closing') return;
    studio = 'closing';
    needs
      .close()
      .catch((error: unknown) => needs.report(error, 'the studio did not close cleanly'))
      .finally(() => {
        studio = 'closed';
        app.quit();
      });
  });
  return { quitting: () => quitting };
}
