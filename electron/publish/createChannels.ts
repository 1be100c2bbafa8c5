import { and, eq } from 'drizzle-orm';
import type { Channel } from '../../shared/contract/posts.ts';
import type { ChangeBus } from '../changes.ts';
import type { Jobs } from '../jobs/types.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels, posts } from '../store/schema.ts';
import type { Ledger } from './ledger.ts';
import { queuePostJob } from './postJobs.ts';
import { readPracticeSettings, writePracticeSettings } from './practiceSettings.ts';
import { asChannel, readChannel } from './readChannels.ts';

type Needs = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  readonly ledger: Ledger;
  readonly now: () => Date;
};

/** The raw note of a post that stopped because its channel's sign-in had ended; it goes on when the channel does. */
export const SIGN_IN_AGAIN = 'sign-in-again';

export type Channels = {
  readonly service: Service<'channels'>;
  /** Stops everything on a channel, with a reason for people. */
  readonly pauseFor: (channelId: string, reason: string) => void;
};

export function createChannels({ read, write, jobs, changes, ledger, now }: Needs): Channels {
  const at = now().getTime();
  const practice = { id: 'practice', platform: 'practice', name: 'Practice', remoteAccount: 'practice', paused: false, createdAt: at };
  write.insert(channels).values(practice).onConflictDoNothing().run();

  const pause = (channelId: string, paused: boolean, reason: string | null): Channel => {
    write.update(channels).set({ paused, reason }).where(eq(channels.id, channelId)).run();
    const value = asChannel(readChannel(read, channelId));
    changes.publish({ topic: 'channel', value });
    return value;
  };

  /** What waited for the channel goes on: posts whose time came while it was paused, and those its sign-in stopped. */
  const goOn = (channelId: string): void =>
    ledger.together(() => {
      const waiting = (state: 'scheduled' | 'needs-you') =>
        read
          .select()
          .from(posts)
          .where(and(eq(posts.channelId, channelId), eq(posts.state, state)))
          .all();
      for (const post of waiting('needs-you').filter(({ id }) => lastNote(read, id) === SIGN_IN_AGAIN)) {
        ledger.edit(post.id, { at: now().getTime() });
        ledger.move(post.id, 'scheduled', 'The channel works again.');
      }
      const due = now().getTime(); // not when it was due once: a post that was held back was not missed
      for (const post of waiting('scheduled').filter(({ at }) => at === null || at <= due)) {
        ledger.edit(post.id, { at: due });
        queuePostJob(jobs, 'post.send', post, new Date(due));
      }
    });

  return {
    pauseFor: (channelId, reason) => void pause(channelId, true, reason),
    service: {
      list: () => read.select().from(channels).orderBy(channels.createdAt, channels.id).all().map(asChannel),
      pause: ({ channelId, paused }) => {
        readChannel(read, channelId);
        const value = pause(channelId, paused, paused ? 'You paused this channel.' : null);
        if (!paused) goOn(channelId);
        return value;
      },
      practice: () => readPracticeSettings(read),
      setPractice: (chosen) => writePracticeSettings(write, chosen),
    },
  };
}

function lastNote(read: ReadDb, postId: string): unknown {
  return read.$client.prepare('select raw from ledger where post_id = ? order by sequence desc limit 1').pluck().get(postId);
}
