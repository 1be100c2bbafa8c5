import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The page makes a channel and posts one end here; we pass it on. Each load of the page hands over a new port.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.origin !== window.location.origin || event.data !== 'rpc:connect' || event.ports.length !== 1)
    return;
  ipcRenderer.postMessage('rpc:port', null, [...event.ports]);
});

contextBridge.exposeInMainWorld('tidereel', {
  /** Where a dropped or picked file lies on this computer; empty for a file that only exists in memory. */
  pathFor: (file: File): string => webUtils.getPathForFile(file),
  /** Shows a file in the system's file manager. */
  showFile: (path: string): void => ipcRenderer.send('file:show', path),
});
