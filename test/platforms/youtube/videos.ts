import { randomBytes } from 'node:crypto';
import type { SimulatorClock } from '../kit/openSimulator.ts';
import type { SeenPost } from '../kit/simulator.ts';
import type { Account } from './accounts.ts';
import type { YoutubeSwitches } from './switches.ts';
import type { Snippet, Status } from './videoRules.ts';

export type Numbers = { views: number; likes: number; comments: number; shares: number };

export type Video = {
  readonly id: string;
  readonly account: Account;
  readonly filmHash: string;
  readonly bytes: number;
  readonly uploadedAt: number;
  readonly notifySubscribers: boolean;
  snippet: Snippet;
  /** As told; `shown` is what others see of it. */
  status: Status;
  shown: string;
  /** When the status that was told last shows. */
  showsAt: number;
  paidPlacement: boolean;
  /** SHA-256 of the picture. */
  thumbnail: string | null;
  isDuplicate: boolean;
  wasPublic: boolean;
  numbers: Numbers;
};

/** What a video's processing has come to. */
export type Processing = { uploadStatus: string; processingStatus: string; failureReason?: string; rejectionReason?: string };

/** The videos of all channels, and everything that was ever made visible. */
export function createVideos(clock: SimulatorClock, switches: YoutubeSwitches) {
  const videos = new Map<string, Video>();
  const seen: SeenPost[] = [];

  const processingOf = (video: Video): Processing => {
    if (clock.now() < video.uploadedAt + switches.processingMs) return { uploadStatus: 'uploaded', processingStatus: 'processing' };
    if (video.isDuplicate) return { uploadStatus: 'rejected', processingStatus: 'succeeded', rejectionReason: 'duplicate' };
    if (switches.rejectionReason !== null) {
      return { uploadStatus: 'rejected', processingStatus: 'succeeded', rejectionReason: switches.rejectionReason };
    }
    if (switches.failureReason !== null) {
      return { uploadStatus: 'failed', processingStatus: 'failed', failureReason: switches.failureReason };
    }
    return { uploadStatus: 'processed', processingStatus: 'succeeded' };
  };

  const show = (video: Video, visibility: string, at: number): void => {
    if (visibility === video.shown) return;
    video.shown = visibility;
    if (visibility === 'private') return;
    video.wasPublic ||= visibility === 'public';
    const { id, account, filmHash, snippet } = video;
    const kind = visibility === 'public' ? 'public' : 'limited';
    seen.push({ id, caption: snippet.description, visibility: kind, filmHash, account: account.name, at });
  };

  /** What time alone does: visibility that was asked for shows, and scheduled videos publish themselves. */
  const settle = (): void => {
    const now = clock.now();
    for (const video of videos.values()) {
      if (switches.forcedPrivate === 'kept' || now < video.showsAt) continue;
      const publishAt = video.status.publishAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(video.status.publishAt);
      if (publishAt <= now) {
        const { publishAt: _, ...rest } = video.status;
        video.status = { ...rest, privacyStatus: 'public' };
        show(video, 'public', publishAt);
        continue;
      }
      show(video, video.status.privacyStatus, now);
    }
  };

  return {
    seen,
    settle,
    processingOf,
    all: (): readonly Video[] => [...videos.values()],
    find: (id: string): Video | null => {
      settle();
      return videos.get(id) ?? null;
    },
    of: (account: Account): Video[] => {
      settle();
      return [...videos.values()].filter((video) => video.account === account).toReversed();
    },
    add: (video: Pick<Video, 'account' | 'filmHash' | 'bytes' | 'notifySubscribers' | 'snippet' | 'status' | 'paidPlacement'>): Video => {
      const isDuplicate =
        switches.rejectsDuplicates &&
        [...videos.values()].some(
          ({ account, filmHash, isDuplicate }) => account === video.account && filmHash === video.filmHash && !isDuplicate,
        );
      const now = clock.now();
      const added: Video = {
        ...video,
        id: randomBytes(8).toString('base64url').slice(0, 11),
        uploadedAt: now,
        shown: 'private',
        showsAt: now,
        thumbnail: null,
        isDuplicate,
        wasPublic: false,
        numbers: { views: 0, likes: 0, comments: 0, shares: 0 },
      };
      videos.set(added.id, added);
      settle();
      return added;
    },
    remove: (id: string): void => void videos.delete(id),
  };
}
export type Videos = ReturnType<typeof createVideos>;
