import type { Change } from '../../shared/contract/changes.ts';
import type { Post } from '../../shared/contract/posts.ts';

export type Note = { readonly title: string; readonly body: string };

/** What we use of Electron's Notification. */
export type NotificationLike = {
  on(event: 'click', listener: () => void): unknown;
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  show(): void;
};

const worthTelling: Partial<Record<Post['state'], string>> = { live: 'is live', 'needs-you': 'needs you', failed: 'failed' };

/** Decides which changes are worth a notification: a post that arrived at an end, and work that was given up. Each once. */
export function createNoteFinder(): (change: Change) => Note | null {
  const seen = new Map<string, string>();
  return (change) => {
    if (change.topic !== 'post' && change.topic !== 'job') return null;
    const key = `${change.topic} ${change.value.id}`;
    const before = seen.get(key);
    seen.set(key, change.value.state);
    if (before === change.value.state) return null;
    if (change.topic === 'post') {
      const words = worthTelling[change.value.state];
      return words === undefined ? null : { title: `${change.value.title || 'Your post'} ${words}`, body: change.value.reason };
    }
    if (change.value.state === 'asking') return { title: 'Missed while the computer slept', body: change.value.title };
    return change.value.state === 'dead' ? { title: `Given up: ${change.value.title}`, body: change.value.error?.message ?? '' } : null;
  };
}

/**
 * Shows notes as system notifications; where those are not supported, not allowed or fail (an unsigned macOS app), the
 * window asks for attention instead: it shows the same change in its own lists.
 */
export function createNotifier(needs: {
  isSupported(): boolean;
  create(note: Note): NotificationLike;
  onClick(): void;
  /** The in-app way. */
  askForAttention(): void;
}): (note: Note) => void {
  const shown = new Set<NotificationLike>(); // one that is not kept may be collected, and its click with it
  return (note) => {
    if (!needs.isSupported()) {
      needs.askForAttention();
      return;
    }
    const notification = needs.create(note);
    const forget = (): void => void shown.delete(notification);
    notification.on('click', () => {
      forget();
      needs.onClick();
    });
    notification.on('close', forget);
    notification.on('failed', () => {
      forget();
      needs.askForAttention();
    });
    shown.add(notification);
    notification.show();
  };
}
