import { statfs } from 'node:fs/promises';
import type { PlatformRules } from '../../shared/quality/platformRules.ts';
import type { Service } from '../services.ts';
import type { ChangeBus } from '../changes.ts';
import type { Jobs } from '../jobs/types.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import type { Platform, UploadRef } from './adapter.ts';
import { readChannel } from './readChannels.ts';
import { createChannelHolds } from './channelHolds.ts';
import { createChannels, type Channels } from './createChannels.ts';
import { createLedger } from './ledger.ts';
import { createPosts } from './createPosts.ts';
import type { PostMaker, PostTime } from './postMaker.ts';
import { createPreflight, type PreflightNeeds } from './preflight/createPreflight.ts';
import { askAfterRestore } from './askAfterRestore.ts';
import { healPosts } from './healPosts.ts';
import { handlePostJobs } from './handlePostJobs.ts';
import { lookSoon } from './lookSoon.ts';
import { openPractice, type Practice } from './practice.ts';
import { createUploadsUnderWay } from './uploadsUnderWay.ts';
import { readPracticeSettings } from './practiceSettings.ts';

export type PublishingNeeds = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly jobs: Jobs;
  readonly changes: ChangeBus;
  /** The data folder; the practice platform keeps its files in `practice/` below it. */
  readonly home: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Resolves after `ms`; rejects when `signal` aborts. Only the practice platform waits with it. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Seconds and upright pixels of a video file. Throws NOT_FOUND and the MEDIA_ failures. */
  readonly probeVideo: (path: string) => Promise<{ seconds: number; width: number; height: number }>;
  /** Hash of the project's document as it is now; null when there is no such project (any more). */
  readonly projectHash: (projectId: string) => string | null;
  /** What to do with a post whose time is longer ago than `withinMinutes`. */
  readonly missedPosts: () => { readonly policy: 'run-late' | 'skip' | 'ask'; readonly withinMinutes: number };
  /** Platforms beside practice; one of the same name stands in its place. */
  readonly platforms?: readonly Platform[];
  /** The next free slot of a channel; null when its plan has none. */
  readonly nextTime: (channelId: string) => PostTime | null;
  /** What a platform takes. Throws for a platform that does not exist. */
  readonly rules: (platform: string) => PlatformRules;
  /** Room on the disk that holds `home`; asked from the disk itself where none is given. */
  readonly freeBytes?: PreflightNeeds['freeBytes'];
  /** What X takes for a post, US$. */
  readonly prices: PreflightNeeds['prices'];
};

export type Publishing = {
  readonly posts: Service<'posts'>;
  /** Signing in is a room of its own. */
  readonly channels: Channels['service'];
  readonly maker: PostMaker;
  /** Runs `work` as one transaction; posts are told of once it stands. */
  readonly together: <T>(work: () => T) => T;
  readonly pauseFor: Channels['pauseFor'];
  readonly resume: Channels['resume'];
  readonly announce: Channels['announce'];
  /** The path of a post's film, for the window; null when there is none. */
  readonly film: (postId: string) => string | null;
  /** For the door that shows practice posts, `/practice/posts/<id>` with their film. */
  readonly practice: Practice;
  /** Call after every edit, undo and redo of a project: voids approvals that no longer stand. */
  readonly onProjectEdited: (projectId: string) => void;
  /** Call before `jobs.start()` when a backup took the database's place: asks about what may have gone out after it was made. */
  readonly askAfterRestore: (backupAt: string) => void;
  /** Call once after `jobs.start()`: a post that should move but has no job gets one, or says why not. */
  readonly heal: () => void;
  readonly close: () => void;
};

/** Registers the post jobs on the queue, so call it before `jobs.start()`. */
export function createPublishing(needs: PublishingNeeds): Publishing {
  const { read, write, jobs, changes, now } = needs;
  const keepOf = (channelId: string, upload: UploadRef): UploadRef | null =>
    platforms.get(readChannel(read, channelId).platform)?.keepOf?.(upload) ?? null;
  const ledger = createLedger({ write, changes, now, keepOf });
  const practice = openPractice({ ...needs, settings: () => readPracticeSettings(read) });
  const platforms = new Map<string, Platform>([practice, ...(needs.platforms ?? [])].map((platform) => [platform.platform, platform]));
  const channels = createChannels({ read, write, jobs, changes, ledger, now, platforms });
  const uploads = createUploadsUnderWay();
  const { service, maker, onProjectEdited } = createPosts({ ...needs, ledger, uploads, platforms });
  const { handler, ...preflight } = createPreflight({ freeBytes: async () => readFreeBytes(needs.home), ...needs, ledger, platforms });
  jobs.handle(handler);
  handlePostJobs({ ...needs, holds: createChannelHolds(), ledger, platforms, uploads, pauseChannel: channels.pauseFor });
  const heal = (): void => healPosts({ read, ledger, jobs, platforms, now });
  const stopListening = changes.listen(({ topic, value }) => {
    // somebody called the work off in the queue, or it crashed too often: the post must not stand as if it were under way
    if (topic === 'job' && value.subject !== null && (value.state === 'cancelled' || value.state === 'dead')) heal();
  });
  return {
    posts: { ...service, ...preflight },
    channels: channels.service,
    maker,
    together: ledger.together,
    pauseFor: channels.pauseFor,
    resume: channels.resume,
    announce: channels.announce,
    film: (postId) => {
      const path = read.$client.prepare("select nullif(video_path, '') from posts where id = ?").pluck().get(postId);
      return typeof path === 'string' ? path : null;
    },
    practice,
    onProjectEdited,
    askAfterRestore: (backupAt) => askAfterRestore({ read, ledger, platforms, now }, backupAt),
    heal: () => {
      heal();
      lookSoon({ read, jobs, now });
    },
    close: () => {
      stopListening();
      practice.close();
    },
  };
}

async function readFreeBytes(home: string): Promise<number> {
  const { bavail, bsize } = await statfs(home);
  return bavail * bsize;
}
