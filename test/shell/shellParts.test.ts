import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { Change } from '../../shared/contract/changes.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { leadsTo } from '../../electron/shell/guardContents.ts';
import { createKeepAwake } from '../../electron/shell/keepAwake.ts';
import { buildMenu } from '../../electron/shell/menu.ts';
import { createNoteFinder, createNotifier, type NotificationLike } from '../../electron/shell/notifications.ts';
import { quitInOrder } from '../../electron/shell/quitOrder.ts';
import { openTray } from '../../electron/shell/tray.ts';

const at = '2026-11-20T10:00:00Z';
const post = (state: Post['state']): Change => ({
  topic: 'post',
  value: {
    id: 'p1',
    channelId: 'practice',
    platform: 'practice',
    projectId: null,
    renderId: null,
    title: 'My clip',
    caption: '',
    options: { platform: 'practice' },
    state,
    reason: 'Seen at its address.',
    at,
    slotAt: null,
    findings: [],
    hasFilm: true,
    url: null,
    contentHash: 'h',
    approvedHash: null,
    latest: null,
    createdAt: at,
    changedAt: at,
  },
});
const job = (id: number, kind: Job['kind'], state: Job['state']): Change => ({
  topic: 'job',
  value: {
    id,
    kind,
    state,
    title: 'Render “My clip”',
    subject: null,
    priority: 0,
    group: null,
    attempts: 1,
    attemptsAllowed: 3,
    runAt: at,
    createdAt: at,
    finishedAt: null,
    progress: null,
    error: null,
    late: false,
  },
});

describe('the menu', () => {
  const actions = { importFiles: () => undefined, showData: () => undefined, quit: () => undefined };
  const rolesOf = (platform: NodeJS.Platform, packaged = true): unknown[] =>
    buildMenu(platform, actions, packaged).flatMap((menu) => [
      menu.role,
      ...(Array.isArray(menu.submenu) ? menu.submenu.map(({ role }) => role) : []),
    ]);

  test.each(['linux', 'win32', 'darwin'] as const)('on %s text can be cut, copied and pasted', (platform) => {
    expect(rolesOf(platform)).toEqual(expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll']));
  });
  test('macOS has its app menu, and undo for text fields; elsewhere Ctrl+Z is left to the timeline', () => {
    expect(rolesOf('darwin')).toEqual(expect.arrayContaining(['appMenu', 'undo', 'redo']));
    expect(rolesOf('linux')).not.toContain('undo');
  });
  test('the tools of developers are not in a packaged app', () => {
    expect(rolesOf('linux', true)).not.toContain('toggleDevTools');
    expect(rolesOf('linux', false)).toContain('toggleDevTools');
  });
});

describe('notifications', () => {
  test('a post that arrived at an end is told once', () => {
    const find = createNoteFinder();
    expect(find(post('sending'))).toBeNull();
    expect(find(post('live'))).toEqual({ title: 'My clip is live', body: 'Seen at its address.' });
    expect(find(post('live'))).toBeNull();
    expect(find(post('needs-you'))?.title).toBe('My clip needs you');
    expect(find(job(1, 'render', 'done'))).toBeNull();
    expect(find(job(1, 'render', 'dead'))?.title).toContain('Given up');
  });

  test.each(['unsupported', 'failed', 'fine'] as const)('when the system’s way is %s, nothing is lost', (way) => {
    const askForAttention = vi.fn();
    const onClick = vi.fn();
    class Stand extends EventEmitter implements NotificationLike {
      show(): void {
        this.emit(way === 'failed' ? 'failed' : 'click', {}, 'not signed');
      }
    }
    createNotifier({ isSupported: () => way !== 'unsupported', create: () => new Stand(), onClick, askForAttention })({
      title: 'a',
      body: 'b',
    });
    expect(askForAttention).toHaveBeenCalledTimes(way === 'fine' ? 0 : 1);
    expect(onClick).toHaveBeenCalledTimes(way === 'fine' ? 1 : 0);
  });
});

test('where no tray icon can be made, the app knows it', () => {
  const report = vi.fn();
  const createTray = (): never => {
    throw new Error('No status notifier host');
  };
  const nothing = (): void => undefined;
  const tray = openTray({ createTray, buildMenu: () => null }, { icon: '', open: nothing, setPaused: nothing, quit: nothing, report });
  expect(tray.works).toBe(false);
  expect(report).toHaveBeenCalledOnce();
});

describe('ending', () => {
  const appOf = (): EventEmitter & { quit: () => void; quits: number } => {
    const app = Object.assign(new EventEmitter(), { quits: 0, quit: () => void (app.quits += 1) });
    return app;
  };
  const needs = { staysInTray: () => false, close: () => Promise.resolve(), report: () => undefined };

  test.each([
    { platform: 'linux' as const, tray: false, quits: 1 },
    { platform: 'win32' as const, tray: true, quits: 0 },
    { platform: 'darwin' as const, tray: false, quits: 0 },
  ])('without windows on $platform, kept in tray: $tray', ({ platform, tray, quits }) => {
    const app = appOf();
    quitInOrder(app, { ...needs, platform, staysInTray: () => tray });
    app.emit('window-all-closed');
    expect(app.quits).toBe(quits);
  });

  test('the process waits until the studio is closed, and ends even when closing failed', async () => {
    const app = appOf();
    const report = vi.fn();
    const close = vi.fn(() => Promise.reject(new Error('disk gone')));
    quitInOrder(app, { ...needs, platform: 'linux', close, report });
    const preventDefault = vi.fn();
    app.emit('will-quit', { preventDefault });
    app.emit('will-quit', { preventDefault }); // impatient
    expect(preventDefault).toHaveBeenCalledTimes(2);
    await expect.poll(() => app.quits).toBe(1);
    expect(close).toHaveBeenCalledOnce();
    expect(report).toHaveBeenCalledOnce();
    app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });
});

test('the computer is kept awake exactly while long work runs', () => {
  const blocker = { start: vi.fn(() => 7), stop: vi.fn(() => true) };
  const awake = createKeepAwake(blocker);
  awake.onChange(job(1, 'render', 'running'));
  awake.onChange(job(2, 'post.send', 'running'));
  awake.onChange(job(3, 'backup', 'running'));
  awake.onChange(job(1, 'render', 'done'));
  expect(blocker.stop).not.toHaveBeenCalled();
  awake.onChange(job(2, 'post.send', 'dead'));
  expect(blocker.start).toHaveBeenCalledOnce();
  expect(blocker.stop).toHaveBeenCalledWith(7);
});

test.each([
  ['https://example.com/a', { browser: 'https://example.com/a' }],
  ['app://tidereel/practice/posts/p-1', { practice: '/practice/posts/p-1' }],
  ['app://tidereel/queue', null],
  ['app://evil/practice/posts/p', null],
  ['http://example.com/', null],
  ['file:///etc/passwd', null],
  ['smb://server/share', null],
  ['not an address', null],
  [`https://example.com/${'a'.repeat(2100)}`, null],
])('a link to %s leads to %o', (url, target) => {
  expect(leadsTo(url)).toEqual(target);
});
