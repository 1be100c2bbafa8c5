import { and, eq } from 'drizzle-orm';
import type { Channel } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import type { PostState } from '../../shared/publish/postState.ts';
import type { ChangeBus } from '../changes.ts';
import type { Jobs } from '../jobs/types.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { channels, posts } from '../store/schema.ts';
import type { Platform } from './adapter.ts';
import { catchUpAt, KEEPS_GAP } from './catchUp.ts';
import { PAUSED_BY_YOU, stopReason } from './creatorsPause.ts';
import { dueAt } from './dueAt.ts';
import type { Ledger } from './ledger.ts';
import { outgoing } from './outgoing.ts';
import { queuePostJob } from './postJobs.ts';
import { checkAt } from './preflight/planCheck.ts';
import { readPracticeSettings, writePracticeSettings } from './practiceSettings.ts';
import { asChannel, readChannel } from './readChannels.ts';

type Needs = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly platforms: ReadonlyMap<string, Platform>;
};

/** The raw note of a post that stopped because its channel's sign-in had ended; it goes on when the channel does. */
export const SIGN_IN_AGAIN = 'sign-in-again';
const WORKS_AGAIN = 'The channel works again.';

/** What of the channels is not about signing in. */
type PlainChannels = Pick<Service<'channels'>, 'list' | 'pause' | 'choices' | 'setDefaults' | 'setPlan' | 'practice' | 'setPractice'>;

export type Channels = {
  readonly service: PlainChannels;
  /** The platform wants the creator to sign in again: nothing goes out there until then. `reason` is for people. */
  readonly pauseFor: (channelId: string, reason: string) => void;
  /** Tells the windows how the channel is now. Throws NOT_FOUND. */
  readonly announce: (channelId: string) => Channel;
  /** The creator signed in: what waited for that goes on. */
  readonly resume: (channelId: string) => void;
};

export function createChannels({ read, write, jobs, changes, ledger, now, platforms }: Needs): Channels {
  const at = now().getTime();
  const practice = { id: 'practice', platform: 'practice', name: 'Practice', remoteAccount: 'practice', paused: false, createdAt: at };
  write.insert(channels).values(practice).onConflictDoNothing().run();

  const announce = (channelId: string): Channel => {
    const value = asChannel(readChannel(read, channelId));
    changes.publish({ topic: 'channel', value });
    return value;
  };

  const set = (channelId: string, fields: Partial<typeof channels.$inferInsert>): Channel => {
    write.update(channels).set(fields).where(eq(channels.id, channelId)).run();
    return announce(channelId);
  };

  /** What waited for the channel goes on: posts whose time came while it was paused, and those its sign-in stopped. */
  const goOn = (channelId: string): void =>
    ledger.together(() => {
      const waiting = (state: PostState) =>
        read
          .select()
          .from(posts)
          .where(and(eq(posts.channelId, channelId), eq(posts.state, state)))
          .all();
      const due = now().getTime(); // not when it was due once: a post that was held back was not missed
      const channel = readChannel(read, channelId);
      const platform = platforms.get(channel.platform);
      const stopped = new Set<string>();
      for (const post of waiting('needs-you').filter(({ id }) => lastNote(read, id) === SIGN_IN_AGAIN)) {
        if (post.releaseAskedAt !== null) {
          // it may be public: it is looked for, never sent
          ledger.move(post.id, 'sent', 'The channel works again, so it is looked for there.');
          queuePostJob(jobs, 'post.prove', post, now());
          continue;
        }
        ledger.move(post.id, 'scheduled', WORKS_AGAIN);
        stopped.add(post.id);
      }
      for (const post of waiting('scheduled').toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0))) {
        if (post.at === null || post.at <= due) {
          const at = catchUpAt(read, channel, { postId: post.id, now: due });
          ledger.edit(post.id, { at });
          ledger.note(post.id, at > due ? KEEPS_GAP : WORKS_AGAIN);
          queuePostJob(jobs, 'post.send', post, new Date(at));
        } else if (stopped.has(post.id) || platform?.handOverAt !== undefined) {
          queuePostJob(jobs, 'post.send', post, dueAt(platform, outgoing(read, post), now()));
        }
      }
      for (const state of ['scheduled', 'awaiting-approval', 'draft'] as const) {
        for (const post of waiting(state).filter(({ findings }) => findings !== '[]')) checkAt(jobs, post, now());
      }
    });

  return {
    pauseFor: (channelId, reason) => {
      const row = readChannel(read, channelId);
      if (row.standing === 'signed-out') return; // the creator's own doing: it says so, and what is left to do
      set(channelId, { paused: true, reason: stopReason(row, reason), standing: 'sign-in' });
    },
    announce,
    resume: (channelId) => {
      set(channelId, { paused: false, reason: null, standing: 'ready' });
      goOn(channelId);
    },
    service: {
      list: () => read.select().from(channels).orderBy(channels.createdAt, channels.id).all().map(asChannel),
      pause: ({ channelId, paused }) => {
        const { platform, standing, name } = readChannel(read, channelId);
        if (!paused && standing !== 'ready' && platform !== 'practice') {
          throw new Failure('CONFLICT', `${name} cannot go on: it is signed out. Nothing was changed.`, 'Sign in to it in Channels.');
        }
        const value = set(channelId, {
          paused,
          reason: paused ? PAUSED_BY_YOU : null,
          ...(paused ? {} : { standing: 'ready' }),
        });
        if (!paused) goOn(channelId);
        return value;
      },
      async choices({ channelId }, { signal }) {
        const { platform, name, remoteAccount, secretRef } = readChannel(read, channelId);
        const reader = platforms.get(platform)?.readChoices;
        if (reader === undefined) {
          return { account: name, privacy: [], disabled: [], maxSeconds: null, postsLeft: null, categories: [], notes: [] };
        }
        return reader({ channelId, remoteAccount, secretRef }, signal).catch((error: unknown) => {
          throw error instanceof PublishFailed ? asFailure(error, name) : error;
        });
      },
      setDefaults: ({ channelId, options }) => {
        const { platform } = readChannel(read, channelId);
        if (options.platform !== platform) {
          throw new Failure(
            'BAD_INPUT',
            `These options are for ${options.platform}. Nothing was changed.`,
            'Choose options of the channel.',
          );
        }
        return set(channelId, { defaults: JSON.stringify(options) });
      },
      setPlan: ({ channelId, plan }) => {
        if (plan.zone !== null && !isZone(plan.zone)) {
          throw new Failure('BAD_INPUT', `There is no time zone “${plan.zone}”. Nothing was changed.`, 'Name it like Europe/Berlin.');
        }
        return set(channelId, { plan: JSON.stringify(plan) });
      },
      practice: () => readPracticeSettings(read),
      setPractice: (chosen) => writePracticeSettings(write, chosen),
    },
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What a platform could not tell, for whoever asked. */
function asFailure({ failure }: PublishFailed, name: string): Failure {
  if (failure.kind === 'sign-in-again') {
    return new Failure('CONFLICT', failure.reason ?? `${name} wants you to sign in again.`, 'Sign in to it in Channels.');
  }
  const reason = 'reason' in failure ? failure.reason : `${name} did not answer.`;
  return new Failure('PROVIDER_FAILED', `${reason} Nothing was changed.`, 'Try again in a moment.');
}

function lastNote(read: ReadDb, postId: string): unknown {
  return read.$client.prepare('select raw from ledger where post_id = ? order by sequence desc limit 1').pluck().get(postId);
}
