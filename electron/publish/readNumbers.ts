import { PublishFailed } from '../../shared/publish/failure.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { TryLater, type JobHandler } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Platform } from './adapter.ts';
import type { Ledger } from './ledger.ts';
import { outgoing } from './outgoing.ts';
import { PostData } from './postJobs.ts';
import { readChannel } from './readChannels.ts';
import { waitUntil } from './waitUntil.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the post was seen live. */
export const FIRST_READING_MS = 15 * MINUTE_MS;
const readings = [FIRST_READING_MS, HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS];

type Needs = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly pauseChannel: (channelId: string, reason: string) => void;
};

/**
 * Reads the numbers of a live post at 15 min, 1 h, 24 h and 7 days, one job that moves itself on. Readings missed while
 * the computer was off are one late reading: the past cannot be read afterwards.
 */
export function readNumbers({ read, ledger, platforms, pauseChannel }: Needs): JobHandler<PostData> {
  return {
    kind: 'post.metrics',
    data: PostData,
    attempts: 10,
    missed: 'run-late',
    missedAfterMs: HOUR_MS,
    async run({ postId }, tools) {
      const post = ledger.read(postId);
      const { platform: platformName, name, paused } = readChannel(read, post.channelId);
      const platform = platforms.get(platformName);
      const liveAt = ledger.firstTime(postId, 'live');
      if (liveAt === null || post.remoteId === null || platform?.readMetrics === undefined) return;
      const next = (): Date | null => {
        const at = readings.map((delay) => liveAt + delay).find((reading) => reading > tools.now().getTime());
        return at === undefined ? null : new Date(at);
      };
      if (!paused) {
        try {
          ledger.addMetrics(postId, await platform.readMetrics(post.remoteId, outgoing(read, post).session, tools.signal));
        } catch (error) {
          if (!(error instanceof PublishFailed)) throw error;
          const { failure } = error;
          switch (failure.kind) {
            case 'wait':
              throw new TryLater(waitUntil(failure.until, tools.now()), failure.reason);
            case 'outcome-unknown':
              throw new TryLater(waitUntil(failure.askAt, tools.now()), `The answer of ${name} was lost.`);
            case 'sign-in-again':
              pauseChannel(post.channelId, failure.reason ?? `Sign in to ${name} again.`);
              break;
            case 'needs-you':
            case 'rejected':
              return; // deleted on the platform, say: what was read stays
            default:
              unreachable(failure);
          }
        }
      }
      const at = next();
      if (at !== null) throw new TryLater(at, 'The next reading has its own time.');
    },
  };
}
