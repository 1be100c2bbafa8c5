import { z } from 'zod';
import type { Jobs } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Platform } from './adapter.ts';
import { dueAt } from './dueAt.ts';
import type { Ledger } from './ledger.ts';
import { outgoing } from './outgoing.ts';
import { findPostJob, queuePostJob } from './postJobs.ts';
import { readChannel } from './readChannels.ts';

const Stranded = z.object({ id: z.string(), kind: z.enum(['post.send', 'post.prove']) });

type Needs = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly now: () => Date;
};

/**
 * Every post that should move has a job that moves it. Where there is none (the data was restored from a backup, or the
 * job was cancelled or used up its attempts in the queue), the post gets one, or says what it needs. Posts that wait for
 * a paused channel have none on purpose.
 */
export function healPosts({ read, ledger, jobs, platforms, now }: Needs): void {
  const stranded = read.$client
    .prepare(
      `select posts.id, case posts.state when 'sent' then 'post.prove' else 'post.send' end as kind
       from posts join channels on channels.id = posts.channel_id
       where posts.state in ('scheduled', 'sending', 'sent') and (posts.state = 'sent' or channels.paused = 0)
         and not exists (select 1 from jobs where subject = posts.id and state in ('waiting', 'running', 'asking')
           and kind = case posts.state when 'sent' then 'post.prove' else 'post.send' end)`,
    )
    .all();
  ledger.together(() => {
    for (const row of stranded) {
      const { id, kind } = Stranded.parse(row);
      const post = ledger.read(id);
      const last = findPostJob(read, kind, id);
      if (last?.state === 'dead') {
        const question = kind === 'post.prove' ? 'Is it public?' : 'Nothing is public. Send it again when it is mended.';
        ledger.move(id, 'needs-you', `Its work stopped too often. ${question}`);
      } else if (last?.state === 'cancelled' && kind === 'post.send') {
        ledger.move(id, 'cancelled', 'Its work was cancelled in the queue before it went out.');
      } else {
        const going = outgoing(read, post);
        const sendAt = dueAt(platforms.get(readChannel(read, post.channelId).platform), going, now());
        queuePostJob(jobs, kind, post, kind === 'post.send' ? sendAt : going.at);
      }
    }
  });
}
