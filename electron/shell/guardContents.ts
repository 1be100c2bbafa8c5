import type { App, Session, WebContents } from 'electron';
import { APP_HOME } from './scheme.ts';

export type OpenOutside = (url: string) => void;

const PRACTICE_PAGE = /^\/practice\/posts\/[\w.~-]+$/;

/** May this address be shown in our window? Only our own page. */
function isOwnAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === APP_HOME.protocol && host === APP_HOME.host;
}

/** What a link that wants a new window leads to: a page in the system's browser, a practice post there, or nothing. */
export function leadsTo(url: string): { browser: string } | { practice: string } | null {
  if (url.length > 2000 || !URL.canParse(url)) return null; // Windows takes no longer ones
  const { protocol, pathname, href } = new URL(url);
  if (protocol === 'https:') return { browser: href };
  if (isOwnAddress(url) && PRACTICE_PAGE.test(pathname)) return { practice: pathname };
  return null;
}

/**
 * For every page there will ever be: it stays where it is, opens no windows (https links and practice posts go to the
 * system's browser), and holds no webviews.
 */
export function guardContents(app: Pick<App, 'on'>, open: { browser: OpenOutside; practice: OpenOutside }): void {
  app.on('web-contents-created', (_event, contents) => guardOne(contents, open));
}

function guardOne(contents: WebContents, open: { browser: OpenOutside; practice: OpenOutside }): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isOwnAddress(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const target = leadsTo(url);
    if (target !== null && 'browser' in target) open.browser(target.browser);
    if (target !== null && 'practice' in target) open.practice(target.practice);
    return { action: 'deny' };
  });
}

/** No page may use camera, microphone, place, notifications or anything else that is asked for; both handlers are needed. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) => answer(isHarmless(permission, contents.getURL())));
  session.setPermissionCheckHandler((_contents, permission, origin) => isHarmless(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

/** Copying text and showing the preview full screen are all our own page needs. */
const isHarmless = (permission: string, url: string): boolean =>
  (permission === 'clipboard-sanitized-write' || permission === 'fullscreen') && isOwnAddress(url);
