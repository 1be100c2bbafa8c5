import { inArray } from 'drizzle-orm';
import type { ReadDb } from '../store/handles.ts';
import { posts } from '../store/schema.ts';
import type { Platform } from './adapter.ts';
import { dueAt } from './dueAt.ts';
import type { Ledger, PostRow } from './ledger.ts';
import { outgoing } from './outgoing.ts';
import { readChannel } from './readChannels.ts';

type Needs = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly now: () => Date;
};

/**
 * The database is a backup, so it knows nothing of what went out after `backupAt`. Whatever was under way in it or due by
 * now may be public: nothing of it is sent before a person said that it is not. The platforms cannot be asked, since what
 * their uploads are found by is lost too. What is planned for later stands as it was.
 */
export function askAfterRestore({ read, ledger, platforms, now }: Needs, backupAt: string): void {
  const isDue = (post: PostRow): boolean =>
    post.at === null || dueAt(platforms.get(readChannel(read, post.channelId).platform), outgoing(read, post), now()) <= now();
  const unknown = `Tidereel restored the backup of ${backupAt} and does not know what became of this post after it.`;
  ledger.together(() => {
    const open = inArray(posts.state, ['scheduled', 'sending', 'sent', 'needs-you', 'failed', 'awaiting-approval']);
    for (const post of read.select().from(posts).where(open).all()) {
      switch (post.state) {
        case 'scheduled':
        case 'sending':
        case 'sent':
          if (post.state === 'scheduled' && !isDue(post)) break;
          ledger.doubtRelease(post.id);
          ledger.setUploadAside(post.id);
          ledger.move(post.id, 'needs-you', `${unknown} Is it public?`);
          break;
        case 'needs-you': // also one that would go on by itself after a sign-in
          ledger.doubtRelease(post.id);
          ledger.note(post.id, `${post.reason} ${unknown} Is it public?`);
          break;
        default:
          if (isDue(post)) ledger.note(post.id, `${post.reason} ${unknown} Look whether it is public before you send it.`);
      }
    }
  });
}
